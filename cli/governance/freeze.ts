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
