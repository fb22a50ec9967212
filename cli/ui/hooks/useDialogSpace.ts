import { useDialogRoom } from '../components/Dialog.tsx'
import { useLayout } from '../layout.ts'

/** The inside of a dialog: cells and rows. */
export interface Space {
  readonly width: number
  readonly height: number
}

/** Border and title of a dialog. */
const FRAME_ROWS = 3

/** How much there is room for inside of a dialog on this terminal. */
export function useDialogSpace(): Space {
  const width = useDialogRoom()
  const { bodyRows } = useLayout()
  return { width, height: Math.max(4, bodyRows - FRAME_ROWS) }
}
