import { Empty } from '../../components/States.tsx'
import type { Screen } from '../screen.ts'

function Overview() {
  return <Empty title="Overview" hint="" />
}

export const overviewScreen: Screen = {
  id: 'overview',
  title: 'Overview',
  summary: "the protocol's health, and what needs you now",
  isListed: true,
  Component: Overview,
}
