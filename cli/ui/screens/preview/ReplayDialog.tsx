import { Box } from 'ink'
import { useState } from 'react'
import { Dialog, useDialogRoom } from '../../components/Dialog.tsx'
import { Spinner, Trouble } from '../../components/States.tsx'
import { TextInput } from '../../components/TextInput.tsx'
import { Words } from '../../components/Words.tsx'
import { useKeys } from '../../hooks/useKeys.tsx'
import { usePreviewRun, usePreviews } from '../../hooks/usePreviews.tsx'
import { type TextField, useTextField } from '../../hooks/useTextField.ts'

interface ReplayProps {
  readonly reference: string
  readonly onClose: () => void
}

/** Asks which prices to replay. */
export function ReplayDialog({ reference, onClose }: ReplayProps) {
  return (
    <Dialog title="Replay prices" onClose={onClose}>
      <Fields reference={reference} onClose={onClose} />
    </Dialog>
  )
}

const labels = ['CSV file', 'from', 'to'] as const
const placeholders = ['prices.csv: timestamp,price', '2020-03-12, or empty', '2020-03-14, or empty']

function Fields({ reference, onClose }: ReplayProps) {
  const width = useDialogRoom()
  const chosen = usePreviewRun(reference)?.choices.replay
  const fields = [
    useTextField(chosen?.path ?? ''),
    useTextField(chosen?.from ?? ''),
    useTextField(chosen?.to ?? ''),
  ] as const
  const [at, setAt] = useState(0)
  const { isBusy, error, submit } = useReplay({ reference, onClose }, fields)
  const move = (by: number) => () => setAt((at + by + fields.length) % fields.length)
  const field = fields[at] ?? fields[0]
  useKeys(
    {
      nextPane: { run: move(1), word: 'next field' },
      previousPane: { run: move(-1), isQuiet: true },
      down: { run: move(1), isQuiet: true },
      up: { run: move(-1), isQuiet: true },
      open: { run: submit, word: 'replay', blocked: isBusy ? 'it is replayed already' : undefined },
    },
    { text: field.target },
  )
  return (
    <Box flexDirection="column">
      {fields.map(({ state }, index) => (
        <Box key={labels[index]}>
          <Words tone={index === at ? 'accent' : 'muted'}>{(labels[index] ?? '').padEnd(10)}</Words>
          <TextInput
            state={state}
            width={width - 10}
            placeholder={placeholders[index] ?? ''}
            isFocused={index === at}
          />
        </Box>
      ))}
      {isBusy ? <Spinner /> : null}
      {error === undefined ? null : <Trouble error={error} retry="correct it and press Enter" />}
      <Words tone="muted">
        Every collateral moves by the factors of these prices. Enter replays them; without a file,
        the crash of March 2020.
      </Words>
    </Box>
  )
}

/** Replays what was typed; the window closes when that went well. */
function useReplay(
  { reference, onClose }: ReplayProps,
  [path, from, to]: readonly [TextField, TextField, TextField],
) {
  const previews = usePreviews()
  const [state, setState] = useState<{ readonly isBusy: boolean; readonly error?: Error }>({
    isBusy: false,
  })
  const optional = (key: 'from' | 'to', { text }: TextField) =>
    text.trim() === '' ? {} : { [key]: text.trim() }
  return {
    ...state,
    submit() {
      setState({ isBusy: true })
      const choice = { path: path.text.trim(), ...optional('from', from), ...optional('to', to) }
      previews
        .replay(reference, choice)
        .then(onClose, (error: Error) => setState({ isBusy: false, error }))
    },
  }
}
