import type { AddressBook } from '../governance/addressBook.ts'
import { takesOverrides } from '../governance/governorTraits.ts'
import type { BlockRef } from '../governance/parameter.ts'
import { sumOf } from '../shared/voteSplit.ts'
import type { Chain } from './client.ts'
import { readTraits } from './governorKind.ts'
import { readOverriddenVotes } from './overrides.ts'
import { type Ballot, type BallotOf, readBallot } from './voterBallot.ts'
import { type CastVote, readVotes } from './votes.ts'

/** A ballot without what others have taken out of it. */
export interface CountedBallot extends Ballot {
  /** What the voter's delegators have taken back before it voted, 18 decimals: `total` is without it. */
  readonly taken: bigint
}

/**
 * What somebody may cast in a vote, and has cast, as the Governor counts it: delegators may take their votes back where
 * it lets them.
 *
 * @throws UnknownGovernorError where the Governor does not tell
 */
export async function readCountedBallot(
  chain: Chain,
  book: AddressBook,
  { fromBlock, ...of }: BallotOf & { readonly fromBlock: number },
  at: BlockRef,
): Promise<CountedBallot> {
  const [ballot, traits] = await Promise.all([
    readBallot(chain, book, of, at),
    readTraits(chain, book),
  ])
  if (!takesOverrides(traits)) return { ...ballot, taken: 0n }
  const { id, snapshot, voter } = of
  const range = { fromBlock, toBlock: at.number }
  if (!ballot.hasVoted) {
    const overridden = { id, snapshot, delegate: voter, ...range }
    const taken = await readOverriddenVotes(chain, book, overridden)
    return { ...ballot, total: ballot.total - taken, taken }
  }
  const cast = await readVotes(chain, book, id, { voter, ...range })
  // That nothing is left is known without the events too.
  return { ...(cast.length > 0 ? ballotAfter(ballot, cast) : ballot), taken: 0n }
}

/** A whole vote gives everything that there is: nothing is left, however much others have taken out of it since. */
export function ballotAfter<B extends Ballot>(ballot: B, cast: readonly CastVote[]): B {
  const given = cast.reduce((sum, vote) => sum + sumOf(vote), 0n)
  return { ...ballot, total: given, used: given }
}
