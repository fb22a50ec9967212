import { Empty } from '../../components/States.tsx'
import type { Screen } from '../screen.ts'

function Delegates() {
  return <Empty title="Delegates and power" hint="" />
}

export const delegatesScreen: Screen = {
  id: 'delegates',
  title: 'Delegates and power',
  summary: 'who has the votes',
  isListed: true,
  Component: Delegates,
}
