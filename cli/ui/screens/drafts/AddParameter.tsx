import { Box } from 'ink'
import type { ParameterRow } from '../../../report/parametersText.ts'
import { Dialog, useDialogRoom } from '../../components/Dialog.tsx'
import { Answer } from '../../components/States.tsx'
import { type Column, Table } from '../../components/Table.tsx'
import { TextInput } from '../../components/TextInput.tsx'
import { Words } from '../../components/Words.tsx'
import { matcherOf } from '../../hooks/useFilter.ts'
import { useKeys } from '../../hooks/useKeys.tsx'
import { usePassingCursor } from '../../hooks/useListCursor.ts'
import { useLive } from '../../hooks/useLive.ts'
import { useServices } from '../../hooks/useServices.ts'
import { useTextField } from '../../hooks/useTextField.ts'
import { useLayout } from '../../layout.ts'

interface AddParameterProps {
  /** What the draft changes already. */
  readonly isTaken: (row: ParameterRow) => boolean
  readonly onAdd: (row: ParameterRow) => void
  readonly onClose: () => void
}

/** Finds a parameter by parts of its names, and adds a change of it. */
export function AddParameter({ isTaken, onAdd, onClose }: AddParameterProps) {
  const services = useServices()
  const live = useLive(['chain', 'parameters'], services.readParameters)
  return (
    <Dialog title="Add a change of" onClose={onClose}>
      <Answer live={live} what="the parameters">
        {({ parameters }) => (
          <Choices rows={parameters.filter((row) => !isTaken(row))} onAdd={onAdd} />
        )}
      </Answer>
    </Dialog>
  )
}

const columns: readonly Column<ParameterRow>[] = [
  { title: 'subject', text: ({ subject }) => subject, width: 10 },
  { title: 'parameter', text: ({ parameter }) => parameter, width: 18, grows: true },
  { title: 'now', text: ({ shown }) => shown.stored, width: 16, align: 'right' },
  { title: 'bounds', text: ({ shown }) => shown.bounds, width: 26, priority: 2 },
]

/** Border, title, field, the table's head and where its window is. */
const AROUND = 6

function Choices({
  rows,
  onAdd,
}: {
  readonly rows: readonly ParameterRow[]
  readonly onAdd: (row: ParameterRow) => void
}) {
  const room = useDialogRoom()
  const { bodyRows } = useLayout()
  const field = useTextField('')
  const matches = matcherOf(field.text)
  const found = rows.filter(({ subject, parameter, label }) => matches(subject, parameter, label))
  const height = Math.max(3, Math.min(14, bodyRows - AROUND))
  const { index, top, actions } = usePassingCursor(found.length, height)
  const chosen = found[index]
  useKeys(
    {
      ...actions,
      open: { run: () => chosen && onAdd(chosen), word: 'add' },
    },
    { text: field.target },
  )
  return (
    <Box flexDirection="column">
      <TextInput state={field.state} width={room} placeholder="part of a name" />
      {found.length === 0 ? (
        <Words tone="muted">Nothing is called that.</Words>
      ) : (
        <Table
          columns={columns}
          rows={found.slice(top, top + height)}
          keyOf={({ subject, parameter }) => `${subject}.${parameter}`}
          selected={index - top}
          width={room}
          place={{ top, count: found.length }}
        />
      )}
    </Box>
  )
}
