import { Empty } from '../../components/States.tsx'
import type { Screen } from '../screen.ts'

function Drafts() {
  return <Empty title="Drafts" hint="" />
}

export const draftsScreen: Screen = {
  id: 'drafts',
  title: 'Drafts',
  summary: 'proposals that are being written',
  isListed: true,
  Component: Drafts,
}
