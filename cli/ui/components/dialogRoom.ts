import { useLayout } from '../layout.ts'

/** The room inside a dialog. */
export interface Room {
  readonly width: number
  readonly height: number
}

/** Border, padding and title of a dialog; its widest is 100 columns. */
const FRAME = { columns: 4, rows: 3 }
const WIDEST = 100

/** How many cells and rows there are inside of a dialog on this terminal. */
export function useDialogRoom(): Room {
  const { columns, bodyRows } = useLayout()
  return {
    width: Math.min(columns, WIDEST) - FRAME.columns,
    height: Math.max(4, bodyRows - FRAME.rows),
  }
}
