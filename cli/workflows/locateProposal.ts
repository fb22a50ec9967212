import { resolve } from 'node:path'
import { readState } from '../chain/governor.ts'
import { readTraits } from '../chain/governorKind.ts'
import { ProposalEventMissingError } from '../chain/nodeErrors.ts'
import {
  type Announcement,
  listProposals,
  readAnnouncements,
  type StoredProposal,
} from '../chain/proposals.ts'
import { isRevert } from '../chain/revert.ts'
import { parseDraft } from '../governance/draft.ts'
import { requireSound } from '../governance/invalidProposal.ts'
import { isOpen } from '../governance/openProposals.ts'
import type { Draft, ProposalSource } from '../governance/proposal.ts'
import { callsMatch, claimsSource, textMatches } from '../governance/proposalMatch.ts'
import { UsageError } from '../shared/errors.ts'
import { fullId, shortId } from '../shared/proposalId.ts'
import { advise } from '../shared/remedy.ts'
import { readSource, slugOf } from '../workspace/proposalFiles.ts'
import { reportFolder } from '../workspace/reportFiles.ts'
import { readSubmission } from '../workspace/submissionFiles.ts'
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

/** A file is on the chain more than once, and more than one of them is open. */
export class SeveralSubmissionsError extends UsageError {
  constructor(path: string, ids: readonly bigint[]) {
    super(
      `${path} is on the chain ${ids.length} times, and all are open: ${ids.map(shortId).join(', ')}.`,
      advise`Type the id in place of the file; see who proposed which: ${{ act: 'list proposals' }}`,
    )
  }
}

/** An id: whole in decimal or hex, or its first hex digits (at least four). A file with such a name is written `./12`. */
const idPattern = /^(0x[0-9a-f]{4,64}|\d{1,78})$/i

/** Whether people mean a proposal on the chain by its id rather than a file. */
export const isProposalId = (reference: string): boolean => idPattern.test(reference)

/** The file that people named, unless they named an id. */
export const fileOf = (reference: string): { readonly file?: string } =>
  isProposalId(reference) ? {} : { file: reference }

/**
 * Finds the proposal that is meant by an id, the beginning of one, or the file it was made from.
 *
 * @throws ProposalNotOnChainError, SeveralSubmissionsError, ProposalNotFoundError, InvalidProposalError
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
    await requireUnknown(protocol, reference)
    throw new ProposalNotOnChainError(
      `The Governor of ${protocol.network} has no proposal ${reference}.`,
      advise`See them with their ids: ${{ act: 'list proposals' }}`,
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

/** A Governor that does not store its proposals may have one that the node's events lack. @throws ProposalEventMissingError */
async function requireUnknown({ chain, book }: Protocol, reference: string): Promise<void> {
  const { storesProposals } = await readTraits(chain, book)
  const isWhole = !reference.startsWith('0x') || reference.length === fullId(0n).length
  if (storesProposals || !isWhole) return
  const state = await readState(chain, book, BigInt(reference)).catch((error: unknown) => {
    if (isRevert(error)) return undefined
    throw error
  })
  if (state !== undefined) throw new ProposalEventMissingError(reference, state)
}

async function locateByFile(protocol: Protocol, path: string): Promise<LocatedProposal> {
  const { draft } = await readDraft(protocol, path)
  const { all, impostors } = await findSubmissions(protocol, draft)
  const submitted = await chooseSubmission(protocol, path, all)
  if (submitted !== undefined) return submitted
  const [impostor] = impostors
  if (impostor === undefined) {
    throw new ProposalNotOnChainError(
      `${path} is not submitted on ${protocol.network}, or was changed since.`,
      advise`Submit it: ${{ act: 'submit', about: path }}`,
    )
  }
  throw new ProposalNotOnChainError(
    `Proposal ${shortId(impostor.id)} says it was made from ${path}, and ${impostor.difference}.`,
    advise`Look at it: ${{ act: 'show', about: shortId(impostor.id) }}`,
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

interface Impostor extends StoredProposal {
  readonly difference: 'does something else' | 'says something else to the voters'
}

/** What the chain has of a file. */
export interface Submissions {
  /** All that do what the file says and have its text, the oldest first. */
  readonly all: readonly LocatedProposal[]
  /** Say that they were made from the file, and are not. */
  readonly impostors: readonly Impostor[]
}

/** Looks for a file on the chain: by the bytes of its text, then call by call. */
export async function findSubmissions(protocol: Protocol, draft: Draft): Promise<Submissions> {
  const { chain, book } = protocol
  const [stored, announcements] = await Promise.all([
    listProposals(chain, book),
    readAnnouncements(chain, book),
  ])
  const all: LocatedProposal[] = []
  const impostors: Impostor[] = []
  for (const proposal of stored) {
    const announcement = announcements.get(proposal.id)
    const doesIt = callsMatch(proposal.calls, draft, book)
    if (doesIt && textMatches(proposal, draft)) {
      all.push({ ...proposal, handle: draft.slug, announcement })
    } else if (announcement !== undefined && claimsSource(announcement, draft)) {
      const difference = doesIt ? 'says something else to the voters' : 'does something else'
      impostors.push({ ...proposal, difference })
    }
  }
  return { all, impostors }
}

/**
 * The one that a file means: the one in its submission.json unless that is over without effect, else the only one that
 * is open, else the newest.
 *
 * @throws SeveralSubmissionsError
 */
export async function chooseSubmission(
  protocol: Protocol,
  path: string,
  all: readonly LocatedProposal[],
): Promise<LocatedProposal | undefined> {
  const { chain, book } = protocol
  const states = await Promise.all(all.map(({ id }) => readState(chain, book, id)))
  const open = all.filter((_, i) => isOpen(states[i] ?? 'Canceled'))
  const recorded = await recordedId(protocol, path, all)
  const own = all.find(
    (one, i) => one.id.toString() === recorded && (open.includes(one) || states[i] === 'Executed'),
  )
  if (own !== undefined) return own
  if (open.length > 1) {
    throw new SeveralSubmissionsError(
      path,
      open.map(({ id }) => id),
    )
  }
  return open[0] ?? all.at(-1)
}

/** The id in the submission.json beside a file, if that was written for this Governor. */
async function recordedId(
  { book }: Protocol,
  path: string,
  all: readonly LocatedProposal[],
): Promise<string | undefined> {
  const record = await readSubmission(
    await reportFolder(path),
    slugOf(resolve(path)),
    ({ proposalId }) => all.some(({ id }) => id.toString() === proposalId),
  )
  const isHere = record?.chainId === book.chainId && record.governor === book.contracts.governor
  return isHere ? record.proposalId : undefined
}
