import { listOf } from '../shared/format.ts'
import { subjectFields } from './scopes.ts'

interface Field {
  readonly description: string
  readonly example: string | number
  readonly required: boolean
}

/** Every field of a proposal file, by path; `*` stands for a place in a list. Messages, schema and docs use it. */
export const draftFields = {
  title: {
    description: 'One line, at most 120 characters.',
    example: 'Raise the WETH-A liquidation threshold to 82 %',
    required: true,
  },
  summary: {
    description: 'Why, in Markdown. It becomes the description that voters see.',
    example: '|',
    required: true,
  },
  discussion: {
    description: 'Where the change was discussed.',
    example: 'https://forum.example.org/t/42',
    required: false,
  },
  changes: {
    description: 'The parameters that change.',
    example: '[{ market: WETH-A, parameter: liquidationThreshold, to: 82% }]',
    required: false,
  },
  'changes.*.market': {
    description: `The market whose parameter changes. One of ${listOf(subjectFields)}.`,
    example: 'WETH-A',
    required: false,
  },
  'changes.*.feed': {
    description: 'The price feed whose limit changes.',
    example: 'WETH/USD',
    required: false,
  },
  'changes.*.pool': {
    description: 'The stability pool whose setting changes; insurance is the insurance pool.',
    example: 'pool-WETH',
    required: false,
  },
  'changes.*.derivative': {
    description: 'The derivative whose waterfall or cap changes.',
    example: 'bUSD',
    required: false,
  },
  'changes.*.risk': {
    description: 'The risk whose caps change.',
    example: 'asset:WETH',
    required: false,
  },
  'changes.*.governance': {
    description: 'The governance contract whose setting changes.',
    example: 'governor',
    required: false,
  },
  'changes.*.parameter': {
    description: 'The parameter, by its key in the catalogue.',
    example: 'liquidationThreshold',
    required: true,
  },
  'changes.*.to': {
    description: 'The new value with its unit.',
    example: '82%',
    required: true,
  },
  'changes.*.expect': {
    description:
      'The stored value that the author saw; the check fails when the chain says otherwise.',
    example: '80%',
    required: false,
  },
  calls: {
    description: 'Raw calls, executed in this order after the changes.',
    example:
      '[{ target: ledger, signature: accrue(bytes32), args: ["market:WETH-A"], because: why }]',
    required: false,
  },
  'calls.*.target': {
    description: 'A contract by its name in the address book, or a checksummed address.',
    example: 'ledger',
    required: true,
  },
  'calls.*.signature': {
    description: 'The function with its argument types.',
    example: 'accrue(bytes32)',
    required: true,
  },
  'calls.*.args': {
    description:
      'The arguments. market:WETH-A and feed:WETH/USD stand for ids, names of contracts for addresses.',
    example: '["market:WETH-A"]',
    required: false,
  },
  'calls.*.value': {
    description: 'ETH sent with the call, in wei.',
    example: 0,
    required: false,
  },
  'calls.*.because': {
    description: 'Why this call, in one sentence.',
    example: 'Charges the fee before the change',
    required: true,
  },
  'calls.*.declares': {
    description: 'The sensitive effects that this call openly has.',
    example: '[permission]',
    required: false,
  },
  risk: {
    description: 'How the risk figures are computed.',
    example: '{ paths: 2000 }',
    required: false,
  },
  'risk.paths': {
    description: 'Simulated price paths, 100 to 1000000.',
    example: 2000,
    required: false,
  },
  'risk.horizon': {
    description: 'How far the simulation looks, in whole days, at most 365.',
    example: '30 days',
    required: false,
  },
  'risk.seed': {
    description: 'Seed of the random numbers, 0 or more.',
    example: 1,
    required: false,
  },
  'risk.prices': {
    description:
      'How prices move: gbm (correlated geometric Brownian motion) or gbm-with-jumps (market-wide jumps on top).',
    example: 'gbm-with-jumps',
    required: false,
  },
  'risk.maxAddedBadDebt': {
    description: 'The most additional bad debt (expected shortfall, 99 %) that the checks accept.',
    example: '50_000 bUSD',
    required: false,
  },
  snapshot: {
    description: 'How the draft is voted on off-chain, where the space leaves it open.',
    example: '{ type: weighted, period: 3 days }',
    required: false,
  },
  'snapshot.type': {
    description: 'How votes are cast and counted.',
    example: 'basic',
    required: false,
  },
  'snapshot.choices': {
    description: 'What can be chosen, the change itself first.',
    example: '[For, Against, Abstain]',
    required: false,
  },
  'snapshot.labels': {
    description: 'Ids of labels of the space.',
    example: '[a1b2c3]',
    required: false,
  },
  'snapshot.start': {
    description: 'When the vote opens, with its time zone; at once if it is left out.',
    example: '2026-11-24T12:00Z',
    required: false,
  },
  'snapshot.period': {
    description: 'How long it is open.',
    example: '3 days',
    required: false,
  },
  'snapshot.block': {
    description:
      'The block of the space\u2019s chain at which votes are counted; the newest if it is left out.',
    example: 21_000_000,
    required: false,
  },
  'snapshot.secret': {
    description: 'Votes stay secret until the vote ends.',
    example: 'true',
    required: false,
  },
} as const satisfies Record<string, Field>

export type DraftFieldPath = keyof typeof draftFields
