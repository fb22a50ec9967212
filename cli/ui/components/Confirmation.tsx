import { useKeys } from '../hooks/useKeys.tsx'
import { useTheme } from '../theme.ts'
import { Dialog } from './Dialog.tsx'
import { Words } from './Words.tsx'

interface ConfirmationProps {
  readonly title: string
  /** What follows from it. */
  readonly lines: readonly string[]
  readonly yes: { readonly word: string; readonly run: () => void }
  readonly onClose: () => void
}

/** A question with two answers: Enter does it, Esc does not. */
export function Confirmation({ title, lines, yes, onClose }: ConfirmationProps) {
  return (
    <Dialog title={title} onClose={onClose}>
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two lines may say the same
        <Words key={index} wrap="wrap">
          {line}
        </Words>
      ))}
      <Answers yes={yes} />
    </Dialog>
  )
}

function Answers({ yes }: Pick<ConfirmationProps, 'yes'>) {
  const { symbols } = useTheme()
  useKeys({ open: { run: yes.run, word: yes.word } })
  return <Words tone="muted">{`Enter ${yes.word} ${symbols.dot} Esc not now`}</Words>
}
