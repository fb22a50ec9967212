import { join } from 'node:path'
import { keccak256, toUtf8Bytes } from 'ethers'
import { renderJson } from '../report/json.ts'
import { renderMarkdown } from '../report/markdown.ts'
import type { NamedReplay, Provenance, ReportInput } from '../report/reportInput.ts'
import type { Progress } from '../shared/progress.ts'
import { reportFolder, writeReport } from '../workspace/reportFiles.ts'
import { softwareVersions } from '../workspace/versions.ts'
import type { Checked } from './checkProposal.ts'
import { isProposalId } from './locateProposal.ts'
import type { Protocol } from './protocol.ts'
import type { Simulated } from './simulateProposal.ts'
import { inStage } from './stages.ts'

/** A report as it was written. */
export interface Published {
  readonly input: ReportInput
  readonly files: readonly string[]
  /** What people typed for the proposal: a path, or an id. */
  readonly reference: string
}

/** Stage 11: renders Markdown and JSON and writes both into the folder, by default the proposal's own. */
export async function publishReport(
  protocol: Protocol,
  known: {
    readonly simulated: Simulated
    readonly checked: Checked
    readonly replays: readonly NamedReplay[]
  },
  options: { readonly folder?: string; readonly progress: Progress },
): Promise<Published> {
  return inStage(options.progress, 'render report', {
    work: async () => {
      const input = await reportInput(protocol, known)
      const folder = options.folder ?? (await folderFor(known.simulated.source.path))
      const files = await writeReport(folder, [
        { name: 'report.md', text: renderMarkdown(input) },
        { name: 'report.json', text: renderJson(input) },
      ])
      return { input, files, reference: known.simulated.source.path }
    },
    outcome: ({ files }) => files.join(', '),
  })
}

/** Beside the file; below the working directory for a proposal that was asked for by its id. */
const folderFor = async (reference: string): Promise<string> =>
  isProposalId(reference) ? join('.ballast', 'reports', reference) : reportFolder(reference)

async function reportInput(
  { book, network }: Protocol,
  known: {
    readonly simulated: Simulated
    readonly checked: Checked
    readonly replays: readonly NamedReplay[]
  },
): Promise<ReportInput> {
  const { simulated, checked, replays } = known
  const { draft, changes, proposal, reading, verdict, assessment } = simulated
  return {
    book,
    draft,
    changes,
    proposal,
    dryRun: reading.dryRun,
    verdict,
    checks: checked.checks,
    decision: checked.decision,
    acceptedInconclusive: checked.acceptedInconclusive,
    assessment,
    replays,
    openProposals: checked.openProposals,
    ...(simulated.submitted === undefined ? {} : { submitted: simulated.submitted }),
    provenance: await provenanceOf(simulated, { network, chainId: book.chainId }),
  }
}

async function provenanceOf(
  { current, draft, proposal, riskBook, assessment }: Simulated,
  where: Pick<Provenance, 'network' | 'chainId'>,
): Promise<Provenance> {
  const { prices, settings, modelId, calibrationId } = assessment
  const inputs = JSON.stringify({ riskBook, prices, settings, modelId, calibrationId }, plainArrays)
  return {
    ...where,
    block: current.block,
    proposalId: proposal.id,
    seed: settings.seed,
    versions: await softwareVersions(),
    inputHash: keccak256(toUtf8Bytes(inputs)),
    sourceHash: draft.sourceHash,
  }
}

/** Typed arrays would become objects with numbered keys. */
const plainArrays = (_key: string, value: unknown): unknown =>
  value instanceof Float64Array ? [...value] : value
