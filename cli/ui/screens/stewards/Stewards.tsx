import { Answer, Empty } from '../../components/States.tsx'
import { useLive } from '../../hooks/useLive.ts'
import { useServices } from '../../hooks/useServices.ts'
import type { Screen } from '../screen.ts'
import { StewardTable } from './StewardTable.tsx'

/** What stewards may do without a vote, and when. */
function Stewards() {
  const services = useServices()
  const live = useLive(['chain', 'stewards'], services.readStewards)
  return (
    <Answer live={live} what="the windows of stewards">
      {(list) => {
        if (list.riskSteward === undefined) {
          return (
            <Empty
              title="This deployment has no RiskSteward"
              hint="Its parameters are moved by votes only: n begins a draft."
            />
          )
        }
        return list.windows.length === 0 ? (
          <Empty
            title="Stewards may move nothing"
            hint="Governance has given no allowance: every parameter is moved by votes only. n begins a draft."
          />
        ) : (
          <StewardTable list={list} />
        )
      }}
    </Answer>
  )
}

export const stewardsScreen: Screen = {
  id: 'stewards',
  title: 'Stewards',
  summary: 'what stewards may move without a vote, and when',
  isListed: true,
  Component: Stewards,
}
