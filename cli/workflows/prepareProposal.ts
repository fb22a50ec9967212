import { readParameters } from '../chain/readParameters.ts'
import { diffParameters } from '../governance/changes.ts'
import { parseDraft } from '../governance/draft.ts'
import { encodeProposal } from '../governance/encode.ts'
import { requireSound } from '../governance/invalidProposal.ts'
import type { ParameterSet } from '../governance/parameter.ts'
import type { Draft, ParameterChange, Proposal, ProposalSource } from '../governance/proposal.ts'
import { plural } from '../shared/format.ts'
import type { Progress } from '../shared/progress.ts'
import { readSource } from '../workspace/proposalFiles.ts'
import type { Protocol } from './protocol.ts'
import { inStage } from './stages.ts'

/** A proposal file understood, compared with the chain and encoded. */
export interface Prepared {
  readonly source: ProposalSource
  readonly draft: Draft
  /** Every parameter at the pinned block. */
  readonly current: ParameterSet
  readonly changes: readonly ParameterChange[]
  readonly proposal: Proposal
}

/**
 * Stages 1 to 5: file → draft → changes → calls. The protocol is opened once there is a file to compare it with.
 *
 * @throws InvalidProposalError with every problem of the file, those against the chain included
 */
export async function prepareProposal(
  openProtocol: () => Promise<Protocol>,
  path: string,
  progress: Progress,
): Promise<Prepared> {
  const source = await inStage(progress, 'read source', {
    work: () => readSource(path),
    outcome: ({ slug }) => slug,
  })
  const { chain, book, risk } = await openProtocol()
  const draft = await inStage(progress, 'parse', {
    work: () => parseDraft(source, book, risk),
    outcome: ({ problems }) => plural(problems.length, 'problem'),
  })
  const current = await inStage(progress, 'read parameters', {
    work: () => readParameters(chain, book),
    outcome: ({ values, block }) => `${plural(values.size, 'parameter')} at block ${block.number}`,
  })
  const changes = await inStage(progress, 'diff parameters', {
    work: () => diffParameters(draft.value, current, book),
    outcome: ({ value }) => plural(value.length, 'change'),
  })
  requireSound(source, [draft, changes])
  const proposal = await inStage(progress, 'encode', {
    work: () => encodeProposal(draft.value, changes.value, book),
    outcome: ({ calls }) => plural(calls.length, 'call'),
  })
  return { source, draft: draft.value, current, changes: changes.value, proposal }
}
