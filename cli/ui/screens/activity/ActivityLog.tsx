import { Answer, Empty } from '../../components/States.tsx'
import { useLive } from '../../hooks/useLive.ts'
import { useServices } from '../../hooks/useServices.ts'
import type { Screen } from '../screen.ts'
import { ActivityTable } from './ActivityTable.tsx'

/** What was sent from this folder, by whatever command, the newest first. */
function ActivityLog() {
  const services = useServices()
  const live = useLive(['chain', 'activity'], services.readActivity)
  return (
    <Answer live={live} what="what was sent">
      {(list) =>
        list.activities.length === 0 && list.unreadable === 0 ? (
          <Empty
            title="Nothing was sent from here yet"
            hint="Every transaction that this folder sends is kept here with its hash: delegations, proposals, votes, what was queued, executed or cancelled, whether from here or by a command such as ballast vote."
          />
        ) : (
          <ActivityTable list={list} />
        )
      }
    </Answer>
  )
}

export const activityScreen: Screen = {
  id: 'activity',
  title: 'Activity',
  summary: 'what was sent from here',
  isListed: true,
  Component: ActivityLog,
}
