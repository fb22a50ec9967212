import type { Draft, Proposal } from '../governance/proposal.ts'
import { plural } from '../shared/format.ts'
import {
  type ProposalRecord,
  recordLines,
  recordOf,
  requireNoRecord,
} from '../snapshot/recordText.ts'
import { reportFolder } from '../workspace/reportFiles.ts'
import { prepareProposal } from './prepareProposal.ts'
import type { Acting } from './protocol.ts'
import type { SnapshotOptions } from './snapshotAct.ts'
import { readVotersReport, type VotersReport } from './votersReport.ts'

/** A draft as it is put to a vote on Snapshot. */
export interface SnapshotDraft {
  readonly slug: string
  readonly draft: Draft
  readonly proposal: Proposal
  /** Where its files lie. */
  readonly folder: string
  readonly record: ProposalRecord
  readonly body: string
  readonly warnings: readonly string[]
}

/**
 * Reads a proposal's file, encodes it as this account would submit it, and writes the text for voters on Snapshot.
 *
 * @throws InvalidProposalError, RecordInTextError
 */
export async function readSnapshotDraft(
  { protocol, sender }: Pick<Acting, 'protocol' | 'sender'>,
  path: string,
  { progress }: Pick<SnapshotOptions, 'progress'>,
): Promise<SnapshotDraft> {
  const proposer = sender.account.address
  const prepared = await prepareProposal(async () => protocol, path, progress, { proposer })
  const { draft, proposal, source } = prepared
  requireNoRecord(draft.summary)
  const folder = await reportFolder(path)
  const read = await readVotersReport(folder, proposal)
  const { chainId, contracts } = protocol.book
  const record = recordOf(proposal.calls, {
    chainId,
    governor: contracts.governor,
    ...(read.hash === undefined ? {} : { report: read.hash }),
  })
  const body = bodyOf({ draft, proposal, record, report: read.report })
  return { slug: source.slug, draft, proposal, folder, record, body, warnings: read.warnings }
}

/** For people first, then the record in a block of its own, where Markdown changes nothing. */
function bodyOf(parts: {
  readonly draft: Draft
  readonly proposal: Proposal
  readonly record: ProposalRecord
  readonly report: VotersReport | undefined
}): string {
  const { draft, proposal, record, report } = parts
  const calls = proposal.calls.map(({ words }, i) => `${i + 1}. ${words}`)
  return [
    draft.summary,
    '## What would be executed',
    calls.join('\n'),
    ...(report === undefined ? [] : ['## Checks', reportLines(report)]),
    '## Record',
    `\`\`\`\n${recordLines(record)}\n\`\`\``,
  ].join('\n\n')
}

function reportLines({ decision, findings }: VotersReport): string {
  const told = findings.filter(({ status }) => status !== 'pass')
  return [
    `${plural(findings.length, 'check')}: ${decision}.`,
    ...told.map(({ check, status, summary }) => `- ${check} (${status}): ${summary}`),
  ].join('\n')
}
