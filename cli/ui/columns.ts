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

/** Less than this says nothing. */
const NARROWEST = 3

/**
 * Which columns fit side by side: those of least priority leave first; columns that grow share what is left. Where even
 * the most important ones are too wide, the widest give way.
 */
export function fitColumns<C extends Wish>(
  columns: readonly C[],
  width: number,
): readonly Fitted<C>[] {
  const kept = mostImportant(columns, width)
  const spare = width - widthOf(kept)
  return spare < 0 ? squeezed(kept, -spare) : grown(kept, spare)
}

function mostImportant<C extends Wish>(columns: readonly C[], width: number): readonly C[] {
  const worst = Math.max(...columns.map(({ priority = 1 }) => priority))
  if (columns.length <= 1 || worst === 1 || widthOf(columns) <= width) return columns
  const leaves = columns.findLastIndex(({ priority = 1 }) => priority === worst)
  return mostImportant(
    columns.filter((_, index) => index !== leaves),
    width,
  )
}

function grown<C extends Wish>(columns: readonly C[], spare: number): readonly Fitted<C>[] {
  const growing = columns.filter(({ grows }) => grows === true)
  const share = growing.length === 0 ? 0 : Math.floor(spare / growing.length)
  const rest = growing.length === 0 ? 0 : spare % growing.length
  return columns.map((column) => {
    const place = growing.indexOf(column)
    return { column, width: column.width + (place === -1 ? 0 : share + (place < rest ? 1 : 0)) }
  })
}

function squeezed<C extends Wish>(columns: readonly C[], missing: number): readonly Fitted<C>[] {
  const widths = columns.map(({ width }) => width)
  for (let left = missing; left > 0; left -= 1) {
    const widest = Math.max(...widths)
    if (widest <= NARROWEST) break
    widths[widths.indexOf(widest)] = widest - 1
  }
  return columns.map((column, index) => ({ column, width: widths[index] ?? column.width }))
}

const widthOf = (columns: readonly Wish[]): number =>
  columns.reduce((sum, { width }) => sum + width, 0) + GAP * (columns.length - 1)
