import { readBlock } from '../chain/client.ts'
import { findExecution } from '../chain/executionBlock.ts'
import { readStanding, type Standing } from '../chain/proposals.ts'
import { sourceHashIn } from '../governance/description.ts'
import type { OnChainProposal } from '../governance/onChainDraft.ts'
import type { BlockRef } from '../governance/parameter.ts'
import type { Submitted } from '../governance/submitted.ts'
import type { LocatedProposal } from './locateProposal.ts'
import type { Protocol } from './protocol.ts'

/** Where a proposal stands, and the block that its evidence is read at. */
export interface Placed {
  readonly standing: Standing
  readonly block: BlockRef
}

/**
 * Where a proposal stands now. Its evidence is read at the newest block; if it is executed, just before that, so that
 * what it did can be seen again.
 *
 * @throws ExecutionNotFoundError, BlockMissingError if the node does not have that history
 */
export async function placeProposal(
  { chain, book }: Protocol,
  located: LocatedProposal,
): Promise<Placed> {
  const newest = await readBlock(chain)
  const standing = await readStanding(chain, book, located.id, newest)
  if (standing.state !== 'Executed') return { standing, block: newest }
  const executedAt = await findExecution(chain, book, located)
  return { standing, block: await readBlock(chain, executedAt - 1) }
}

/** The proposal as governance reads it. */
export const onChainOf = (located: LocatedProposal, handle: string): OnChainProposal => ({
  id: located.id,
  handle,
  calls: located.calls,
  descriptionHash: located.descriptionHash,
  description: located.announcement?.description,
})

export const submittedOf = (
  located: LocatedProposal,
  standing: Standing,
  shortId: string,
): Submitted => ({
  ...standing,
  shortId,
  proposer: located.proposer,
  claimedSource:
    located.announcement === undefined ? undefined : sourceHashIn(located.announcement.description),
})
