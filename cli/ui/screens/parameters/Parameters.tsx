import { Box } from 'ink'
import type { ParameterRow } from '../../../report/parametersText.ts'
import { Answer, Empty } from '../../components/States.tsx'
import { type Column, Table } from '../../components/Table.tsx'
import { useKeys } from '../../hooks/useKeys.tsx'
import { useListCursor } from '../../hooks/useListCursor.ts'
import { useLive } from '../../hooks/useLive.ts'
import { useServices } from '../../hooks/useServices.ts'
import { useLayout } from '../../layout.ts'
import type { Screen } from '../screen.ts'

const columns: readonly Column<ParameterRow>[] = [
  { title: 'subject', text: ({ subject }) => subject, width: 12 },
  { title: 'parameter', text: ({ parameter }) => parameter, width: 24, grows: true },
  { title: 'value', text: ({ shown }) => shown.stored, width: 18, align: 'right' },
  { title: 'bounds', text: ({ shown }) => shown.bounds, width: 30, priority: 2 },
]

/** Every parameter of every market with its value and its bounds. */
function Parameters() {
  const services = useServices()
  const live = useLive(['chain', 'parameters'], services.readParameters)
  return (
    <Answer live={live} what="the parameters">
      {({ parameters }) =>
        parameters.length === 0 ? (
          <Empty title="No parameters" hint="The address book names no markets." />
        ) : (
          <List rows={parameters} />
        )
      }
    </Answer>
  )
}

function List({ rows }: { readonly rows: readonly ParameterRow[] }) {
  const { columns: width, bodyRows } = useLayout()
  const height = bodyRows - 2
  const { index, top, actions } = useListCursor(rows.length, height)
  useKeys(actions)
  return (
    <Box>
      <Table
        columns={columns}
        rows={rows.slice(top, top + height)}
        keyOf={({ subject, parameter }) => `${subject}.${parameter}`}
        selected={index - top}
        width={width}
        place={{ top, count: rows.length }}
      />
    </Box>
  )
}

export const parametersScreen: Screen = {
  id: 'parameters',
  title: 'Parameters',
  summary: 'every parameter with value, bounds and last change',
  isListed: true,
  Component: Parameters,
}
