import { printable } from '../../../shared/format.ts'
import { Dialog } from '../../components/Dialog.tsx'
import { Words } from '../../components/Words.tsx'
import { useKeys } from '../../hooks/useKeys.tsx'
import { useTheme } from '../../theme.ts'

interface SaveConflictProps {
  readonly message: string
  readonly onOverwrite: () => void
  readonly onReload: () => void
  readonly onClose: () => void
}

/** Somebody else has written the file: theirs or ours. Neither is lost by looking. */
export function SaveConflict(props: SaveConflictProps) {
  return (
    <Dialog title="The file has changed" onClose={props.onClose}>
      <Words wrap="wrap">{printable(props.message)}</Words>
      <Words wrap="wrap">
        What was typed here is kept. Taking the file puts its text on the screen; undoing brings
        back what was typed.
      </Words>
      <Answers {...props} />
    </Dialog>
  )
}

function Answers({ onOverwrite, onReload }: SaveConflictProps) {
  const { symbols } = useTheme()
  useKeys({
    write: { run: onOverwrite, word: 'write anyway' },
    refresh: { run: onReload, word: 'take the file' },
  })
  return (
    <Words tone="muted">{`w write anyway ${symbols.dot} r take the file ${symbols.dot} Esc go on typing`}</Words>
  )
}
