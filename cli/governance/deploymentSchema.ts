import { ZeroAddress } from 'ethers'
import * as z from 'zod'
import { addressSchema } from './addressSchema.ts'
import { auctionParameters } from './auctionParameters.ts'
import { catalogue, specsOf } from './catalogue.ts'
import { riskParameters } from './exposureParameters.ts'
import { backstopSpecs, derivativeSpecs, insurancePoolSpecs } from './liquidationTerms.ts'
import { marketParameters } from './marketParameters.ts'
import type { ParameterSpec } from './parameter.ts'
import { poolParameters } from './poolParameters.ts'
import type { Problem } from './proposal.ts'
import type { Scope } from './scopes.ts'
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

const required = (specs: readonly ParameterSpec[]) =>
  Object.fromEntries(specs.map(({ key }) => [key, written]))

const parametersOf = (scope: Scope) =>
  required(specsOf(scope).filter(({ only }) => only === undefined))

/** What a deployment may leave out: the usual values count then. */
const optional = (specs: readonly ParameterSpec[]) =>
  Object.fromEntries(specs.map(({ key }) => [key, written.optional()]))

/** What a feed says only where its token bears yield. */
const ofRatedFeeds = optional(specsOf('feed').filter(({ only }) => only === 'rated'))

const sections = {
  token: z.strictObject({ recipient: somebody, supply: written }),
  derivative: z.strictObject({
    name: z.string().trim().min(1).max(64),
    symbol: z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,15}$/, 'is no symbol'),
    ...optional(derivativeSpecs),
  }),
  governor: z.strictObject({ ...parametersOf('governor'), guardian: somebody }),
  timelock: z.strictObject(parametersOf('timelock')),
}

const feed = z.strictObject({
  aggregators: z.array(contract).min(1).max(mostSources),
  ...parametersOf('feed'),
  rateSource: contract.optional(),
  ...ofRatedFeeds,
})

/** What a risk is called within its kind; the kind stands before it on the chain, in a bytes32 for both. */
const riskName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,21}$/, 'is no name')
  .optional()

/** The three kinds of things by which several markets can fail at once. */
const risks = z.strictObject({ asset: riskName, protocol: riskName, oracle: riskName })

const market = z.strictObject({
  collateral: contract,
  feed: z.string().min(1),
  ...required(marketParameters),
  ...optional(auctionParameters),
  risks: risks.optional(),
})

/** Sections that may be left out, with all their fields. */
const usualSections = {
  stabilityPools: z.strictObject(optional(poolParameters)),
  insurancePool: z.strictObject(optional(insurancePoolSpecs)),
  backstop: z.strictObject({ ...optional(backstopSpecs), pool: z.string().min(1).optional() }),
}

const exposureCap = z.strictObject(optional(riskParameters))

/** deployment.yaml. */
const deploymentSchema = z.strictObject({
  ...sections,
  steward: somebody.exactOptional(),
  stabilityPools: usualSections.stabilityPools.optional(),
  insurancePool: usualSections.insurancePool.optional(),
  backstop: usualSections.backstop.optional(),
  exposureCaps: z
    .record(z.string().regex(/^(asset|protocol|oracle):\S+$/, 'is no risk'), exposureCap)
    .optional(),
  feeds: z.record(label(/^[A-Za-z0-9][A-Za-z0-9/_-]{0,30}$/), feed),
  markets: z.record(label(/^[A-Za-z0-9][A-Za-z0-9_-]{0,30}$/), market),
})

function fieldsAt(path: YamlPath): readonly string[] {
  const [section, , group] = path
  if (section === 'feeds') return Object.keys(feed.shape)
  if (section === 'exposureCaps') return Object.keys(exposureCap.shape)
  if (section === 'markets') return Object.keys((group === 'risks' ? risks : market).shape)
  const known = Object.entries({ ...sections, ...usualSections }).find(([name]) => name === section)
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
  pool: 'pool: WETH-A, a label under markets',
  asset: 'asset: ETH, up to 22 letters, digits and hyphens',
  protocol: 'protocol: lido, up to 22 letters, digits and hyphens',
  oracle: 'oracle: chainlink, up to 22 letters, digits and hyphens',
}

const symbols: Symbols = { derivativeSymbol: 'bUSD', tokenSymbol: 'BLST' }
function insteadAt(path: YamlPath): string {
  if (path.includes('aggregators')) {
    return `Write a list of one to ${mostSources} addresses of Chainlink-style price feeds, in quotes.`
  }
  const name = nameOf(path)
  const spec = catalogue.find(({ key }) => key === name)
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
  }).map((problem) => {
    const instead = Object.entries(namesInstead).find(([end]) => problem.message.endsWith(end))?.[1]
    return instead === undefined ? problem : { ...problem, instead }
  })

/** What to write instead of a key that is none, by how its problem ends. */
const namesInstead: Readonly<Record<string, string>> = {
  '" is no name': 'Write up to 31 letters, digits and hyphens, such as WETH-A or WETH/USD.',
  '" is no risk': 'Write a risk that a market names, such as asset:ETH:.',
}

/** A file that has the shape. */
export type DeploymentFile = z.infer<typeof deploymentSchema>

/** The file's content, or undefined where its shape is wrong. */
export const deploymentFile = (source: YamlSource): DeploymentFile | undefined =>
  deploymentSchema.safeParse(source.plain).data
