import { BallastError } from '../../../shared/errors.ts'
import {
  parseSplit,
  type Support,
  sides,
  splitOf,
  sumOf,
  type VoteSplit,
} from '../../../shared/voteSplit.ts'
import type { ActRequest } from '../../services/acts.ts'

/** What somebody may say, in the order of the dialog. */
export const voteChoices = [...sides, 'split'] as const
export type VoteChoice = (typeof voteChoices)[number]

/** A vote while it is typed. */
export interface Typed {
  readonly choice: VoteChoice
  readonly split: string
  readonly reason: string
}

/** The votes that the account can still cast, 18 decimals, and what they are called. */
export interface Purse {
  readonly left: bigint
  readonly symbol: string
}

/** What a split would give, or why it cannot be understood. */
export type JudgedSplit =
  | { readonly kind: 'split'; readonly split: VoteSplit; readonly remains: bigint }
  | { readonly kind: 'refused'; readonly message: string; readonly instead: string }

/** Judges a split as it is typed, by the rules of the command line. */
export function judgeSplit(text: string, { left, symbol }: Purse): JudgedSplit {
  try {
    const split = splitOf(parseSplit(text, symbol), left)
    const remains = left - sumOf(split)
    if (remains >= 0n) return { kind: 'split', split, remains }
    return {
      kind: 'refused',
      message: 'That is more than is left to cast.',
      instead: 'Give less, or shares in percent of what is left.',
    }
  } catch (error) {
    if (!(error instanceof BallastError)) throw error
    const message = error.message.endsWith('.') ? error.message : `${error.message}.`
    return { kind: 'refused', message, instead: error.nextStep }
  }
}

/** The act that it asks for; undefined while the split cannot be understood. */
export function voteRequest(reference: string, typed: Typed, purse: Purse): ActRequest | undefined {
  const reason = typed.reason.trim()
  const common = { verb: 'vote', reference, ...(reason === '' ? {} : { reason }) } as const
  if (typed.choice !== 'split') return { ...common, support: typed.choice satisfies Support }
  const split = typed.split.trim()
  return judgeSplit(split, purse).kind === 'refused' ? undefined : { ...common, split }
}
