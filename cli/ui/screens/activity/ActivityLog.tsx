import type { ActivityList } from '../../../workflows/readActivity.ts'
import { Answer, Empty, Loading } from '../../components/States.tsx'
import { useKeys } from '../../hooks/useKeys.tsx'
import { useLive } from '../../hooks/useLive.ts'
import { useServices } from '../../hooks/useServices.ts'
import type { Screen } from '../screen.ts'
import { ActivityTable } from './ActivityTable.tsx'
import { type Unfinished, usePending } from './usePending.ts'
import { useReplacing } from './useReplacing.tsx'

/** What has not ended, and what was sent from this folder, by whatever command, the newest first. */
function ActivityLog() {
  const services = useServices()
  const live = useLive(['chain', 'activity'], services.readActivity)
  const unfinished = usePending()
  // Rows that came above the first one later would move it away from under a finger.
  if (unfinished === undefined && live.status === 'ready')
    return <Loading what="what has not ended" />
  return (
    <Answer live={live} what="what was sent">
      {(list) =>
        unfinished === undefined ? null : isNothing(list, unfinished) ? (
          <NothingSent />
        ) : (
          <ActivityTable list={list} unfinished={unfinished} />
        )
      }
    </Answer>
  )
}

const isNothing = (list: ActivityList, { note }: Unfinished): boolean =>
  list.activities.length === 0 && list.unreadable === 0 && note === undefined

/** The keys are there all the same, with the reason why they do nothing. */
function NothingSent() {
  const { actions } = useReplacing(undefined, [])
  useKeys(actions)
  return (
    <Empty
      title="Nothing was sent from here yet"
      hint="Every transaction that this folder sends is kept here with its hash: delegations, proposals, votes, what was queued, executed or cancelled, whether from here or by a command such as ballast vote. What waits to be mined stands above them."
    />
  )
}

export const activityScreen: Screen = {
  id: 'activity',
  title: 'Activity',
  summary: 'what was sent from here, and what waits',
  isListed: true,
  Component: ActivityLog,
}
