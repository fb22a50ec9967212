/** A Markdown table; a column of numbers is aligned to the right. */
export interface Column {
  readonly title: string
  readonly isNumber?: boolean
}

export function markdownTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escapeCell).join(' | ')} |`
  return [
    line(columns.map(({ title }) => title)),
    `| ${columns.map(({ isNumber }) => (isNumber ? '---:' : '---')).join(' | ')} |`,
    ...rows.map(line),
  ].join('\n')
}

/** A backslash of the text's own would take back the escape of the pipe that follows it. */
const escapeCell = (text: string): string =>
  text
    .replaceAll(/\\*\|/g, (found) => `${'\\'.repeat(2 * found.length - 1)}|`)
    .replaceAll('\n', ' ')

/** The same table for a terminal: columns padded, numbers to the right, no rules. */
export function plainTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): string {
  const widths = columns.map(({ title }, i) =>
    Math.max(title.length, ...rows.map((row) => (row[i] ?? '').length)),
  )
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => {
        const width = widths[i] ?? 0
        return columns[i]?.isNumber ? cell.padStart(width) : cell.padEnd(width)
      })
      .join('  ')
      .trimEnd()
  return [line(columns.map(({ title }) => title)), ...rows.map(line)].join('\n')
}
