import { plural } from '../shared/format.ts'
import type { Problem } from './proposal.ts'

/** As they stand in the file. */
export const inOrder = (problems: readonly Problem[]): readonly Problem[] =>
  [...problems].sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column)

/**
 * Every problem of a file with its place and what to write instead.
 *
 * @param path as the user named the file
 * @param effect what the problems meant, such as `; nothing was sent`
 */
export function problemText(path: string, problems: readonly Problem[], effect = ''): string {
  const lines = inOrder(problems).map(
    ({ place, message, instead }) =>
      `  ${path}:${place.line}:${place.column}  ${message}\n      → ${instead}`,
  )
  return `${plural(problems.length, 'problem')} in ${path}${effect}.\n${lines.join('\n')}`
}
