import type { ChainClock } from '../chain/clock.ts'
import type { Standing } from '../chain/proposals.ts'
import type { AddressBook } from '../governance/addressBook.ts'
import { isOwnKind } from '../governance/governorTraits.ts'
import { type NextAction, nextAction } from '../governance/lifecycle.ts'
import { type NextStep, nextStep, whyDefeated } from '../governance/nextStep.ts'
import { displayValue } from '../governance/value.ts'
import { shortId } from '../shared/proposalId.ts'

/** What may happen next to a proposal at a time, in Unix seconds; a clock that counts blocks stands still between them. */
export const actionOf = ({ state, times, clock }: Standing, now: bigint): NextAction =>
  nextAction({
    state,
    now,
    ...(clock.mode === 'timestamp' ? {} : { clock: clock.now }),
    voteStartsAt: BigInt(times.snapshot),
    voteEndsAt: BigInt(times.deadline),
    ...(times.eta === 0 ? {} : { executableAt: BigInt(times.eta) }),
  })

/** The same in words, by the chain's clock; for one that was defeated, why. */
export function nextOf(
  standing: Standing & { readonly id: bigint; readonly quorum: bigint },
  chainClock: ChainClock,
  book: AddressBook,
): NextStep & { readonly kind: NextAction['kind'] } {
  const { id, state, tally, quorum, clock, governor } = standing
  const action = actionOf(standing, chainClock.now)
  const { kind } = action
  if (state === 'Defeated') {
    const write = (votes: bigint) => displayValue('votes', votes, book)
    return { kind, words: whyDefeated({ tally, quorum, quorumSides: governor.quorumSides }, write) }
  }
  return {
    kind,
    ...nextStep(action, {
      handle: shortId(id),
      ...chainClock,
      clock,
      isOwnKind: isOwnKind(governor),
    }),
  }
}
