import type { Address } from './addressBook.ts'
import type { Call, SensitiveEffect } from './proposal.ts'

/** What kind of thing an execution did. The first six need an open declaration. */
export type EffectKind = SensitiveEffect | 'parameter' | 'storage' | 'call' | 'event'

/** One thing that an execution did (or failed to do). */
export interface Effect {
  readonly kind: EffectKind
  /** The market, feed, contract or address that it happened to. */
  readonly subject: string
  /** A sentence without subject: `grants role RELAX (1) to 0x1234…abcd on accessManager`. */
  readonly words: string
  readonly declared: boolean
}

/** Everything an execution did: what the proposal says, and what it does not say. */
export interface Verdict {
  readonly explained: readonly Effect[]
  readonly undeclared: readonly Effect[]
}

/** An effect and the account at which it was seen, so that storage written there is explained by it. */
export interface LocatedEffect extends Effect {
  readonly at: Address
  /** The call of the proposal that caused it, where somebody can tell. */
  readonly call?: Call | undefined
  /** It says that something happened and not what: it explains no storage. */
  readonly isOpaque?: boolean
}

/** Splits effects into what is declared and what is not; an effect that was seen twice is told once. */
export function verdictOf(effects: readonly Effect[]): Verdict {
  const seen = new Map<string, Effect>()
  for (const { kind, subject, words, declared } of effects) {
    seen.set(`${declared} ${kind} ${subject} ${words}`, { kind, subject, words, declared })
  }
  const all = [...seen.values()]
  return {
    explained: all.filter((effect) => effect.declared),
    undeclared: all.filter((effect) => !effect.declared),
  }
}
