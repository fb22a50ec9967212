import { useWindowSize } from 'ink'
import { createContext, createElement, type ReactNode, useContext, useMemo } from 'react'

/** What fits: one sentence, one narrow pane, one pane, or list and detail side by side. */
export type Fit = 'tiny' | 'narrow' | 'single' | 'wide'

export interface Layout {
  readonly columns: number
  readonly rows: number
  readonly fit: Fit
  /** Rows between header and footer. */
  readonly bodyRows: number
}

/** Header and footer with their rules. */
const FRAME_ROWS = 4

export function layoutOf({ columns, rows }: Pick<Layout, 'columns' | 'rows'>): Layout {
  const fit: Fit =
    columns < 40 || rows < 12 ? 'tiny' : columns < 80 ? 'narrow' : columns < 100 ? 'single' : 'wide'
  return { columns, rows, fit, bodyRows: Math.max(1, rows - FRAME_ROWS) }
}

const LayoutContext = createContext(layoutOf({ columns: 80, rows: 24 }))

/** Asks for the window's size once for everybody: all of a frame is drawn for the same size. */
export function LayoutProvider({ children }: { readonly children: ReactNode }) {
  const { columns, rows } = useWindowSize()
  const layout = useMemo(() => layoutOf({ columns, rows }), [columns, rows])
  return createElement(LayoutContext, { value: layout }, children)
}

/** The same window with so many rows less for what is inside: something stands above it. */
export function LessRoom({
  rows,
  children,
}: {
  readonly rows: number
  readonly children: ReactNode
}) {
  const around = useLayout()
  const layout = useMemo(
    () => ({ ...around, bodyRows: Math.max(1, around.bodyRows - rows) }),
    [around, rows],
  )
  return createElement(LayoutContext, { value: layout }, children)
}

/** The layout of the window as it is now: it changes when the window does. */
export const useLayout = (): Layout => useContext(LayoutContext)
