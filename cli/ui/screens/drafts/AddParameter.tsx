import { Box } from 'ink'
import type { ParameterRow } from '../../../report/parametersText.ts'
import { Dialog, useDialogRoom } from '../../components/Dialog.tsx'
import { Loading, Trouble } from '../../components/States.tsx'
import { type Column, Table } from '../../components/Table.tsx'
import { TextInput } from '../../components/TextInput.tsx'
import { Words } from '../../components/Words.tsx'
import { boundsWords } from '../../gauge.ts'
import { matcherOf } from '../../hooks/useFilter.ts'
import { useKeys } from '../../hooks/useKeys.tsx'
import { usePassingCursor } from '../../hooks/useListCursor.ts'
import { useLive } from '../../hooks/useLive.ts'
import { useServices } from '../../hooks/useServices.ts'
import { useTextField } from '../../hooks/useTextField.ts'
import type { KeyActions } from '../../keyRouter.ts'
import { useLayout } from '../../layout.ts'

interface AddParameterProps {
  /** What the draft changes already. */
  readonly isTaken: (row: ParameterRow) => boolean
  readonly onAdd: (row: ParameterRow) => void
  readonly onClose: () => void
}

/** Finds a parameter by parts of its names, and adds a change of it. */
export function AddParameter(props: AddParameterProps) {
  return (
    <Dialog title="Add a change of" onClose={props.onClose}>
      <Choices {...props} />
    </Dialog>
  )
}

const columns: readonly Column<ParameterRow>[] = [
  { title: 'subject', text: ({ subject }) => subject, width: 10 },
  { title: 'parameter', text: ({ parameter }) => parameter, width: 23, grows: true },
  { title: 'now', text: ({ shown }) => shown.stored, width: 16, align: 'right' },
  { title: 'bounds', text: ({ shown }) => boundsWords(shown.bounds), width: 22, priority: 2 },
]

/** Border, title, field, the table's head and where its window is. */
const AROUND = 6

/** What is typed before the parameters are there narrows them as soon as they are. */
function Choices({ isTaken, onAdd }: AddParameterProps) {
  const services = useServices()
  const live = useLive(['chain', 'parameters'], services.readParameters)
  const room = useDialogRoom()
  const { bodyRows } = useLayout()
  const field = useTextField('')
  const matches = matcherOf(field.text)
  const all = live.status === 'ready' ? live.value.parameters : []
  const found = all.filter((row) => !isTaken(row) && matches(row.subject, row.parameter, row.label))
  const height = Math.max(3, Math.min(14, bodyRows - AROUND))
  const { index, top, actions } = usePassingCursor(found.length, height)
  const chosen = found[index]
  const again: KeyActions = { open: { run: live.reload, word: 'try again' } }
  const add: KeyActions = { ...actions, open: { run: () => chosen && onAdd(chosen), word: 'add' } }
  useKeys(live.status === 'failed' ? again : live.status === 'ready' ? add : {}, {
    text: field.target,
  })
  return (
    <Box flexDirection="column">
      <TextInput state={field.state} width={room} placeholder="part of a name" />
      {live.status === 'loading' ? (
        <Loading what="the parameters" />
      ) : live.status === 'failed' ? (
        <Trouble error={live.error} retry="Enter tries again" />
      ) : found.length === 0 ? (
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
