import { useLayout } from '../layout.ts'
import { useKeys } from './useKeys.tsx'
import { useMemory } from './useNavigation.tsx'

export type Pane = 'list' | 'detail'

/** A list with the detail of what is selected: which of them has the focus, and where they stand. */
export interface Panes {
  readonly focused: Pane
  /** Whether both are on the screen: then Tab goes from one to the other. */
  readonly isSplit: boolean
  readonly listWidth: number
  readonly detailWidth: number
  readonly focus: (pane: Pane) => void
}

/** Cells between two panes, the line in the middle among them. */
const GUTTER = 3

/**
 * Side by side where the window is wide; else one at a time: Enter opens the detail, Esc goes back to the list. The
 * focus is found where it was by somebody who comes back.
 *
 * @param share of the list, of all cells
 */
export function usePanes(share = 0.5): Panes {
  const { columns, fit } = useLayout()
  const [focused, remember] = useMemory<Pane>('pane', 'list')
  const isSplit = fit === 'wide'
  const other = focused === 'list' ? 'detail' : 'list'
  const focus = (pane: Pane) => remember(() => pane)
  useKeys({
    nextPane: isSplit ? { run: () => focus(other), word: other } : undefined,
    previousPane: isSplit ? { run: () => focus(other), isQuiet: true } : undefined,
    back: focused === 'detail' ? { run: () => focus('list'), word: 'list' } : undefined,
  })
  const listWidth = isSplit ? Math.floor((columns - GUTTER) * share) : columns
  return {
    focused,
    isSplit,
    listWidth,
    detailWidth: isSplit ? columns - GUTTER - listWidth : columns,
    focus,
  }
}
