import { searchProposals } from '../snapshot/hub.ts'
import { recordIn } from '../snapshot/recordText.ts'
import type { StoredProposal } from '../snapshot/stored.ts'
import { type FoundProposal, findSnapshotProposal } from './findSnapshotProposal.ts'
import type { Protocol } from './protocol.ts'
import { type Recount, recount } from './recountVotes.ts'
import { NotNowError } from './refusals.ts'
import { requireSnapshot } from './snapshotAct.ts'
import { type KnownSpace, requireSpace } from './snapshotSpace.ts'
import { placeWords } from './snapshotWords.ts'

/** A space and what is voted on in it. */
export interface SpaceStatus extends KnownSpace {
  readonly proposals: readonly StoredProposal[]
}

/** One vote on Snapshot. */
export interface ProposalStatus extends FoundProposal {
  readonly stored: StoredProposal
  /** The hash of the calls that its text records, if it records one. */
  readonly calldataHash: string | undefined
  readonly recount: Recount
}

/** The space, and what is open in it. @throws SnapshotUnavailableError, NotNowError */
export async function readSpaceStatus(protocol: Protocol): Promise<SpaceStatus> {
  const place = requireSnapshot(protocol)
  const known = await requireSpace(place)
  const proposals = await searchProposals(place, ({ state }) => state !== 'closed')
  return { ...known, proposals }
}

/** One vote, its scores counted again from its votes. @throws SnapshotUnavailableError, NotNowError */
export async function readProposalStatus(
  protocol: Protocol,
  reference: string,
): Promise<ProposalStatus> {
  const place = requireSnapshot(protocol)
  const found = await findSnapshotProposal(place, reference)
  const { stored, id, record } = found
  if (stored === undefined) {
    throw new NotNowError(
      `${id} is not in ${placeWords(place)}${record?.state === 'pending' ? ': it was signed, and nobody saw it arrive' : ': it was cancelled'}.`,
      'Propose it again: the same command sends nothing twice.',
    )
  }
  return {
    ...found,
    stored,
    calldataHash: recordIn(stored.body)?.calldata,
    recount: await recount(place, stored),
  }
}
