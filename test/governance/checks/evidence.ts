import type { Interval, MetEvidence, RiskEvidence } from '../../../cli/governance/checks/check.ts'
import type { DryRun } from '../../../cli/governance/proposal.ts'
import { book, head, type Prepared, prepare } from '../demo.ts'
import { dryRunOf } from '../execution.ts'

const raise = '  - { market: WETH-A, parameter: liquidationThreshold, to: 82% }\n'

/** One change that every check is content with; `risk` is appended to the file. */
export const sound = (risk = ''): Prepared => prepare(`${head}changes:\n${raise}${risk}`)

export const interval = (low: number, value: number, high: number): Interval => ({
  value,
  low,
  high,
})

export const still: RiskEvidence = {
  paths: 2_000,
  markets: [
    { label: 'WETH-A', debt: 1_000, newlyLiquidatable: { atExecution: 0, settled: 0 } },
    { label: 'WBTC-A', debt: 0, newlyLiquidatable: { atExecution: 0, settled: 0 } },
  ],
  unpriced: [],
  addedBadDebt: { shortfall99: interval(-1, 0, 1), mean: interval(-1, 0, 1) },
}

/** Everything that checks may look at, all of it harmless, some of it replaced. */
export const evidenceOf = (
  replaced: Partial<MetEvidence> = {},
  prepared: Prepared = sound(),
): MetEvidence => ({
  book,
  ...prepared,
  chain: { prices: [{ market: 'WETH-A', feed: 'WETH price', state: 'OK' }], uses: [] },
  proposals: { others: [], executableFrom: 1_795_500_000n },
  dryRun: {
    dryRun: dryRunOf(prepared, []),
    verdict: { explained: [], undeclared: [] },
  },
  risk: still,
  ...replaced,
})

/** The same with a dry run that differs from an honest one. */
export const withDryRun = (replaced: Partial<DryRun>): MetEvidence => {
  const prepared = sound()
  const dryRun = dryRunOf(prepared, [], replaced)
  return evidenceOf({ dryRun: { dryRun, verdict: { explained: [], undeclared: [] } } }, prepared)
}

export const reverted = withDryRun({
  outcome: { kind: 'reverted', reason: 'LedgerUnknownMarket(7)' },
})
