import { UsageError } from '../shared/errors.ts'
import { printable } from '../shared/format.ts'
import { formatBps, parseBps } from '../shared/units.ts'

/** A delegate as somebody names one, and its share, 1e4 scale. */
export interface WishedPart {
  readonly name: string
  readonly share: bigint
}

/** A split of delegations that cannot be understood. */
export class InvalidShareError extends UsageError {}

const WHOLE = 10_000n
const EXAMPLE = 'alice=60%,bob=40%'

/**
 * Understands `alice=60%,bob=40%`, or one name for all of it.
 *
 * @throws InvalidShareError, UnitError
 */
export function parseShares(text: string): readonly WishedPart[] {
  if (!/[=,]/.test(text)) return [{ name: text, share: WHOLE }]
  const parts = text.split(',').map(partFrom)
  const sum = parts.reduce((total, { share }) => total + share, 0n)
  if (sum === WHOLE) return parts
  throw new InvalidShareError(
    `The shares add up to ${formatBps(sum)}.`,
    'Give all: a registry that knows only shares delegates every vote. ' +
      `Write, for example, ${EXAMPLE}.`,
  )
}

function partFrom(text: string): WishedPart {
  const [name = '', size = '', ...rest] = text.split('=').map((piece) => piece.trim())
  if (name !== '' && size.endsWith('%') && rest.length === 0) {
    const share: bigint = parseBps(size)
    if (share > 0n) return { name, share }
  }
  throw new InvalidShareError(
    `"${printable(text.trim())}" is no part of a split.`,
    `Write delegate=share, such as ${EXAMPLE}.`,
  )
}
