import process from 'node:process'
import { catalogue, governedValues } from '../governance/catalogue.ts'
import { restrainingSpecs } from '../governance/restraint.ts'
import { readAddressBook } from '../workspace/addressBookFiles.ts'
import { type Config, readConfig } from '../workspace/config.ts'
import { proposalsIn } from '../workspace/proposalFiles.ts'
import { demoMarkets } from './demoSpec.ts'

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

/** Everything that has parameters on a network, by its address book; nothing is asked of the network. */
export async function subjects(context: CompletionContext): Promise<readonly string[]> {
  const config = await configOf(context)
  const name = context.network ?? process.env['BALLAST_NETWORK'] ?? config?.defaultNetwork
  if (config === undefined || name === undefined || name === 'demo') {
    const ofMarkets = demoMarkets.flatMap(({ label, feed }) => [label, feed])
    return [...ofMarkets, 'governor', 'timelock']
  }
  const book = await readAddressBook(name, config.network(name).addresses)
  return [...new Set(governedValues(book).map(({ subject }) => subject))]
}

/** The markets of a network, by its address book. */
export const markets = async (context: CompletionContext): Promise<readonly string[]> =>
  (await subjects(context)).filter(
    (name) => name !== 'governor' && name !== 'timelock' && !name.includes('/'),
  )

/** Parameters of a market as they are set, without the value. */
export const settingKeys = (): readonly string[] => parameterKeys('').map((key) => `${key}=`)

/** The parameters of a subject: those of its scope. Labels of feeds name a pair, those of markets do not. */
export function parameterKeys(subject: string): readonly string[] {
  const scope = subject === 'governor' || subject === 'timelock' ? subject : undefined
  const own = scope ?? (subject.includes('/') ? 'feed' : 'market')
  return catalogue.filter((spec) => spec.scope === own).map(({ key }) => key)
}

/** What stands behind `guardian <what>`: a proposal, or a market and what of it a guardian may tighten. */
export async function guardianWords(
  [what, , ...settings]: readonly string[],
  context: CompletionContext,
): Promise<readonly string[]> {
  if (what === 'cancel') return settings.length === 0 ? proposals() : []
  if (settings.length > 0) {
    return what === 'tighten' ? restrainingSpecs().map(({ key }) => `${key}=`) : []
  }
  return markets(context)
}
