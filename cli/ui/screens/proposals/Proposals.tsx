import { Empty } from '../../components/States.tsx'
import type { Screen } from '../screen.ts'

function Proposals() {
  return <Empty title="Proposals" hint="" />
}

export const proposalsScreen: Screen = {
  id: 'proposals',
  title: 'Proposals',
  summary: 'what is voted on, queued, executed',
  isListed: true,
  Component: Proposals,
}
