import type { ChainClock } from '../chain/clock.ts'
import type { Standing } from '../chain/proposals.ts'
import type { AddressBook } from '../governance/addressBook.ts'
import type { NextAction } from '../governance/lifecycle.ts'
import { type NextStep, nextStep, whyDefeated } from '../governance/nextStep.ts'
import { displayValue } from '../governance/value.ts'
import { nextOf } from './lifecycleWords.ts'
import { shortId } from './locateProposal.ts'

/** What may happen next to a proposal, by the chain's clock; for one that was defeated, why. */
export function nextStepOf(
  proposal: Standing & { readonly id: bigint; readonly quorum: bigint },
  clock: ChainClock,
  book: AddressBook,
): NextStep & { readonly kind: NextAction['kind'] } {
  const { id, state, tally, quorum } = proposal
  const action = nextOf({ ...proposal, now: clock.now })
  const { kind } = action
  if (state === 'Defeated') {
    const write = (votes: bigint) => displayValue('votes', votes, book)
    return { kind, words: whyDefeated(tally, quorum, write) }
  }
  return { kind, ...nextStep(action, { handle: shortId(id), ...clock }) }
}
