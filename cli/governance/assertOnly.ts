import type { AddressBook } from './addressBook.ts'
import { callEffects } from './callEffects.ts'
import { type Verdict, verdictOf } from './effects.ts'
import { eventEffects } from './eventEffects.ts'
import { readExecution } from './execution.ts'
import { parameterEffects } from './parameterEffects.ts'
import type { DryRun, ParameterChange, Proposal } from './proposal.ts'
import { stateEffects } from './stateEffects.ts'

/** A dry run and everything that its proposal declares. */
export interface Assertion {
  readonly dryRun: DryRun
  readonly proposal: Proposal
  readonly changes: readonly ParameterChange[]
  readonly book: AddressBook
}

/**
 * Whether executing a proposal does what it declares and nothing else.
 *
 * (a) Every call of the timelock, every event and every account that the execution touched is explained by a declared
 *     change, by the bookkeeping of governor and timelock, by accrual, or by a raw call that openly declares such an effect.
 * (b) Every parameter, stored and effective, right after execution and when all ramps have ended, differs from the fork
 *     without the proposal by exactly the declared changes. Nothing that a raw call declares excuses a parameter.
 *
 * What could not be run at all has no effects to tell: its checks are inconclusive by the outcome.
 */
export function assertOnly({ dryRun, proposal, changes, book }: Assertion): Verdict {
  if (dryRun.outcome.kind === 'notRun') return { explained: [], undeclared: [] }
  const execution = readExecution(dryRun, proposal, book)
  const calls = callEffects(execution)
  const events = eventEffects(execution, changes)
  const created = calls.filter((effect) => effect.kind === 'code')
  const state = stateEffects(execution, [...events, ...created])
  const parameters = parameterEffects(dryRun, changes, {
    book,
    hasListing: events.some((effect) => effect.kind === 'listing' && effect.declared),
  })
  return verdictOf([...calls, ...events, ...state, ...parameters])
}
