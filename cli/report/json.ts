import type { ReportInput } from './reportInput.ts'
import { openProposalsDocument } from './standing.ts'

/** The report for machines: plain data, bigints as decimal strings. */
export function reportDocument(input: ReportInput) {
  const { draft, changes, proposal, dryRun, verdict, checks, decision } = input
  return {
    schema: 'ballast.report/1',
    slug: draft.slug,
    title: draft.title,
    decision,
    proposalId: proposal.id,
    changes: changes.map(({ spec, subject, before, after, direction }) => ({
      market: subject,
      parameter: spec.key,
      before: before.stored,
      after,
      direction,
    })),
    calls: proposal.calls.map(({ target, value, calldata, words }) => ({
      target,
      value,
      calldata,
      words,
    })),
    descriptionHash: proposal.descriptionHash,
    dryRun: { lifecycle: dryRun.lifecycle, outcome: dryRun.outcome },
    effects: verdict,
    findings: checks.findings,
    notRun: checks.notRun,
    acceptedInconclusive: input.acceptedInconclusive,
    submitted: input.submitted ?? null,
    openProposals: openProposalsDocument(input.openProposals),
    risk: input.assessment,
    replays: input.replays,
    provenance: input.provenance,
  } as const
}

/** The document as text. The same input gives the same bytes. */
export const renderJson = (input: ReportInput): string =>
  `${JSON.stringify(
    reportDocument(input),
    (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value),
    2,
  )}\n`
