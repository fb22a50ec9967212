import * as z from 'zod'
import { votingTypes } from '../shared/votingTypes.ts'
import { catalogue } from './catalogue.ts'
import { pricesModels, sensitiveEffects } from './proposal.ts'

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
    description: 'The market whose parameter changes. One of market, feed and governance.',
    example: 'WETH-A',
    required: false,
  },
  'changes.*.feed': {
    description: 'The price feed whose limit changes.',
    example: 'WETH/USD',
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

const field = <T extends z.ZodType>(path: DraftFieldPath, schema: T): T =>
  schema.meta({ description: draftFields[path].description })

const line = (most: number) => z.string().trim().min(1).max(most)
/** Numbers arrive as the text that was written (see readYaml); the union is for editors. */
const written = z.union([z.string(), z.number()])

/** `2026-11-24T12:00Z`: without a zone it would be another time on another machine. */
export const zonedTime = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)? ?(Z|UTC|[+-]\d\d:\d\d)$/

/** One entry of `changes`. */
export const changeSchema = z
  .strictObject({
    market: field('changes.*.market', z.string()).optional(),
    feed: field('changes.*.feed', z.string()).optional(),
    governance: z
      .string()
      .meta({
        description: draftFields['changes.*.governance'].description,
        enum: ['governor', 'timelock'],
      })
      .optional(),
    parameter: z.string().meta({
      description: draftFields['changes.*.parameter'].description,
      enum: catalogue.map((spec) => spec.key),
    }),
    to: field('changes.*.to', written),
    expect: field('changes.*.expect', written).optional(),
  })
  .meta({
    oneOf: [{ required: ['market'] }, { required: ['feed'] }, { required: ['governance'] }],
  })

/** One entry of `calls`. */
export const callSchema = z.strictObject({
  target: field('calls.*.target', line(200)),
  signature: field('calls.*.signature', line(1_000)),
  args: field('calls.*.args', z.array(z.unknown())).optional(),
  value: field('calls.*.value', written).optional(),
  because: field('calls.*.because', line(500)),
  declares: field('calls.*.declares', z.array(z.enum(sensitiveEffects))).optional(),
})

/** The entry `risk`. */
export const riskSchema = z.strictObject({
  paths: field('risk.paths', z.int().min(100).max(1_000_000)).optional(),
  horizon: field('risk.horizon', z.string()).optional(),
  seed: field('risk.seed', z.int().min(0)).optional(),
  prices: field('risk.prices', z.enum(pricesModels)).optional(),
  maxAddedBadDebt: field('risk.maxAddedBadDebt', z.string()).optional(),
})

/** The entry `snapshot`. */
export const ballotSchema = z.strictObject({
  type: field('snapshot.type', z.enum(votingTypes)).optional(),
  choices: field('snapshot.choices', z.array(line(256)).min(1).max(100)).optional(),
  labels: field('snapshot.labels', z.array(line(8)).max(10)).optional(),
  start: field(
    'snapshot.start',
    z.string().regex(zonedTime, 'is no time with its zone'),
  ).optional(),
  period: field('snapshot.period', z.string()).optional(),
  block: field('snapshot.block', z.int().min(0)).optional(),
  secret: field('snapshot.secret', z.boolean()).optional(),
})

/** A proposal file. */
export const draftSchema = z.strictObject({
  title: field('title', line(120)),
  summary: field('summary', line(20_000)),
  discussion: field(
    'discussion',
    z.url({ protocol: /^https?$/, error: 'is not a web address' }).max(500),
  ).optional(),
  changes: field('changes', z.array(changeSchema).max(200)).optional(),
  calls: field('calls', z.array(callSchema).max(50)).optional(),
  risk: field('risk', riskSchema).optional(),
  snapshot: field('snapshot', ballotSchema).optional(),
})

/** The JSON schema that editors check proposal files with: proposals/schema.json. */
export const jsonSchema = (): Record<string, unknown> => ({
  $id: 'https://ballast.invalid/proposal.schema.json',
  title: 'Ballast proposal',
  ...z.toJSONSchema(draftSchema, { io: 'input' }),
})
