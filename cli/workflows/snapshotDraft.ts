import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { keccak256 } from 'ethers'
import * as z from 'zod'
import { calldataHash } from '../governance/calldataHash.ts'
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

const reportSchema = z.object({
  decision: z.string(),
  calls: z.array(z.object({ target: z.string(), value: z.string(), calldata: z.string() })),
  findings: z.array(z.object({ check: z.string(), status: z.string(), summary: z.string() })),
})
type Report = z.infer<typeof reportSchema>

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
  const read = await readReport(folder, proposal)
  const { chainId, contracts } = protocol.book
  const record = recordOf(proposal.calls, {
    chainId,
    governor: contracts.governor,
    ...(read.hash === undefined ? {} : { report: read.hash }),
  })
  const body = bodyOf({ draft, proposal, record, report: read.report })
  return { slug: source.slug, draft, proposal, folder, record, body, warnings: read.warnings }
}

interface ReadReport {
  readonly report?: Report
  readonly hash?: `0x${string}`
  readonly warnings: readonly string[]
}

/** The report beside the file, if it is one of these calls. */
async function readReport(folder: string, { calls }: Proposal): Promise<ReadReport> {
  const bytes = await readFile(join(folder, 'report.json')).catch(() => undefined)
  if (bytes === undefined) {
    return { warnings: ['There is no report.json beside the file: voters see no evidence.'] }
  }
  const parsed = reportSchema.safeParse(parseJson(bytes.toString('utf8')))
  if (!parsed.success) return { warnings: ['report.json cannot be read; it is left out.'] }
  const reported = parsed.data.calls.map(({ target, value, calldata }) => ({
    target,
    value: BigInt(value),
    calldata,
  }))
  const isSame =
    calldataHash(reported as Parameters<typeof calldataHash>[0]) === calldataHash(calls)
  if (!isSame) {
    return {
      warnings: ['report.json is of other calls; it is left out. Write it anew: ballast report'],
    }
  }
  return { report: parsed.data, hash: keccak256(bytes) as `0x${string}`, warnings: [] }
}

/** For people first, then the record in a block of its own, where Markdown changes nothing. */
function bodyOf(parts: {
  readonly draft: Draft
  readonly proposal: Proposal
  readonly record: ProposalRecord
  readonly report: Report | undefined
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

function reportLines({ decision, findings }: Report): string {
  const told = findings.filter(({ status }) => status !== 'pass')
  return [
    `${plural(findings.length, 'check')}: ${decision}.`,
    ...told.map(({ check, status, summary }) => `- ${check} (${status}): ${summary}`),
  ].join('\n')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
