import { printable } from '../shared/format.ts'
import { excerpt } from '../shared/units.ts'

const heading = /^#[ \t]+(\S.*)$/m

/**
 * The title of a proposal by the convention of all explorers: the first heading of its text, else its first line.
 * Printable, and short enough for one line. Undefined for a text that says nothing.
 */
export function titleOf(description: string): string | undefined {
  const [, named] = heading.exec(description) ?? []
  const line = named ?? description.split('\n').find((candidate) => candidate.trim() !== '')
  return line === undefined ? undefined : excerpt(printable(line.trim()))
}
