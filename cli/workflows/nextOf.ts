import type { ChainClock } from '../chain/clock.ts'
import type { Standing } from '../chain/proposals.ts'
import type { AddressBook } from '../governance/addressBook.ts'
import { type NextAction, nextAction } from '../governance/lifecycle.ts'
import { type NextStep, nextStep, whyDefeated } from '../governance/nextStep.ts'
import { displayValue } from '../governance/value.ts'
import { shortId } from './locateProposal.ts'

/** What may happen next to a proposal, by the chain's clock; for one that was defeated, why. */
export function nextOf(
  { id, state, times, tally, quorum }: Standing & { readonly id: bigint; readonly quorum: bigint },
  clock: ChainClock,
  book: AddressBook,
): NextStep & { readonly kind: NextAction['kind'] } {
  const action = nextAction({
    state,
    now: clock.now,
    voteStartsAt: BigInt(times.snapshot),
    voteEndsAt: BigInt(times.deadline),
    ...(times.eta === 0 ? {} : { executableAt: BigInt(times.eta) }),
  })
  const { kind } = action
  if (state === 'Defeated') {
    const write = (votes: bigint) => displayValue('votes', votes, book)
    return { kind, words: whyDefeated(tally, quorum, write) }
  }
  return { kind, ...nextStep(action, { handle: shortId(id), ...clock }) }
}
