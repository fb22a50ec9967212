import { ExitCode } from '../shared/errors.ts'
import { printable } from '../shared/format.ts'
import { factsText } from './answersOfActs.ts'
import type { HashGroup, HashRow } from './hashRows.ts'
import type { Rendered } from './rendered.ts'

const differs = ({ hash, stated }: HashRow): boolean =>
  stated !== undefined && stated.toLowerCase() !== hash

/** A file that states another hash than its contents give is no answer to rely on. */
export const exitCodeOfHashes = (groups: readonly HashGroup[]): ExitCode =>
  groups.some(({ rows }) => rows.some(differs)) ? ExitCode.refusedByChecks : ExitCode.done

const wordsOf = (row: HashRow): string => {
  if (row.stated === undefined) return row.hash
  return differs(row)
    ? `${row.hash}  \u2716 the file says ${row.stated}`
    : `${row.hash}  as the file says`
}

/** Hashes below each other, to be compared with a device, the Safe app or another tool. */
export function renderHashes(file: string, groups: readonly HashGroup[]): Rendered {
  const isSame = exitCodeOfHashes(groups) === ExitCode.done
  const texts = groups.map(({ title, rows, note }) =>
    [
      printable(title),
      factsText(rows.map((row) => [row.of, wordsOf(row)])),
      ...(note === undefined ? [] : [`  ${note}`]),
    ].join('\n'),
  )
  const next = isSame
    ? 'compare them with what your device shows, digit by digit; sign nothing else.'
    : 'sign nothing: the file was changed. Get it again from whoever made it.'
  return {
    text: `${texts.join('\n\n')}\n\nNext: ${next}`,
    document: { schema: 'ballast.hashes/1', file, agrees: isSame, groups },
  }
}
