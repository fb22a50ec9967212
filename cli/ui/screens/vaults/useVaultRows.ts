import { useEffect, useReducer, useRef } from 'react'
import type { VaultPage, VaultTable } from '../../../workflows/readVaults.ts'
import type { VaultRow } from '../../../workflows/vaultRow.ts'
import { useServices } from '../../hooks/useServices.ts'
import type { FoundTable } from './useVaultTable.ts'

/** Rows a page. */
const PAGE = 128
/** Pages that are kept: whoever walks through a hundred thousand rows leaves no hundred thousand behind. */
const MOST_PAGES = 16

/** The pages of one table that are here. */
interface Shelf {
  readonly table: VaultTable
  pages: readonly VaultPage[]
  readonly asked: Set<number>
}

/**
 * The rows of a window; undefined where they are not there yet. Pages next to it are asked for in advance, so that
 * scrolling meets rows and not gaps.
 */
export function useVaultRows(
  { table, question }: FoundTable,
  window: { readonly top: number; readonly height: number },
): readonly (VaultRow | undefined)[] {
  const { readVaultPage } = useServices()
  const [, redraw] = useReducer((count: number) => count + 1, 0)
  const kept = useRef<Shelf>(undefined)
  if (kept.current?.table !== table) {
    kept.current = { table, pages: [table.page], asked: new Set() }
  }
  const shelf = kept.current
  const { top, height } = window
  useEffect(() => {
    for (const from of pagesAround(top, height, table.count)) {
      if (shelf.asked.has(from) || isWhole(shelf, from)) continue
      shelf.asked.add(from)
      readVaultPage(question, { book: table.page.book, from, count: PAGE })
        // Rows of a newer book would stand in the wrong places; its table is on its way.
        .then((page) => {
          if (page.book !== table.page.book) return
          shelf.pages = [page, ...shelf.pages].slice(0, MOST_PAGES)
          if (kept.current === shelf) redraw()
        })
        // Whoever cannot be reached says so where the table is asked for.
        .catch(() => {})
        .finally(() => shelf.asked.delete(from))
    }
  }, [readVaultPage, question, table, shelf, top, height])
  const shown = Math.min(height, table.count - top)
  return Array.from({ length: Math.max(0, shown) }, (_, i) => rowIn(shelf, top + i))
}

/** Where the pages begin that a window and its neighbours need. */
function pagesAround(top: number, height: number, count: number): readonly number[] {
  const first = Math.max(0, Math.floor((top - height) / PAGE))
  const last = Math.floor(Math.min(count - 1, top + 2 * height) / PAGE)
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * PAGE)
}

const rowIn = ({ pages }: Shelf, position: number): VaultRow | undefined => {
  for (const { from, rows } of pages) {
    const row = rows[position - from]
    if (row !== undefined) return row
  }
  return undefined
}

const isWhole = (shelf: Shelf, from: number): boolean =>
  rowIn(shelf, from) !== undefined &&
  rowIn(shelf, Math.min(from + PAGE, shelf.table.count) - 1) !== undefined
