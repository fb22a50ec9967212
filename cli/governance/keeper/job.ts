import type { Address, Hex } from '../addressBook.ts'

/** What a keeper does, in the order of its help, and why. */
export const jobKinds = [
  [
    'refresh',
    'stores the last good price hourly, and follows the rate of a token that bears yield',
  ],
  ['note', 'notes that a dead feed is still dead, so that its markets can be shut'],
  ['liquidate', 'repays a vault below health 1 with own derivative and takes its collateral'],
  ['absorb', 'has a stability pool liquidate such a vault, for a reward'],
  ['kick', 'sends such a vault to auction, for a reward'],
  ['take', 'buys from an auction below the price of the oracle'],
  ['redo', 'starts an auction again that nobody bought from'],
  ['cover', 'sets surplus and the backstop off against bad debt; pays nothing'],
  ['shutdown', 'shuts a market, for ever, whose feed has been dead for a day; pays nothing'],
] as const satisfies readonly (readonly [name: string, does: string])[]

export type JobKind = (typeof jobKinds)[number][0]

/** What is done without being named: nothing that cannot be taken back and nothing that others gain by alone. */
export const usualKinds: readonly JobKind[] = [
  ...(['refresh', 'note', 'liquidate', 'absorb', 'kick', 'take', 'redo'] as const),
]

/** What is done for everybody: it costs its gas and pays nothing. */
export const unpaidKinds: readonly JobKind[] = ['refresh', 'note', 'redo', 'cover', 'shutdown']

/** What is called, before it is bytes. Amounts of derivative have 18 decimals, of collateral the token's. */
export type KeeperCall =
  | { readonly does: 'refresh' | 'noteDown'; readonly feed: Hex }
  | {
      readonly does: 'liquidate'
      readonly market: Hex
      readonly owner: Address
      readonly maxRepay: bigint
      readonly minSeized: bigint
    }
  | {
      readonly does: 'absorb'
      readonly pool: Address
      readonly market: Hex
      readonly owner: Address
      readonly maxRepay: bigint
    }
  | { readonly does: 'kick'; readonly market: Hex; readonly owner: Address }
  | {
      readonly does: 'take'
      readonly lot: bigint
      readonly maxCollateral: bigint
      readonly maxPriceWad: bigint
    }
  | { readonly does: 'approve'; readonly amount: bigint }
  | { readonly does: 'redo'; readonly lot: bigint }
  | { readonly does: 'cover' | 'coverFromSurplus' | 'shutdown'; readonly market: Hex }

/** What comes of a call in collateral: which token it is and what a whole one is worth. */
export interface Gain {
  readonly symbol: string
  readonly decimals: number
  /** The oracle's low price, derivative per whole token, 18 decimals; 0 if there is none. */
  readonly priceWad: bigint
}

/** One thing that could be done. */
export interface Job {
  readonly kind: JobKind
  /** What it is done to. Of several jobs with the same subject one is done. */
  readonly subject: string
  readonly words: string
  readonly call: KeeperCall
  /** What it is done for; absent for what is done for everybody. */
  readonly gain?: Gain
  /** Collateral that it brings where the call's answer does not say so, token units. */
  readonly reward?: bigint
  /** Why it cannot be done, found without asking the chain. */
  readonly hindrance?: string
}

/** What makes two jobs the same one, from pass to pass. */
export const jobKey = ({ kind, subject }: Pick<Job, 'kind' | 'subject'>): string =>
  `${kind} ${subject}`
