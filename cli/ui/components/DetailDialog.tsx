import { useClipboard } from '../hooks/useClipboard.ts'
import { useKeys } from '../hooks/useKeys.tsx'
import type { KeyActions } from '../keyRouter.ts'
import { useLayout } from '../layout.ts'
import type { Line } from '../lines.ts'
import { Dialog } from './Dialog.tsx'
import { ScrollText } from './ScrollText.tsx'

/** What `y` copies, and what it is called: `hash`. */
export interface Copied {
  readonly text: string
  readonly what: string
}

interface DetailDialogProps {
  readonly title: string
  readonly lines: readonly Line[]
  readonly copied?: Copied
  /** What else can be done with it. */
  readonly actions?: KeyActions
  readonly onClose: () => void
}

/** Borders and title. */
const FRAME_ROWS = 3

/** Everything about a row, where there is no room beside the list. */
export function DetailDialog({ title, lines, copied, actions = {}, onClose }: DetailDialogProps) {
  const { bodyRows } = useLayout()
  return (
    <Dialog title={title} onClose={onClose}>
      <DetailKeys copied={copied} actions={actions} />
      <ScrollText lines={lines} height={bodyRows - FRAME_ROWS} name="detail" />
    </Dialog>
  )
}

function DetailKeys({
  copied,
  actions,
}: {
  readonly copied: Copied | undefined
  readonly actions: KeyActions
}) {
  const copy = useClipboard()
  const copying = ({ text, what }: Copied) => ({
    run: () => copy(text, `the ${what}`),
    word: `copy ${what}`,
  })
  useKeys({ ...actions, copy: copied && copying(copied) })
  return null
}
