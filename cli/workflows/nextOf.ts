import type { ChainClock } from '../chain/clock.ts'
import type { Standing } from '../chain/proposals.ts'
import type { AddressBook } from '../governance/addressBook.ts'
import { type NextAction, nextAction } from '../governance/lifecycle.ts'
import { type NextStep, nextStep, whyDefeated } from '../governance/nextStep.ts'
import { displayValue } from '../governance/value.ts'
import { shortId } from '../shared/proposalId.ts'

/** What may happen next to a proposal at a time, in Unix seconds. */
export const actionOf = ({ state, times }: Standing, now: bigint): NextAction =>
  nextAction({
    state,
    now,
    voteStartsAt: BigInt(times.snapshot),
    voteEndsAt: BigInt(times.deadline),
    ...(times.eta === 0 ? {} : { executableAt: BigInt(times.eta) }),
  })

/** The same in words, by the chain's clock; for one that was defeated, why. */
export function nextOf(
  standing: Standing & { readonly id: bigint; readonly quorum: bigint },
  clock: ChainClock,
  book: AddressBook,
): NextStep & { readonly kind: NextAction['kind'] } {
  const { id, state, tally, quorum } = standing
  const action = actionOf(standing, clock.now)
  const { kind } = action
  if (state === 'Defeated') {
    const write = (votes: bigint) => displayValue('votes', votes, book)
    return { kind, words: whyDefeated(tally, quorum, write) }
  }
  return { kind, ...nextStep(action, { handle: shortId(id), ...clock }) }
}
