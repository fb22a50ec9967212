import type { Hex } from '../governance/addressBook.ts'
import { readProposal, searchProposals } from '../snapshot/hub.ts'
import { recordIn } from '../snapshot/recordText.ts'
import type { SnapshotPlace } from '../snapshot/service.ts'
import type { StoredProposal } from '../snapshot/stored.ts'
import { verdictOf } from '../snapshot/tally.ts'

/** What a vote on Snapshot can be known by. */
interface Wanted {
  /** As snapshot.json has it. */
  readonly id: string | undefined
  readonly calldata: Hex
  readonly title: string | undefined
}

/**
 * The vote on Snapshot of something that is to be done: the one that was noted, else the newest one in the space that
 * records the same calls, a passed one first, or that has the same title.
 *
 * @throws SnapshotUnavailableError
 */
export async function findVote(
  place: SnapshotPlace,
  { id, calldata, title }: Wanted,
): Promise<StoredProposal | undefined> {
  const noted = id === undefined ? undefined : await readProposal(place, id)
  if (noted !== undefined) return noted
  const doesIt = ({ body }: StoredProposal) => recordIn(body)?.calldata === calldata
  const found = await searchProposals(place, (one) => doesIt(one) || one.title === title)
  const same = found.filter(doesIt)
  return same.find((one) => verdictOf(one).isPassed) ?? same[0] ?? found[0]
}
