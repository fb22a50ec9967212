import { Box } from 'ink'
import type { WindowRow } from '../../../workflows/readStewards.ts'
import { Dialog } from '../../components/Dialog.tsx'
import { Lines } from '../../components/Lines.tsx'
import { TextInput } from '../../components/TextInput.tsx'
import { Words } from '../../components/Words.tsx'
import { useChainClock } from '../../hooks/useChainClock.ts'
import { useDialogSpace } from '../../hooks/useDialogSpace.ts'
import { useKeys } from '../../hooks/useKeys.tsx'
import { useTextField } from '../../hooks/useTextField.ts'
import { factLines } from '../../lines.ts'
import type { ActRequest } from '../../services/acts.ts'
import { settlingWords } from './windowWords.ts'

interface StepDialogProps {
  readonly row: WindowRow
  /** Told what is to be rehearsed and shown before anything is sent. */
  readonly onStep: (request: ActRequest) => void
  readonly onClose: () => void
}

/** To which value; the plan comes before anything is sent. */
export function StepDialog(props: StepDialogProps) {
  const { market, parameter } = props.row
  return (
    <Dialog title={`Step: ${market} ${parameter}`} onClose={props.onClose}>
      <Form {...props} />
    </Dialog>
  )
}

/** Rows of the form with an empty line between its parts. */
const ROOMY = 9

function Form({ row, onStep }: Omit<StepDialogProps, 'onClose'>) {
  const { market, parameter, shown } = row
  const now = useChainClock()
  const { width, height } = useDialogSpace()
  const field = useTextField(shown.typed, undefined, true)
  const value = field.text.trim()
  useKeys(
    {
      open: {
        run: () => onStep({ verb: 'steward', market, settings: [`${parameter}=${value}`] }),
        word: 'show the plan',
        blocked: value === '' ? 'no value is typed yet' : undefined,
      },
    },
    { text: field.target },
  )
  const inForce = settlingWords(row, now)
  const lines = factLines(
    [
      ['now', inForce === undefined ? shown.stored : `${shown.stored} stored`],
      ...(inForce === undefined ? [] : [['in force', inForce] as const]),
      ['allowed', shown.allowed],
    ],
    width,
  )
  const isRoomy = height >= lines.length + ROOMY
  return (
    <Box flexDirection="column">
      <Lines lines={lines} />
      <Box marginTop={isRoomy ? 1 : 0}>
        <TextInput state={field.state} width={width} placeholder="the new value, with its unit" />
      </Box>
      <Words tone="muted" wrap="wrap">
        Enter shows the plan; nothing is sent before you agree.
      </Words>
      {isRoomy ? (
        <Words tone="muted" wrap="wrap">
          {`Several parameters together: ballast steward set ${market} ${parameter}=VALUE OTHER=VALUE`}
        </Words>
      ) : null}
    </Box>
  )
}
