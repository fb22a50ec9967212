import type { Vote } from '../chain/vote.ts'
import { UsageError } from '../shared/errors.ts'
import { parseSplit, type SplitWish, type Support, splitOf } from '../shared/voteSplit.ts'

/** What somebody wants to say: one side with everything that is left, or a split. */
export interface VoteRequest {
  readonly proposal: string
  readonly support?: Support
  /** As typed: `for=60%,against=40%`. */
  readonly split?: string
  readonly reason?: string
  /** Casts the same split once more, although the last vote was the same. */
  readonly again?: boolean
  /** Takes the voter's own tokens out of the vote of its delegate. */
  readonly override?: boolean
}

/** A request understood. */
export type Wish = { readonly reason: string } & (
  | { readonly support: Support }
  | { readonly split: SplitWish; readonly again: boolean }
)

/** @throws UsageError, InvalidSplitError */
export function wishOf(
  { support, split, reason = '', again = false }: VoteRequest,
  symbol: string,
): Wish {
  if ((support === undefined) === (split === undefined)) {
    throw new UsageError(
      'A vote names one side, or a split.',
      'Write for, against or abstain behind the proposal, or --split for=60%,against=40%.',
    )
  }
  if (support !== undefined) return { support, reason }
  return { split: parseSplit(split ?? '', symbol), reason, again }
}

/** What a wish says while so many votes are left. */
export const voteOf = (wish: Wish, left: bigint): Vote =>
  'support' in wish
    ? { support: wish.support, reason: wish.reason }
    : { split: splitOf(wish.split, left), reason: wish.reason }
