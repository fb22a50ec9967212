import { Answer } from '../../components/States.tsx'
import { useLive } from '../../hooks/useLive.ts'
import { useServices } from '../../hooks/useServices.ts'
import type { Screen } from '../screen.ts'
import { Glance } from './Glance.tsx'

/** The protocol's health at one block, and what needs somebody now. */
function Overview() {
  const services = useServices()
  const live = useLive(['chain', 'overview'], services.readOverview)
  return (
    <Answer live={live} what="the overview">
      {(overview) => <Glance overview={overview} />}
    </Answer>
  )
}

export const overviewScreen: Screen = {
  id: 'overview',
  title: 'Overview',
  summary: "the protocol's health, and what needs you now",
  isListed: true,
  Component: Overview,
}
