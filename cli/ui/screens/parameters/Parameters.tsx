import { Answer, Empty } from '../../components/States.tsx'
import { useLive } from '../../hooks/useLive.ts'
import { useServices } from '../../hooks/useServices.ts'
import type { Screen } from '../screen.ts'
import { ParameterTable } from './ParameterTable.tsx'

/** Every parameter of every market with its value, its bounds and its last change. */
function Parameters() {
  const services = useServices()
  const live = useLive(['chain', 'parameters'], services.readParameters)
  return (
    <Answer live={live} what="the parameters">
      {(list) =>
        list.parameters.length === 0 ? (
          <Empty
            title="No parameters"
            hint="The address book names no market and no feed: correct `addresses` in ballast.yaml, or deploy with ballast deploy."
          />
        ) : (
          <ParameterTable list={list} />
        )
      }
    </Answer>
  )
}

export const parametersScreen: Screen = {
  id: 'parameters',
  title: 'Parameters',
  summary: 'every parameter with value, bounds and last change',
  isListed: true,
  Component: Parameters,
  places: async ({ readParameters }) =>
    (await readParameters()).parameters.map(({ subject, parameter, label }) => ({
      title: `${subject} ${parameter}`,
      summary: label,
      screen: 'parameter',
      params: { subject, parameter },
    })),
}
