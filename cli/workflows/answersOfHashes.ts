import { ExitCode } from '../shared/errors.ts'
import { printable } from '../shared/format.ts'
import { factsText } from './answersOfActs.ts'
import type { HashGroup, HashRow } from './hashRows.ts'
import type { Rendered } from './rendered.ts'

const differs = ({ hash, stated }: HashRow): boolean =>
  stated !== undefined && stated.toLowerCase() !== hash

/** What of the whole file is to be said in the end. */
type Verdict = 'agrees' | 'differs' | 'unchecked'

function verdictOf(groups: readonly HashGroup[]): Verdict {
  if (groups.some(({ rows }) => rows.some(differs))) return 'differs'
  return groups.some(({ isUnchecked }) => isUnchecked) ? 'unchecked' : 'agrees'
}

/** A file that states another hash than its contents give, or one that nobody could compare, is no answer to rely on. */
export const exitCodeOfHashes = (groups: readonly HashGroup[]): ExitCode =>
  verdictOf(groups) === 'agrees' ? ExitCode.done : ExitCode.refusedByChecks

const nextSteps: Readonly<Record<Verdict, string>> = {
  agrees: 'compare them with what your device shows, digit by digit; sign nothing else.',
  differs: 'sign nothing: the file was changed. Get it again from whoever made it.',
  unchecked:
    'sign nothing yet: not all of it was compared. Mend what is said above, and repeat the command.',
}

const wordsOf = (row: HashRow): string => {
  if (row.stated === undefined) return row.hash
  return differs(row)
    ? `${row.hash}  \u2716 the file says ${row.stated}`
    : `${row.hash}  as the file says`
}

/** Hashes below each other, to be compared with a device, the Safe app or another tool. */
export function renderHashes(file: string, groups: readonly HashGroup[]): Rendered {
  const verdict = verdictOf(groups)
  const texts = groups.map(({ title, rows, note }) =>
    [
      printable(title),
      factsText(rows.map((row) => [row.of, wordsOf(row)])),
      ...(note === undefined ? [] : [`  ${note}`]),
    ].join('\n'),
  )
  return {
    text: `${texts.join('\n\n')}\n\nNext: ${nextSteps[verdict]}`,
    document: { schema: 'ballast.hashes/1', file, agrees: verdict === 'agrees', groups },
  }
}
