/** What a column asks for. */
interface Wish {
  readonly width: number
  readonly priority?: 1 | 2 | 3 | 4
  readonly grows?: boolean
}

/** A column and the cells that it gets. */
export interface Fitted<C> {
  readonly column: C
  readonly width: number
}

const GAP = 1

/** Which columns fit side by side: those of least priority leave first; columns that grow share what is left. */
export function fitColumns<C extends Wish>(
  columns: readonly C[],
  width: number,
): readonly Fitted<C>[] {
  let kept = [...columns]
  while (kept.length > 1 && widthOf(kept) > width) {
    const worst = Math.max(...kept.map(({ priority = 1 }) => priority))
    if (worst === 1) break
    const leaves = kept.findLastIndex(({ priority = 1 }) => priority === worst)
    kept = kept.filter((_, index) => index !== leaves)
  }
  const growing = kept.filter(({ grows }) => grows === true)
  const spare = Math.max(0, width - widthOf(kept))
  const share = growing.length === 0 ? 0 : Math.floor(spare / growing.length)
  return kept.map((column) => ({
    column,
    width: column.width + (column.grows === true ? share : 0),
  }))
}

const widthOf = (columns: readonly Wish[]): number =>
  columns.reduce((sum, { width }) => sum + width, 0) + GAP * (columns.length - 1)
