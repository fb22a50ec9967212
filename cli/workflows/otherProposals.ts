import { readState, readTimes } from '../chain/governor.ts'
import { NodeError } from '../chain/nodeErrors.ts'
import { listProposals, readAnnouncements, type StoredProposal } from '../chain/proposals.ts'
import type { Gathered, OpenProposalsEvidence } from '../governance/checks/check.ts'
import type { ProposalStatus } from '../governance/lifecycle.ts'
import {
  delaysOf,
  executableFrom,
  executableIfSubmitted,
  isOpen,
  type OpenProposal,
  readOpen,
} from '../governance/openProposals.ts'
import type { BlockRef } from '../governance/parameter.ts'
import { shortId } from '../shared/proposalId.ts'
import type { Prepared } from './prepareProposal.ts'
import type { Protocol } from './protocol.ts'

/** What else may be executed at our Governor, at the pinned block; unreachable with the node's own reason. */
export async function gatherOpenProposals(
  protocol: Protocol,
  prepared: Prepared,
): Promise<Gathered<OpenProposalsEvidence>> {
  try {
    return { kind: 'value', value: await readOpenProposals(protocol, prepared) }
  } catch (error) {
    if (!(error instanceof NodeError)) throw error
    return { kind: 'unreachable', why: error.message }
  }
}

async function readOpenProposals(
  protocol: Protocol,
  { current, proposal, submitted }: Prepared,
): Promise<OpenProposalsEvidence> {
  const { chain, book } = protocol
  const { block } = current
  const delays = delaysOf(current)
  const statusOf = (id: bigint) => readStatus(protocol, id, block)
  const stored = await listProposals(chain, book, block)
  const others = await Promise.all(
    stored
      .filter(({ id }) => id !== proposal.id)
      .map(async (other) => ({ other, state: await readState(chain, book, other.id, block) })),
  )
  const open = others.filter(({ state }) => isOpen(state)).map(({ other }) => other)
  const own =
    submitted === undefined
      ? executableIfSubmitted(BigInt(block.timestamp), delays)
      : executableFrom(await statusOf(proposal.id), delays)
  if (open.length === 0) return { others: [], executableFrom: own }
  const announcements = await readAnnouncements(chain, book)
  const read = async (other: StoredProposal): Promise<OpenProposal> => {
    const status = await statusOf(other.id)
    const description = announcements.get(other.id)?.description
    return readOpen(
      { ...other, handle: shortId(other.id), description },
      { state: status.state, executableFrom: executableFrom(status, delays) ?? status.now },
      book,
    )
  }
  return { others: await Promise.all(open.map(read)), executableFrom: own }
}

async function readStatus(
  { chain, book }: Protocol,
  id: bigint,
  block: BlockRef,
): Promise<ProposalStatus> {
  const [state, times] = await Promise.all([
    readState(chain, book, id, block),
    readTimes(chain, book, id, block),
  ])
  return {
    state,
    now: BigInt(block.timestamp),
    voteStartsAt: BigInt(times.snapshot),
    voteEndsAt: BigInt(times.deadline),
    ...(times.eta === 0 ? {} : { executableAt: BigInt(times.eta) }),
  }
}
