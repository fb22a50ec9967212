import { readState } from '../chain/governor.ts'
import {
  type Announcement,
  listProposals,
  readAnnouncements,
  type StoredProposal,
} from '../chain/proposals.ts'
import { parseDraft } from '../governance/draft.ts'
import { requireSound } from '../governance/invalidProposal.ts'
import { isOpen } from '../governance/openProposals.ts'
import type { Draft, ProposalSource } from '../governance/proposal.ts'
import { callsMatch, claimsSource } from '../governance/proposalMatch.ts'
import { UsageError } from '../shared/errors.ts'
import { readSource } from '../workspace/proposalFiles.ts'
import type { Protocol } from './protocol.ts'

/** A proposal on the chain, found by what people type for it. */
export interface LocatedProposal extends StoredProposal {
  /** What people type to confirm: the file's slug, or the id's first digits. */
  readonly handle: string
  /** Undefined if the node does not have the event. */
  readonly announcement: Announcement | undefined
}

/** Nothing on the chain is meant by what was typed. */
export class ProposalNotOnChainError extends UsageError {}

/** An id: whole in decimal or hex, or its first hex digits (at least four). */
const idPattern = /^(0x[0-9a-f]{4,64}|\d{20,78})$/i

/** Whether people mean a proposal on the chain by its id rather than a file. */
export const isProposalId = (reference: string): boolean => idPattern.test(reference)

/** `0xbbc1eb0a`: enough of an id to type. */
export const shortId = (id: bigint): string => fullId(id).slice(0, 10)

const fullId = (id: bigint): string => `0x${id.toString(16).padStart(64, '0')}`

/**
 * Finds the proposal that is meant by an id, the beginning of one, or the file it was made from.
 *
 * @throws ProposalNotOnChainError, ProposalNotFoundError, InvalidProposalError
 */
export async function locateProposal(
  protocol: Protocol,
  reference: string,
): Promise<LocatedProposal> {
  return isProposalId(reference)
    ? locateById(protocol, reference)
    : locateByFile(protocol, reference)
}

async function locateById(protocol: Protocol, reference: string): Promise<LocatedProposal> {
  const { chain, book } = protocol
  const stored = await listProposals(chain, book)
  const wanted = reference.toLowerCase()
  const found = stored.filter(({ id }) =>
    wanted.startsWith('0x') ? fullId(id).startsWith(wanted) : id.toString() === wanted,
  )
  const [proposal, ...others] = found
  if (proposal === undefined) {
    throw new ProposalNotOnChainError(
      `The Governor of ${protocol.network} has no proposal ${reference}.`,
      'ballast status lists the proposals and their ids.',
    )
  }
  if (others.length > 0) {
    throw new ProposalNotOnChainError(
      `${reference} begins ${found.length} ids: ${found.map(({ id }) => fullId(id).slice(0, 18)).join(', ')}.`,
      'Type more digits.',
    )
  }
  const announcements = await readAnnouncements(chain, book)
  return {
    ...proposal,
    handle: shortId(proposal.id),
    announcement: announcements.get(proposal.id),
  }
}

async function locateByFile(protocol: Protocol, path: string): Promise<LocatedProposal> {
  const { draft } = await readDraft(protocol, path)
  const { submitted, impostors } = await findSubmissions(protocol, draft)
  if (submitted !== undefined) return submitted
  const [impostor] = impostors
  if (impostor === undefined) {
    throw new ProposalNotOnChainError(
      `${path} is not submitted on ${protocol.network}, or was changed since.`,
      `Submit it: ballast submit ${path}`,
    )
  }
  throw new ProposalNotOnChainError(
    `Proposal ${shortId(impostor.id)} says it was made from ${path}, and does something else.`,
    `Look at what it does: ballast show ${shortId(impostor.id)}`,
  )
}

/** @throws ProposalNotFoundError, InvalidProposalError */
export async function readDraft(
  { book, risk }: Protocol,
  path: string,
): Promise<{ readonly source: ProposalSource; readonly draft: Draft }> {
  const source = await readSource(path)
  const draft = parseDraft(source, book, risk)
  requireSound(source, [draft])
  return { source, draft: draft.value }
}

/** What the chain has of a file. */
export interface Submissions {
  /** Made from the file and does what it says: the newest that is still open, else the newest. */
  readonly submitted: LocatedProposal | undefined
  /** All that were made from the file and do what it says, the oldest first. */
  readonly all: readonly LocatedProposal[]
  /** Say that they were made from the file, and do something else. */
  readonly impostors: readonly StoredProposal[]
}

/** Looks for a file on the chain: by the hash in the announcements, then call by call. */
export async function findSubmissions(protocol: Protocol, draft: Draft): Promise<Submissions> {
  const { chain, book } = protocol
  const [stored, announcements] = await Promise.all([
    listProposals(chain, book),
    readAnnouncements(chain, book),
  ])
  const claiming = stored.filter(({ id }) => {
    const announcement = announcements.get(id)
    return announcement !== undefined && claimsSource(announcement, draft)
  })
  const isHonest = ({ calls }: StoredProposal) => callsMatch(calls, draft, book)
  const all = claiming.filter(isHonest).map(
    (proposal): LocatedProposal => ({
      ...proposal,
      handle: draft.slug,
      announcement: announcements.get(proposal.id),
    }),
  )
  return {
    submitted: await newestOpen(protocol, all),
    all,
    impostors: claiming.filter((proposal) => !isHonest(proposal)),
  }
}

/** A file may be submitted again after it was cancelled or defeated, by another proposer or with another text. */
async function newestOpen(
  { chain, book }: Protocol,
  proposals: readonly LocatedProposal[],
): Promise<LocatedProposal | undefined> {
  for (const proposal of proposals.toReversed()) {
    if (isOpen(await readState(chain, book, proposal.id))) return proposal
  }
  return proposals.at(-1)
}
