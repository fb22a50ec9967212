import { readUses } from '../chain/readUses.ts'
import type {
  ChainEvidence,
  Gathered,
  OpenProposalsEvidence,
  RiskEvidence,
} from '../governance/checks/check.ts'
import {
  checks as allChecks,
  type CheckResult,
  runChecks,
  verdictOf,
} from '../governance/checks/runChecks.ts'
import type { RiskAssessment } from '../risk/assessment.ts'
import type { Figure } from '../risk/metrics.ts'
import { UsageError } from '../shared/errors.ts'
import { plural } from '../shared/format.ts'
import type { Progress } from '../shared/progress.ts'
import { gatherOpenProposals } from './otherProposals.ts'
import type { Protocol } from './protocol.ts'
import type { DryRunProposal, Simulated } from './simulateProposal.ts'
import { inStage } from './stages.ts'

export type Decision = ReturnType<typeof verdictOf>

/** What the checks say, and what follows from it. */
export interface Checked {
  readonly checks: CheckResult
  readonly decision: Decision
  /** Checks that the user let stay inconclusive: the exception is part of the record. */
  readonly acceptedInconclusive: readonly string[]
  readonly openProposals: Gathered<OpenProposalsEvidence>
}

/**
 * Checks that may stay inconclusive are named by people: a name that does not exist would accept nothing.
 *
 * @throws UsageError
 */
export function requireKnownChecks(names: readonly string[]): void {
  const known = allChecks.map(({ name }) => name)
  const unknown = names.filter((name) => !known.includes(name))
  if (unknown.length === 0) return
  throw new UsageError(
    `There is no check called ${unknown.join(', ')}.`,
    `Use one of: ${known.join(', ')}.`,
  )
}

/** Evidence by its key, as people are told of it. */
const gatheredWords = [
  ['chain', 'chain'],
  ['proposals', 'other proposals'],
  ['dryRun', 'dry run'],
  ['risk', 'risk'],
] as const

/**
 * Stages 9 and 10: gathers the evidence that the given stages produced and runs every check that it suffices for.
 *
 * @param acceptedInconclusive names of checks that may stay inconclusive
 */
export async function checkProposal(
  protocol: Protocol,
  known: DryRunProposal | Simulated,
  options: { readonly acceptedInconclusive: readonly string[]; readonly progress: Progress },
): Promise<Checked> {
  const { book } = protocol
  const { progress, acceptedInconclusive } = options
  const evidence = await inStage(progress, 'gather evidence', {
    work: async () => ({
      book,
      draft: known.draft,
      changes: known.changes,
      proposal: known.proposal,
      chain: { kind: 'value' as const, value: await chainEvidence(protocol, known) },
      proposals: await gatherOpenProposals(protocol, known),
      dryRun: {
        kind: 'value' as const,
        value: { dryRun: known.reading.dryRun, verdict: known.verdict },
      },
      ...('assessment' in known ? { risk: riskEvidence(known) } : {}),
    }),
    outcome: (gathered) =>
      gatheredWords.flatMap(([item, word]) => (item in gathered ? [word] : [])).join(', '),
  })
  const checks = await inStage(progress, 'run checks', {
    work: () => runChecks(evidence),
    outcome: ({ findings, notRun }) =>
      `${plural(findings.length, 'finding')}, ${notRun.length} not run`,
  })
  const decision = verdictOf(checks.findings, acceptedInconclusive)
  return { checks, decision, acceptedInconclusive, openProposals: evidence.proposals }
}

const chainEvidence = async (
  { chain, book }: Protocol,
  { pinned, changes }: DryRunProposal,
): Promise<ChainEvidence> => ({
  prices: pinned.markets.map(({ label, priceState }) => ({
    market: label,
    feed: book.markets.find((market) => market.label === label)?.feed ?? label,
    state: priceState,
  })),
  uses: (await readUses(chain, book, { parameters: changes, at: pinned.block })).map(
    ({ parameter: { spec, subject }, used }) => ({ subject, parameter: spec.key, used }),
  ),
})

function riskEvidence({ assessment, reading }: Simulated): Gathered<RiskEvidence> {
  if (reading.dryRun.outcome.kind === 'notRun') {
    return { kind: 'unreachable', why: reading.dryRun.outcome.reason }
  }
  if (reading.dryRun.outcome.kind === 'reverted') {
    return { kind: 'unreachable', why: 'the execution reverts, so there is no state after it' }
  }
  const { total, settings, unpriced } = assessment
  if (total === undefined) return { kind: 'unreachable', why: 'no market has a price' }
  return {
    kind: 'value',
    value: {
      paths: settings.paths,
      markets: newlyLiquidatable(assessment),
      unpriced,
      addedBadDebt: {
        shortfall99: closed(total.difference.badDebt.shortfall99),
        mean: closed(total.difference.badDebt.mean),
      },
    },
  }
}

/**
 * Debt liquidatable at the present price with the proposal, less without it. Without further vaults it is zero: what
 * is left is the same debt, grown by another fee.
 */
function newlyLiquidatable({ ladders }: RiskAssessment): RiskEvidence['markets'] {
  const added = (pair: RiskAssessment['ladders']['execution'], label: string) => {
    const at = (side: 'before' | 'after') =>
      pair[side].find((ladder) => ladder.label === label)?.rungs.find(({ shock }) => shock === 0)
    const { debt = 0, vaultCount = 0 } = at('before') ?? {}
    const after = at('after')
    return after !== undefined && after.vaultCount > vaultCount ? Math.max(0, after.debt - debt) : 0
  }
  return ladders.execution.before.map(({ label, totalDebt }) => ({
    label,
    debt: totalDebt,
    newlyLiquidatable: {
      atExecution: added(ladders.execution, label),
      settled: added(ladders.settled, label),
    },
  }))
}

/** An open end of an interval is infinitely far: no check passes on a bound that does not exist. */
const closed = ({ value, low, high }: Figure) => ({
  value,
  low: low ?? Number.NEGATIVE_INFINITY,
  high: high ?? Number.POSITIVE_INFINITY,
})
