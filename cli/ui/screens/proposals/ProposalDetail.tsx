import type { ProposalLine } from '../../../report/statusText.ts'
import type { ProposalView } from '../../../workflows/showProposal.ts'
import { ScrollText } from '../../components/ScrollText.tsx'
import { Answer } from '../../components/States.tsx'
import { useLive } from '../../hooks/useLive.ts'
import { useNow } from '../../hooks/useNow.ts'
import { useServices } from '../../hooks/useServices.ts'
import { useLayout } from '../../layout.ts'
import { useTheme } from '../../theme.ts'
import { detailLines } from './detailLines.ts'
import { proposalActions, type Viewer } from './proposalActions.ts'
import { snapshotLines } from './snapshotLines.ts'
import { useSnapshotVote } from './useSnapshotVote.ts'

interface ProposalDetailProps {
  readonly line: ProposalLine
  readonly viewer: Viewer
  readonly width: number
  readonly isFocused: boolean
}

/** Everything about one proposal, to be scrolled. */
export function ProposalDetail(props: ProposalDetailProps) {
  const services = useServices()
  const { id } = props.line
  const live = useLive(['chain', 'proposal', id.toString()], () => services.readProposal(id))
  return (
    <Answer live={live} what="the proposal">
      {(shown) => <Story shown={shown} {...props} />}
    </Answer>
  )
}

/** On the rows that are left below what the answer says of itself. */
function Story({
  shown,
  line,
  viewer,
  width,
  isFocused,
}: ProposalDetailProps & { readonly shown: ProposalView }) {
  const { bodyRows } = useLayout()
  const theme = useTheme()
  const now = useNow()
  const snapshot = useSnapshotVote(line.id)
  const lines = detailLines(shown, line, {
    width,
    theme,
    now: viewer.now,
    account: viewer.account?.address,
    snapshot: snapshotLines(snapshot, { width, theme, now }),
    actions: proposalActions(line, viewer),
  })
  return (
    <ScrollText lines={lines} height={bodyRows} isFocused={isFocused} name={`detail ${line.id}`} />
  )
}
