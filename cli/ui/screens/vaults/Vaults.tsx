import { Empty } from '../../components/States.tsx'
import type { Screen } from '../screen.ts'

function Vaults() {
  return <Empty title="Vaults" hint="" />
}

export const vaultsScreen: Screen = {
  id: 'vaults',
  title: 'Vaults',
  summary: 'positions, their health and what the draft does to them',
  isListed: true,
  Component: Vaults,
}
