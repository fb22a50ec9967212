import { ZeroAddress } from 'ethers'
import * as z from 'zod'
import { addressSchema } from './addressSchema.ts'
import { specsOf } from './catalogue.ts'
import { feedParameters } from './feedParameters.ts'
import { marketParameters } from './marketParameters.ts'
import type { ParameterSpec } from './parameter.ts'
import type { Problem } from './proposal.ts'
import { nameOf, problemsOfShape } from './shapeProblems.ts'
import { formatValue, type Symbols } from './value.ts'
import type { YamlPath, YamlSource } from './yamlSource.ts'

/** The OracleHub takes no more sources for one feed. */
const mostSources = 5

const written = z.string().min(1)
const contract = addressSchema.refine((address) => address !== ZeroAddress, {
  error: 'is the zero address',
})
/** An address, or the name of an account of the workspace; which names there are is asked later. */
const somebody = z
  .string()
  .regex(/^\S+$/, 'is no address and no name')
  .refine((text) => !/^0x/i.test(text) || addressSchema.safeParse(text).success, {
    error: 'is no address, or one in which a character was mistyped',
  })
/** Labels are bytes32 on the chain, and stand before a dot where parameters are named. */
const label = (characters: RegExp) =>
  z
    .string()
    .regex(characters, 'is no name')
    .refine((text) => text !== 'governor' && text !== 'timelock', { error: 'is no name' })

const parametersOf = (specs: readonly ParameterSpec[]) =>
  Object.fromEntries(
    specs.filter(({ only }) => only === undefined).map(({ key }) => [key, written]),
  )

/** What a feed says only where its token bears yield. */
const ofRatedFeeds = Object.fromEntries(
  feedParameters.filter(({ only }) => only === 'rated').map(({ key }) => [key, written.optional()]),
)

const sections = {
  token: z.strictObject({ recipient: somebody, supply: written }),
  derivative: z.strictObject({
    name: z.string().trim().min(1).max(64),
    symbol: z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,15}$/, 'is no symbol'),
  }),
  governor: z.strictObject({ ...parametersOf(specsOf('governor')), guardian: somebody }),
  timelock: z.strictObject(parametersOf(specsOf('timelock'))),
}

const feed = z.strictObject({
  aggregators: z.array(contract).min(1).max(mostSources),
  ...parametersOf(feedParameters),
  rateSource: contract.optional(),
  ...ofRatedFeeds,
})

const market = z.strictObject({
  collateral: contract,
  feed: z.string().min(1),
  ...parametersOf(marketParameters),
})

/** deployment.yaml. */
const deploymentSchema = z.strictObject({
  ...sections,
  steward: somebody.exactOptional(),
  feeds: z.record(label(/^[A-Za-z0-9][A-Za-z0-9/_-]{0,30}$/), feed),
  markets: z.record(label(/^[A-Za-z0-9][A-Za-z0-9_-]{0,30}$/), market),
})

function fieldsAt(path: YamlPath): readonly string[] {
  const [section] = path
  if (section === 'feeds') return Object.keys(feed.shape)
  if (section === 'markets') return Object.keys(market.shape)
  const known = Object.entries(sections).find(([name]) => name === section)
  return Object.keys(known === undefined ? deploymentSchema.shape : known[1].shape)
}

const examples: Readonly<Record<string, string>> = {
  recipient: 'recipient: deployer, or an address',
  guardian: 'guardian: guardian, or an address',
  steward: 'steward: steward, or an address, or leave it out',
  supply: 'supply: 10_000_000 BLST',
  name: 'name: Ballast USD',
  symbol: 'symbol: bUSD (letters and digits, at most 16)',
  collateral: "collateral: with the token's address in quotes",
  feed: 'feed: WETH/USD, a label under feeds',
}

const symbols: Symbols = { derivativeSymbol: 'bUSD', tokenSymbol: 'BLST' }
const specs = [
  ...marketParameters,
  ...feedParameters,
  ...specsOf('governor'),
  ...specsOf('timelock'),
]

function insteadAt(path: YamlPath): string {
  if (path.includes('aggregators')) {
    return `Write a list of one to ${mostSources} addresses of Chainlink-style price feeds, in quotes.`
  }
  const name = nameOf(path)
  const spec = specs.find(({ key }) => key === name)
  if (spec !== undefined) {
    const least = formatValue(spec.unit, spec.min, symbols)
    const most = formatValue(spec.unit, spec.max, symbols)
    return `Write ${name}: with a value from ${least} to ${most}.`
  }
  const example = examples[name]
  return example === undefined
    ? 'Compare with the file that `ballast init --deployment` writes.'
    : `Write ${example}.`
}

/** Everything in which a deployment.yaml differs from the shape it must have. */
export const deploymentShapeProblems = (source: YamlSource): readonly Problem[] =>
  problemsOfShape(deploymentSchema, source, {
    whole: 'a deployment',
    fieldsAt,
    instead: insteadAt,
  }).map((problem) =>
    problem.message.endsWith('is no name')
      ? {
          ...problem,
          instead: 'Write up to 31 letters, digits and hyphens, such as WETH-A or WETH/USD.',
        }
      : problem,
  )

/** A file that has the shape. */
export type DeploymentFile = z.infer<typeof deploymentSchema>

/** The file's content, or undefined where its shape is wrong. */
export const deploymentFile = (source: YamlSource): DeploymentFile | undefined =>
  deploymentSchema.safeParse(source.plain).data
