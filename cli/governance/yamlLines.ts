/** A YAML text as lines: where they begin and end, and which of them are comments. */

/** Where the line of an offset begins. */
export const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1

/** Where the line of an offset ends, its line break not counted. */
export function lineEnd(text: string, at: number): number {
  const found = text.indexOf('\n', at)
  if (found < 0) return text.length
  return text[found - 1] === '\r' && found > at ? found - 1 : found
}

/** Where the next line begins. */
export function nextLine(text: string, at: number): number {
  const found = text.indexOf('\n', at)
  return found < 0 ? text.length : found + 1
}

/** On which column of its line an offset stands, from 0. */
export const columnOf = (text: string, at: number): number => at - lineStart(text, at)

/** The column of a comment that has the line to itself. */
export function commentColumn(line: string): number | undefined {
  const column = line.search(/\S/)
  return line[column] === '#' ? column : undefined
}

/**
 * Where something ends together with the comments below it that stand further in than its own column.
 *
 * @param at the end of what it says
 * @returns the beginning of a line, or the end of the text
 */
export function extentEnd(text: string, at: number, column: number): number {
  let end = nextLine(text, at)
  for (let next = end; next < text.length; ) {
    const after = nextLine(text, next)
    const line = text.slice(next, after)
    const inside = commentColumn(line)
    if (inside !== undefined && inside > column) end = after
    else if (line.trim() !== '') break
    next = after
  }
  return end
}

/** Commented-out entries wait for somebody: they belong to the list, not to the entry below them. */
const COMMENTED_ENTRY = /^\s*#\s*- /

/**
 * Where the comments directly above a line begin, if they stand on its column; else where the line begins.
 *
 * @param at the beginning of the line
 */
export function ownCommentsStart(text: string, at: number, column: number): number {
  let start = at
  while (start > 0) {
    const above = lineStart(text, start - 1)
    if (commentColumn(text.slice(above, start)) !== column) break
    start = above
  }
  const lines = text.slice(start, at).split('\n')
  return lines.some((line) => COMMENTED_ENTRY.test(line)) ? at : start
}
