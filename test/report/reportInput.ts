import { id } from 'ethers'
import { runChecks } from '../../cli/governance/checks/runChecks.ts'
import type { NamedReplay, ReportInput } from '../../cli/report/reportInput.ts'
import { assess } from '../../cli/risk/assessment.ts'
import { calibratedPrices, calibration } from '../../cli/risk/calibration.ts'
import { replay } from '../../cli/risk/replay.ts'
import { evidenceOf, sound } from '../governance/checks/evidence.ts'
import { book } from '../governance/demo.ts'
import { dryRunOf } from '../governance/execution.ts'
import { AT, bookOf, DAY, type MarketWish, market, vaultWithHealth } from '../risk/books.ts'

const vaults = [1.03, 1.1, 1.4].map((health) => vaultWithHealth(health))

/** A book of two markets and six vaults, executed after two days. */
export const riskBook = (after: MarketWish['after'] = {}) => ({
  ...bookOf(market({ vaults, after }), market({ label: 'WBTC-A', asset: 'WBTC', vaults })),
  executesAt: AT + 2 * DAY,
})

/** A replay as workflows name it. */
export const namedReplay = (own: Partial<NamedReplay> = {}): NamedReplay => ({
  name: 'x.csv',
  pricesHash: id('prices'),
  replay: replayed(),
  ...own,
})

/** The real engine on few paths: too few to bound a tail, so that some ends are open. */
export const assessmentOf = (after: MarketWish['after'] = {}) =>
  assess({
    book: riskBook(after),
    prices: calibratedPrices(['WETH', 'WBTC']),
    calibrationId: calibration.id,
    settings: { paths: 100, steps: 30, stepSeconds: DAY, seed: 7 },
  })

/** A cut of the threshold that takes seven days. */
export const ramp = { from: 0.8, to: 0.76, startsAt: AT + 2 * DAY, endsAt: AT + 9 * DAY }

export const replayed = (book = riskBook()) =>
  replay(book, {
    kind: 'common',
    points: [
      { at: 0, price: 100 },
      { at: 3_600, price: 60 },
      { at: 7_200, price: 80 },
    ],
  })

const prepared = sound()
const dryRun = dryRunOf(prepared, [])
const evidence = evidenceOf({}, prepared)

const plain: ReportInput = {
  book,
  acceptedInconclusive: [],
  ...prepared,
  dryRun: {
    ...dryRun,
    lifecycle: {
      states: ['Pending', 'Executed'],
      voters: [{ address: book.contracts.token, weight: 5n }],
      quorum: 4n,
    },
  },
  verdict: {
    explained: [
      { kind: 'parameter', subject: 'WETH-A', words: 'raises the threshold', declared: true },
    ],
    undeclared: [],
  },
  checks: runChecks({
    ...evidence,
    chain: { kind: 'value', value: evidence.chain },
    proposals: { kind: 'value', value: evidence.proposals },
    dryRun: { kind: 'value', value: evidence.dryRun },
    risk: { kind: 'unreachable', why: 'no prices' },
  }),
  decision: 'inconclusive',
  assessment: assessmentOf(),
  replays: [],
  openProposals: { kind: 'value', value: evidence.proposals },
  provenance: {
    network: 'demo',
    chainId: 31_337,
    proposalId: prepared.proposal.id,
    block: { number: 77, timestamp: 1_795_000_000, hash: id('block') },
    seed: 7,
    versions: { ballast: '1.2.3', node: '24.0.0' },
    inputHash: id('inputs'),
    sourceHash: prepared.draft.sourceHash,
  },
}

/** A whole report; the risk figures come from the engine. */
export const reportInput = (replaced: Partial<ReportInput> = {}): ReportInput => ({
  ...plain,
  ...replaced,
})
