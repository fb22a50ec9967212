import type { NetworkStatus } from '../../../report/statusText.ts'
import { printable } from '../../../shared/format.ts'
import { Answer, Empty } from '../../components/States.tsx'
import { useKeys } from '../../hooks/useKeys.tsx'
import { useLive } from '../../hooks/useLive.ts'
import { useNavigation } from '../../hooks/useNavigation.tsx'
import { useServices } from '../../hooks/useServices.ts'
import { useLayout } from '../../layout.ts'
import type { Screen } from '../screen.ts'
import { ProposalDetail } from './ProposalDetail.tsx'
import { useProposalActs } from './useProposalActs.tsx'
import { useViewer } from './useViewer.ts'

/** One proposal on the whole screen. */
function Proposal() {
  const services = useServices()
  const live = useLive(['chain', 'proposals'], services.readProposals)
  return (
    <Answer live={live} what="the proposal">
      {(status) => <Found status={status} />}
    </Answer>
  )
}

function Found({ status }: { readonly status: NetworkStatus }) {
  const { location } = useNavigation()
  const { columns } = useLayout()
  const viewer = useViewer(status)
  const wanted = location.params['id'] ?? ''
  const line = status.proposals.find(
    ({ id, handle }) => id.toString() === wanted || handle === wanted,
  )
  const { actions, dialog } = useProposalActs(line, viewer, status.tokenSymbol)
  useKeys(actions)
  if (line === undefined) {
    return (
      <Empty
        title={`The Governor has no proposal ${printable(wanted)}.`}
        hint="Esc goes back; Proposals lists all that it has."
      />
    )
  }
  return dialog ?? <ProposalDetail line={line} viewer={viewer} width={columns} isFocused />
}

export const proposalScreen: Screen = {
  id: 'proposal',
  title: 'Proposal',
  summary: 'one proposal: what it does, who votes how, what comes next',
  isListed: false,
  Component: Proposal,
}
