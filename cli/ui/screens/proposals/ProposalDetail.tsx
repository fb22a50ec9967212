import type { ProposalLine } from '../../../report/statusText.ts'
import { ScrollText } from '../../components/ScrollText.tsx'
import { Answer } from '../../components/States.tsx'
import { useLive } from '../../hooks/useLive.ts'
import { useServices } from '../../hooks/useServices.ts'
import { useTheme } from '../../theme.ts'
import { detailLines } from './detailLines.ts'
import { proposalActions, type Viewer } from './proposalActions.ts'

interface ProposalDetailProps {
  readonly line: ProposalLine
  readonly viewer: Viewer
  readonly width: number
  readonly height: number
  readonly isFocused: boolean
}

/** Everything about one proposal, to be scrolled. */
export function ProposalDetail({ line, viewer, width, height, isFocused }: ProposalDetailProps) {
  const services = useServices()
  const theme = useTheme()
  const { id } = line
  const live = useLive(['chain', 'proposal', id.toString()], () => services.readProposal(id))
  return (
    <Answer live={live} what="the proposal">
      {(shown) => (
        <ScrollText
          lines={detailLines(shown, line, {
            width,
            theme,
            now: viewer.now,
            account: viewer.account?.address,
            actions: proposalActions(line, viewer),
          })}
          height={height}
          isFocused={isFocused}
          name={`detail ${id}`}
        />
      )}
    </Answer>
  )
}
