import { whenWords } from './governorClock.ts'

/** `frozenUntil` of a market that is shut for ever: the largest number of its slot. */
const FOREVER = 2n ** 64n - 1n

/** How long a freeze lasts and how often there may be one, in seconds: the Ledger's constants. */
export interface FreezeTerms {
  readonly duration: bigint
  readonly interval: bigint
}

/** Whether a market issues, by `frozenUntil` and the chain's time; all in Unix seconds. */
export type Issuing =
  | { readonly kind: 'open' }
  | { readonly kind: 'frozen'; readonly until: bigint }
  | { readonly kind: 'shut' }

export function issuingOf(frozenUntil: bigint, now: bigint): Issuing {
  if (frozenUntil === FOREVER) return { kind: 'shut' }
  return frozenUntil > now ? { kind: 'frozen', until: frozenUntil } : { kind: 'open' }
}

/** The last freeze that governance has not taken back, and when the next one may begin. */
export interface LastFreeze {
  readonly since: bigint
  readonly until: bigint
  readonly nextFrom: bigint
}

/** As the Ledger reckons it; undefined where there was none, or governance has unfrozen the market. */
export function lastFreeze(
  frozenUntil: bigint,
  { duration, interval }: FreezeTerms,
): LastFreeze | undefined {
  if (frozenUntil === 0n || frozenUntil === FOREVER) return undefined
  const since = frozenUntil - duration
  return { since, until: frozenUntil, nextFrom: since + interval }
}

/** A market that issues nothing now. */
export interface StoppedMarket {
  readonly label: string
  /** Unix seconds; absent where it is shut for ever. */
  readonly until?: bigint
}

/** Markets that issue nothing at a time, Unix seconds, in their order. */
export const stoppedMarkets = (
  markets: readonly { readonly label: string; readonly frozenUntil: bigint }[],
  now: bigint,
): readonly StoppedMarket[] =>
  markets.flatMap(({ label, frozenUntil }) => {
    const issuing = issuingOf(frozenUntil, now)
    if (issuing.kind === 'open') return []
    return [issuing.kind === 'shut' ? { label } : { label, until: issuing.until }]
  })

/** `WETH-A is frozen: it issues nothing until 2026-11-24 12:14 UTC (in 23 h)`. */
export const stoppedWords = ({ label, until }: StoppedMarket, now: bigint): string =>
  until === undefined
    ? `${label} is shut for ever: it issues nothing, and its vaults are settled at one price`
    : `${label} is frozen: it issues nothing until ${whenWords(until, now)}`
