import { UsageError } from './errors.ts'
import { parseBps, parseTokenAmount } from './units.ts'

/** The three sides of a vote. */
export const sides = ['for', 'against', 'abstain'] as const
export type Support = (typeof sides)[number]

/** Votes given to each side, 18 decimals; what is not given can still be cast later. */
export type VoteSplit = Readonly<Record<Support, bigint>>

/** What counts towards the quorum of Ballast's own Governor, and of most. */
export const usualQuorum: readonly Support[] = ['for', 'abstain']

/** The votes of a tally that count towards its quorum. */
export const countedVotes = (
  tally: VoteSplit,
  quorumSides: readonly Support[] = usualQuorum,
): bigint => quorumSides.reduce((sum, side) => sum + tally[side], 0n)

/** One side's part: a share of what is left to cast (1e4 scale), or votes (18 decimals). */
interface Part {
  readonly support: Support
  readonly kind: 'share' | 'votes'
  readonly size: bigint
}

/** A split as somebody wishes it, before it is known how many votes there are. All parts are of one kind. */
export type SplitWish = readonly Part[]

/** A split that cannot be understood. */
export class InvalidSplitError extends UsageError {}

const WHOLE = 10_000n
const EXAMPLE = 'for=60%,against=40%'

/**
 * Understands `for=60%,against=40%` or `for=500_000 BLST`.
 *
 * @throws InvalidSplitError, UnitError
 */
export function parseSplit(text: string, symbol: string): SplitWish {
  const parts = text.split(',').map((part) => parsePart(part, symbol))
  const sides = parts.map(({ support }) => support)
  const twice = sides.find((side, index) => sides.indexOf(side) !== index)
  if (twice !== undefined) {
    throw new InvalidSplitError(`The split names ${twice} twice.`, 'Give each side once.')
  }
  if (parts.some(({ kind }) => kind !== parts[0]?.kind)) {
    throw new InvalidSplitError(
      'The split mixes percent and votes.',
      `Write either, such as ${EXAMPLE} or for=500_000 ${symbol}.`,
    )
  }
  const sum = parts.reduce((total, { size }) => total + size, 0n)
  if (sum === 0n) {
    throw new InvalidSplitError(
      'The split gives no votes at all.',
      `Write, for example, ${EXAMPLE}.`,
    )
  }
  if (parts[0]?.kind === 'share' && sum > WHOLE) {
    throw new InvalidSplitError(
      'The split gives more than 100 %.',
      'Give shares that add up to 100 % or less; the rest can be cast later.',
    )
  }
  return parts
}

function parsePart(text: string, symbol: string): Part {
  const [side = '', size = '', ...rest] = text.split('=').map((piece) => piece.trim())
  if (!isSupport(side) || size === '' || rest.length > 0) {
    throw new InvalidSplitError(
      `"${text.trim()}" is no part of a split.`,
      `Write side=share for the sides for, against and abstain, such as ${EXAMPLE}.`,
    )
  }
  return size.endsWith('%')
    ? { support: side, kind: 'share', size: parseBps(size) }
    : { support: side, kind: 'votes', size: parseTokenAmount(size, symbol) }
}

const isSupport = (text: string): text is Support => (sides as readonly string[]).includes(text)

/**
 * The votes of each side. Shares are rounded down; if they add up to all, the last one takes what rounding left.
 *
 * @param left votes that are not cast yet
 */
export function splitOf(wish: SplitWish, left: bigint): VoteSplit {
  const split: Record<Support, bigint> = { against: 0n, for: 0n, abstain: 0n }
  for (const { support, kind, size } of wish) {
    split[support] = kind === 'votes' ? size : (left * size) / WHOLE
  }
  const last = wish.at(-1)
  const isAll = last?.kind === 'share' && wish.reduce((sum, { size }) => sum + size, 0n) === WHOLE
  if (isAll) split[last.support] += left - sumOf(split)
  return split
}

/** All votes of a split. */
export const sumOf = (split: VoteSplit): bigint => split.against + split.for + split.abstain
