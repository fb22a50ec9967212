import { Empty } from '../../components/States.tsx'
import type { Screen } from '../screen.ts'

function ActivityLog() {
  return <Empty title="Activity" hint="" />
}

export const activityScreen: Screen = {
  id: 'activity',
  title: 'Activity',
  summary: 'what was sent from here',
  isListed: true,
  Component: ActivityLog,
}
