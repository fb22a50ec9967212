import process from 'node:process'
import { governedValues, specsOf } from '../governance/catalogue.ts'
import { marketParameters } from '../governance/marketParameters.ts'
import type { ParameterSpec } from '../governance/parameter.ts'
import { restrainingSpecs } from '../governance/restraint.ts'
import type { Scope } from '../governance/scopes.ts'
import { readAddressBook } from '../workspace/addressBookFiles.ts'
import { type Config, readConfig } from '../workspace/config.ts'
import { proposalsIn } from '../workspace/proposalFiles.ts'
import { demoDerivative, demoMarkets } from './demoSpec.ts'

/** What the line that is being typed says about where to look. */
export interface CompletionContext {
  /** Of --config. */
  readonly config?: string | undefined
  /** Of --network. */
  readonly network?: string | undefined
}

const configOf = ({ config }: CompletionContext): Promise<Config | undefined> =>
  readConfig(config ?? process.env['BALLAST_CONFIG'])

/** The networks of the nearest ballast.yaml, and the one that is always there. */
export const networkNames = async (context: CompletionContext): Promise<readonly string[]> => [
  ...((await configOf(context))?.networkNames ?? []),
  'demo',
]

/** The accounts of the nearest ballast.yaml. */
export const accountNames = async (context: CompletionContext): Promise<readonly string[]> =>
  Object.keys((await configOf(context))?.accounts ?? {})

/** The working directory's proposals. */
export const proposals = async (): Promise<readonly string[]> =>
  (await proposalsIn('proposals')).map(({ name }) => name)

/** Something that has parameters. */
interface Named {
  readonly scope: Scope
  readonly name: string
}

const demoNames: readonly Named[] = [
  ...demoMarkets.flatMap(({ label, feed, token: { symbol }, risks }): readonly Named[] => [
    { scope: 'market', name: label },
    { scope: 'feed', name: feed },
    { scope: 'pool', name: `pool-${symbol}` },
    ...risks.map((name): Named => ({ scope: 'risk', name })),
  ]),
  { scope: 'pool', name: 'insurance' },
  { scope: 'derivative', name: demoDerivative.symbol },
  { scope: 'governor', name: 'governor' },
  { scope: 'timelock', name: 'timelock' },
]

/** Everything that has parameters on a network, by its address book; nothing is asked of the network. */
async function namesOn(context: CompletionContext): Promise<readonly Named[]> {
  const config = await configOf(context)
  const network = context.network ?? process.env['BALLAST_NETWORK'] ?? config?.defaultNetwork
  if (config === undefined || network === undefined || network === 'demo') return demoNames
  const book = await readAddressBook(network, config.network(network).addresses)
  return governedValues(book).map(({ spec: { scope }, subject: name }) => ({ scope, name }))
}

const unique = (named: readonly Named[]): readonly string[] => [
  ...new Set(named.map(({ name }) => name)),
]

/** The names of everything that has parameters on a network. */
export const subjects = async (context: CompletionContext): Promise<readonly string[]> =>
  unique(await namesOn(context))

/** The markets of a network. */
export const markets = async (context: CompletionContext): Promise<readonly string[]> =>
  unique((await namesOn(context)).filter(({ scope }) => scope === 'market'))

const setting = ({ key }: ParameterSpec): string => `${key}=`

/** What stewards move of a market, as it is set, without the value. */
export const settingKeys = (): readonly string[] => marketParameters.map(setting)

/** The parameters of whatever is called so: those of its scope. */
export async function parameterKeys(
  subject: string,
  context: CompletionContext,
): Promise<readonly string[]> {
  const found = (await namesOn(context)).find(({ name }) => name === subject)
  return found === undefined ? [] : specsOf(found.scope).map(({ key }) => key)
}

/** What stands behind `guardian <what>`: a proposal, or what a guardian may tighten or freeze, and what of it. */
export async function guardianWords(
  [what, subject, ...settings]: readonly string[],
  context: CompletionContext,
): Promise<readonly string[]> {
  if (what === 'cancel') return settings.length === 0 ? proposals() : []
  if (what !== 'tighten') return settings.length === 0 ? markets(context) : []
  const known = (await namesOn(context)).filter(({ scope }) => restrainingSpecs(scope).length > 0)
  if (settings.length === 0) return unique(known)
  const found = known.find(({ name }) => name === subject)
  return found === undefined ? [] : restrainingSpecs(found.scope).map(setting)
}
