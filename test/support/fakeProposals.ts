import { noBook } from '../../cli/governance/errorNames.ts'
import type { ProposalState } from '../../cli/governance/lifecycle.ts'
import { signedFields, transactionWords } from '../../cli/governance/transactionWords.ts'
import type { NetworkStatus, ProposalLine } from '../../cli/report/statusText.ts'
import type { ActHooks } from '../../cli/ui/services/acts.ts'
import type { Acted, Plan } from '../../cli/workflows/act.ts'
import type { SnapshotVote } from '../../cli/workflows/readSnapshotVote.ts'
import type { ProposalView } from '../../cli/workflows/showProposal.ts'
import { testNow } from './fakeServices.ts'

const thousand = 1_000n * 10n ** 18n
const day = 86_400

export const me = '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC'
export const other = '0x90F79bf6EB2c4f870365E785982E1f101E93b906'
const governed = '0x9A9f2CCfdE556A7E9Ff0848998Aa4a0CFD8863AE'
export const sentHash = `0x${'ab'.repeat(32)}`

/** A proposal in a vote that ends in two days and three hours; 800,000 votes of the account are not cast. */
export const lineOf = (change: Partial<ProposalLine> = {}): ProposalLine => ({
  id: 0xbbc1eb0a_0000_0000_0000_0000_0000_0000_0000_0000_0000_0000_0000_0000_0000_0001n,
  handle: '0xbbc1eb0a',
  title: 'Raise the WETH-A threshold',
  proposer: other,
  state: 'Active',
  voteStartsAt: testNow - day,
  voteEndsAt: testNow + 2 * day + 3 * 3_600 - 1,
  executableAt: undefined,
  tally: { for: 600n * thousand, against: 200n * thousand, abstain: 0n },
  quorum: 1_000n * thousand,
  isQuorumEstimated: false,
  next: { kind: 'vote', words: 'delegates vote until 2026-11-24 15:00 UTC, in 2 days 3 h' },
  own: { votes: 800n * thousand, cast: 0n, mayCancel: false },
  ...change,
})

/** The same proposal at another point of its life. */
export const lineIn = (state: ProposalState, change: Partial<ProposalLine> = {}): ProposalLine =>
  lineOf({
    state,
    ...(state === 'Queued' ? { executableAt: testNow + 2 * day } : {}),
    ...change,
  })

export const statusOf = (
  proposals: readonly ProposalLine[],
  change: Partial<NetworkStatus> = {},
): NetworkStatus => ({
  network: 'local',
  chainId: 31_337,
  block: { number: 1_234, timestamp: testNow - 5, hash: '0x00' },
  blockAge: 5,
  isDevelopment: true,
  tokenSymbol: 'BLST',
  proposals,
  endedCount: 0,
  priceTroubles: [],
  badDebt: [],
  stopped: [],
  account: {
    name: 'delegate-one',
    address: me,
    votes: 800n * thousand,
    balance: 0n,
    delegate: undefined,
  },
  ...change,
})

export const viewOf = (line: ProposalLine, change: Partial<ProposalView> = {}): ProposalView => ({
  ...line,
  network: 'local',
  chainId: 31_337,
  block: { number: 1_234, timestamp: testNow - 5, hash: '0x00' },
  now: BigInt(testNow),
  tokenSymbol: 'BLST',
  description: '# Raise the WETH-A threshold\n\nThe market is deep enough.\nWe looked twice.',
  descriptionHash: `0x${'11'.repeat(32)}`,
  isTextGenuine: true,
  calls: [
    {
      target: governed,
      value: 0n,
      selector: '0x45660175',
      calldata: '0x45660175',
      words: 'relax WETH-A: set liquidationThreshold 82 %',
      isUnderstood: true,
    },
  ],
  targets: ['ledger'],
  changes: { kind: 'ahead', changes: [] },
  rows: [
    {
      subject: 'WETH-A',
      parameter: 'Liquidation threshold',
      before: '80 %',
      after: '82 %',
      direction: 'relaxes',
      settles: 'at execution',
    },
  ],
  votes: [
    {
      voter: other,
      weight: 600n * thousand,
      for: 600n * thousand,
      against: 0n,
      abstain: 0n,
      isFractional: false,
      reason: 'the report convinces me',
      blockNumber: 1_200,
      transactionHash: sentHash,
    },
  ],
  milestones: [
    {
      kind: 'proposed',
      blockNumber: 1_100,
      timestamp: testNow - 2 * day,
      by: other,
      transactionHash: sentHash,
    },
  ],
  sourceHash: undefined,
  ...change,
})

const signed = signedFields(
  {
    to: me,
    value: 0n,
    data: '0xddf0b009',
    chainId: 31_337,
    nonce: 7,
    gasLimit: 120_000n,
    fees: { maxFeePerGas: 2_000_000_000n, maxPriorityFeePerGas: 1n },
  },
  noBook,
  'queue(uint256)',
)

/** What is about to be sent; a severe act has handles. */
export const planOf = (change: Partial<Plan> = {}): Plan => ({
  verb: 'queue',
  network: 'local',
  chainId: 31_337,
  account: { address: me, signsWith: 'account of the node' },
  words: ['queue proposal 0xbbc1eb0a in the timelock'],
  facts: [['state', 'Succeeded']],
  warnings: [],
  handles: [],
  gas: 120_000n,
  fees: { type: 2, maxFeePerGas: 2_000_000_000n, maxPriorityFeePerGas: 1n },
  cost: 240_000_000_000_000n,
  signed: { fields: signed, words: transactionWords(signed) },
  ...change,
})

export const sentOf = (plan: Plan, headline = 'Proposal 0xbbc1eb0a is Queued.'): Acted => ({
  verb: plan.verb as Acted['verb'],
  how: 'sent',
  plan,
  sent: { transactionHash: sentHash, gasUsed: 100_000n, blockNumber: 1_235 },
  shown: {
    headline,
    facts: [['executable', '2026-11-24 12:00 UTC (in 2 days)']],
    details: {},
    next: { command: 'execute 0xbbc1eb0a', when: 'from 2026-11-24 12:00 UTC (in 2 days)' },
  },
})

/** An act as the thread behind the screens runs it: plans, asks, and sends only what was agreed to. */
export const acting =
  (plan: Plan, sending: () => Promise<Acted> = async () => sentOf(plan)) =>
  async (_: unknown, { onStage, confirm }: ActHooks): Promise<Acted | { how: 'declined' }> => {
    onStage({ kind: 'stage', name: 'rehearse' })
    onStage({ kind: 'finish', outcome: 'the chain would accept it' })
    if (!(await confirm(plan))) return { how: 'declined' }
    onStage({ kind: 'stage', name: 'send' })
    return sending()
  }

/** An open vote on Snapshot about the same calls. */
export const snapshotVoteOf = (change: Partial<SnapshotVote> = {}): SnapshotVote => ({
  id: `0x${'5'.repeat(64)}`,
  title: 'Raise the WETH-A threshold',
  space: 'ballast-tests.eth',
  hub: 'https://hub.example.org',
  standing: 'open',
  choices: [
    { name: 'For', score: 700_000.5 },
    { name: 'Against', score: 200_000 },
    { name: 'Abstain', score: 0 },
  ],
  total: 900_000.5,
  quorum: 1_000_000,
  votes: 2_061,
  start: testNow - day,
  end: testNow + 2 * day,
  isSecret: false,
  calls: 'same',
  ...change,
})
