import { Answer, Empty } from '../../components/States.tsx'
import { useLive } from '../../hooks/useLive.ts'
import { useServices } from '../../hooks/useServices.ts'
import type { Screen } from '../screen.ts'
import { DelegateTable } from './DelegateTable.tsx'
import { delegateRows } from './delegateRows.ts'

/** Who has the votes, and where the account that acts stands. */
function Delegates() {
  const services = useServices()
  const live = useLive(['chain', 'delegates'], services.readDelegates)
  return (
    <Answer live={live} what="the delegates">
      {(list) =>
        delegateRows(list).length === 0 ? (
          <Empty
            title={list.isComplete ? 'Nobody has votes yet' : 'No delegates are known'}
            hint={
              list.isComplete
                ? 'Tokens vote through whoever they are delegated to: ballast delegate self gives an account the votes of its own tokens. Choose an account with A.'
                : 'This node does not have the events of the token: use one that keeps them.'
            }
          />
        ) : (
          <DelegateTable list={list} />
        )
      }
    </Answer>
  )
}

export const delegatesScreen: Screen = {
  id: 'delegates',
  title: 'Delegates and power',
  summary: 'who has the votes',
  isListed: true,
  Component: Delegates,
}
