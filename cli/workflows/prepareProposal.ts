import { readBlock } from '../chain/client.ts'
import { readParameters } from '../chain/readParameters.ts'
import type { Address } from '../governance/addressBook.ts'
import { diffParameters } from '../governance/changes.ts'
import { restrictToProposer } from '../governance/description.ts'
import { parseDraft } from '../governance/draft.ts'
import { encodeProposal } from '../governance/encode.ts'
import { requireSound } from '../governance/invalidProposal.ts'
import { asSubmitted, readOnChain } from '../governance/onChainDraft.ts'
import type { BlockRef, ParameterSet } from '../governance/parameter.ts'
import type {
  Draft,
  Judged,
  ParameterChange,
  Proposal,
  ProposalSource,
} from '../governance/proposal.ts'
import type { Submitted } from '../governance/submitted.ts'
import { plural } from '../shared/format.ts'
import type { Progress } from '../shared/progress.ts'
import { shortId } from '../shared/proposalId.ts'
import { readSource } from '../workspace/proposalFiles.ts'
import {
  chooseSubmission,
  findSubmissions,
  isProposalId,
  type LocatedProposal,
  locateProposal,
} from './locateProposal.ts'
import { onChainOf, placeProposal, submittedOf } from './onChain.ts'
import type { Protocol } from './protocol.ts'
import { requireOwnKind } from './requireGovernor.ts'
import { inStage } from './stages.ts'

/** A proposal understood, compared with the chain and encoded: from a file, or from the chain. */
export interface Prepared {
  readonly source: ProposalSource
  readonly draft: Draft
  /** Every parameter at the pinned block. */
  readonly current: ParameterSet
  readonly changes: readonly ParameterChange[]
  readonly proposal: Proposal
  /** Where it stands at the Governor; undefined if it is not submitted. */
  readonly submitted?: Submitted
}

/**
 * Stages 1 to 5: a file, or the id of a proposal on the chain → draft → changes → calls. The protocol is opened once
 * there is a file to compare it with.
 *
 * A file that was submitted is taken as it stands on the chain, and whatever is executed from just before its execution.
 *
 * @param as.proposer takes a file as this account would submit it now, whatever was submitted of it before
 * @throws InvalidProposalError with every problem of the file, those against the chain included;
 *         ProposalNotOnChainError
 */
export const prepareProposal = (
  openProtocol: () => Promise<Protocol>,
  reference: string,
  progress: Progress,
  as: { readonly proposer?: Address } = {},
): Promise<Prepared> =>
  isProposalId(reference)
    ? prepareFromChain(openProtocol, reference, progress)
    : prepareFromFile(openProtocol, reference, progress, as)

async function prepareFromFile(
  openProtocol: () => Promise<Protocol>,
  path: string,
  progress: Progress,
  { proposer }: { readonly proposer?: Address },
): Promise<Prepared> {
  const source = await inStage(progress, 'read source', {
    work: () => readSource(path),
    outcome: ({ slug }) => slug,
  })
  const protocol = await openProtocol()
  await requireOwnKind(protocol, 'judge proposals')
  const { book, risk } = protocol
  const draft = await inStage(progress, 'parse', {
    work: () => parseDraft(source, book, risk),
    outcome: ({ problems }) => plural(problems.length, 'problem'),
  })
  const found =
    proposer === undefined ? await findOnChain(protocol, { path, draft }, progress) : undefined
  const current = await readCurrent(protocol, found?.block, progress)
  const changes = await inStage(progress, 'diff parameters', {
    work: () => diffParameters(draft.value, current, book),
    outcome: ({ value }) => plural(value.length, 'change'),
  })
  requireSound(source, [draft, changes])
  const proposal = await inStage(progress, 'encode', {
    work: () => {
      const encoded = encodeProposal(draft.value, changes.value, book)
      if (proposer !== undefined) return restrictToProposer(encoded, proposer)
      return found === undefined
        ? encoded
        : asSubmitted(encoded, onChainOf(found.located, encoded.slug), book)
    },
    outcome: ({ calls }) => plural(calls.length, 'call'),
  })
  return {
    source,
    draft: draft.value,
    current,
    changes: changes.value,
    proposal,
    ...(found === undefined ? {} : { submitted: found.submitted }),
  }
}

async function prepareFromChain(
  openProtocol: () => Promise<Protocol>,
  reference: string,
  progress: Progress,
): Promise<Prepared> {
  const protocol = await openProtocol()
  await requireOwnKind(protocol, 'judge proposals')
  const found = await inStage(progress, 'read source', {
    work: async () => placed(protocol, await locateProposal(protocol, reference)),
    outcome: ({ submitted }) => `${submitted.shortId}, ${submitted.state}`,
  })
  const { located, submitted } = found
  const current = await readCurrent(protocol, found.block, progress)
  const read = await inStage(progress, 'diff parameters', {
    work: () => readOnChain(onChainOf(located, submitted.shortId), current, protocol),
    outcome: ({ changes, draft }) =>
      `${plural(changes.length, 'change')}, ${plural(draft.calls.length, 'other call')}`,
  })
  const text = located.announcement?.description ?? ''
  const source = { path: submitted.shortId, slug: submitted.shortId, text }
  return { source, current, ...read, submitted }
}

const readCurrent = (
  { chain, book }: Protocol,
  at: BlockRef | undefined,
  progress: Progress,
): Promise<ParameterSet> =>
  inStage(progress, 'read parameters', {
    work: async () => readParameters(chain, book, at ?? (await readBlock(chain))),
    outcome: ({ values, block }) => `${plural(values.size, 'parameter')} at block ${block.number}`,
  })

interface Found {
  readonly located: LocatedProposal
  readonly submitted: Submitted
  /** The block that everything else is read at. */
  readonly block: BlockRef
}

async function placed(protocol: Protocol, located: LocatedProposal): Promise<Found> {
  const { standing, block } = await placeProposal(protocol, located)
  return { located, block, submitted: submittedOf(located, standing, shortId(located.id)) }
}

/** A file that is submitted already would be refused if it were proposed again: it is taken from where it stands. */
async function findOnChain(
  protocol: Protocol,
  { path, draft }: { readonly path: string; readonly draft: Judged<Draft> },
  progress: Progress,
): Promise<Found | undefined> {
  if (draft.problems.length > 0) return undefined
  const { all, impostors } = await findSubmissions(protocol, draft.value)
  const located = await chooseSubmission(protocol, path, all)
  for (const { id, difference } of impostors) {
    progress.say(
      `  ! ${shortId(id)} says that it was made from this file, and ${difference}: ballast show ${shortId(id)}`,
    )
  }
  if (located === undefined) return undefined
  const found = await placed(protocol, located)
  const { state } = found.submitted
  const from =
    state === 'Executed' ? `just before its execution, at block ${found.block.number}` : 'there'
  progress.say(`  – already on the chain as ${shortId(located.id)}, ${state}: taken from ${from}`)
  return found
}
