import { readFile, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import process from 'node:process'
import type { Address } from '../governance/addressBook.ts'
import { defaultRisk } from '../governance/draftRisk.ts'
import { chooseFrom } from '../governance/nearest.ts'
import { inOrder, problemText } from '../governance/problemText.ts'
import type { Problem, RiskSettings } from '../governance/proposal.ts'
import { readYaml, type YamlPath } from '../governance/yamlSource.ts'
import { UsageError } from '../shared/errors.ts'
import { printable } from '../shared/format.ts'
import { type AccountEntry, entryFrom } from './accountSchema.ts'
import { type ConfigFile, configProblems, configSchema } from './configSchema.ts'
import { isLoopback } from './loopback.ts'
import { type SnapshotConfig, snapshotConfig } from './snapshotConfig.ts'

/** The file that makes a folder a workspace. */
export const configName = 'ballast.yaml'

const configFile = {
  noun: 'workspace',
  example: 'the file that `ballast init` writes in an empty folder',
}

/** A network as the workspace describes it. */
export interface NetworkConfig {
  readonly name: string
  /** With whatever the environment adds; may hold a key, so it is never shown whole. */
  readonly url: string
  /** Where the node tells of new blocks; may hold a key as well. Without it they are asked for. */
  readonly webSocket?: string
  /** Whether the node runs on this machine. */
  readonly isLocal: boolean
  readonly chainId: number
  /** The address book's file, absolute. */
  readonly addresses: string
  /** If given, the governor that the address book must name. */
  readonly governor?: Address
  /** Name or reference of the account that acts unless --account says otherwise. */
  readonly account?: string
  readonly timeoutSeconds: number
  /** The most to pay for a unit of gas, gwei; what the chain asks for if absent. */
  readonly maxFee?: number
  /** Blocks that must hold a transaction before it counts. */
  readonly confirmations: number
  /** Where its off-chain votes are held, if anywhere. */
  readonly snapshot?: SnapshotConfig
}

/** A workspace: networks, accounts by reference, defaults. */
export interface Config {
  /** The folder of ballast.yaml; everything that Ballast remembers lies below it. */
  readonly folder: string
  /** The file itself, as it was found or named. */
  readonly path: string
  readonly defaultNetwork?: string
  readonly networkNames: readonly string[]
  /** @throws UsageError for a name that is not there, or a variable that is not set */
  readonly network: (name: string) => NetworkConfig
  /** Those whose node runs on this machine, as far as their url is known. */
  readonly localNetworks: readonly NetworkConfig[]
  readonly accounts: Readonly<Record<string, AccountEntry>>
  readonly risk: RiskSettings
}

/** A ballast.yaml that cannot be understood: all its problems at once. */
export class InvalidConfigError extends UsageError {
  readonly problems: readonly Problem[]

  constructor(path: string, problems: readonly Problem[]) {
    super(
      problemText(path, problems),
      'Correct the lines above; `ballast init` in an empty folder writes an example with comments.',
    )
    this.problems = inOrder(problems)
  }
}

/** There is no ballast.yaml where one is needed. */
export const noWorkspace = (): UsageError =>
  new UsageError(
    'There is no ballast.yaml in this folder or above it.',
    'Write one with comments: ballast init',
  )

const DEFAULT_TIMEOUT_SECONDS = 30
/** A node of one's own machine mines for nobody else: nothing is put back there, and nothing comes on top. */
const LOCAL_CONFIRMATIONS = 1
const DEFAULT_CONFIRMATIONS = 3

/**
 * The workspace that the working directory lies in: ballast.yaml here or in the nearest folder above.
 *
 * @param path a file to read instead
 * @returns undefined where there is none
 * @throws InvalidConfigError, UsageError
 */
export async function readConfig(path?: string): Promise<Config | undefined> {
  const file = path === undefined ? await findUpwards(process.cwd()) : resolve(path)
  if (file === undefined) return undefined
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new UsageError(
      `${path ?? file} cannot be read: ${error instanceof Error ? error.message : error}`,
      'Name a ballast.yaml with --config; `ballast init` writes one.',
    )
  })
  return parseConfig(text, { path: path ?? file, folder: dirname(file) })
}

async function findUpwards(from: string): Promise<string | undefined> {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, configName)
    if ((await stat(candidate).catch(() => undefined))?.isFile()) return candidate
    if (folder === dirname(folder)) return undefined
  }
}

/** Hex digits without quotes would be read as a number. */
const keepsSource = (path: YamlPath): boolean =>
  path[0] === 'accounts' || path[2] === 'governor' || /^(splitR|r)egistry$/.test(String(path[3]))

/** @throws InvalidConfigError */
export function parseConfig(
  text: string,
  at: { readonly path: string; readonly folder: string },
): Config {
  const yaml = readYaml(text, keepsSource, configFile)
  if (yaml.problems.length > 0) throw new InvalidConfigError(at.path, yaml.problems)
  const result = configSchema.safeParse(yaml.plain ?? {})
  const problems = configProblems(yaml)
  if (!result.success || problems.length > 0) throw new InvalidConfigError(at.path, problems)
  const { networks, accounts, risk, network: defaultNetwork } = result.data
  const names = Object.keys(networks)
  const describe = (name: string, found: ConfigFile['networks'][string], url: string) => {
    const { chainId, addresses, governor, account, timeout, maxFee } = found
    const isLocal = isLoopback(url)
    const snapshot = found.snapshot && snapshotConfig(found.snapshot)
    return {
      name,
      url,
      isLocal,
      chainId,
      addresses: resolve(at.folder, addresses),
      timeoutSeconds: timeout ?? DEFAULT_TIMEOUT_SECONDS,
      confirmations: found.confirmations ?? (isLocal ? LOCAL_CONFIRMATIONS : DEFAULT_CONFIRMATIONS),
      ...withoutUndefined({ governor, account, maxFee, snapshot }),
    }
  }
  return {
    folder: at.folder,
    path: at.path,
    ...(defaultNetwork === undefined ? {} : { defaultNetwork }),
    networkNames: names,
    localNetworks: Object.entries(networks).flatMap(([name, found]) => {
      const url = found.url ?? process.env[found.urlEnv ?? '']
      return url !== undefined && isLoopback(url) ? [describe(name, found, url)] : []
    }),
    accounts: Object.fromEntries(
      Object.entries(accounts).map(([name, entry]) => [name, entryFrom(entry, at.folder)]),
    ),
    risk: { ...defaultRisk, ...withoutUndefined(risk) },
    network(name) {
      const found = networks[name]
      if (found === undefined) {
        throw new UsageError(
          `There is no network ${nameWords(name)} in ${at.path}.`,
          chooseFrom(name, [...names, 'demo']),
        )
      }
      return {
        ...describe(name, found, found.url ?? urlFromEnvironment(name, found.urlEnv ?? '')),
        ...withoutUndefined({ webSocket: webSocketOf(name, found) }),
      }
    },
  }
}

/** A name that was typed. One that is too long for a name may be a key in the wrong place, and is not repeated. */
const nameWords = (name: string): string =>
  name.length > LONGEST_NAME ? 'of that name' : `"${printable(name)}"`

const LONGEST_NAME = 40

function urlFromEnvironment(network: string, name: string): string {
  const url = process.env[name]
  if (url !== undefined && /^https?:\/\//.test(url) && URL.canParse(url)) return url
  throw new UsageError(
    `The network ${network} takes its url from $${name}, which ${url === undefined ? 'is not set' : 'is no http:// or https:// address'}.`,
    `Set it, for example: export ${name}=http://127.0.0.1:8545`,
  )
}

/** A variable that is not set is no failure: whoever has none asks for blocks. */
function webSocketOf(network: string, found: ConfigFile['networks'][string]): string | undefined {
  const { webSocket, webSocketEnv } = found
  const url = webSocketEnv === undefined ? undefined : process.env[webSocketEnv]
  if (url === undefined || url === '') return webSocket
  if (/^wss?:\/\//.test(url) && URL.canParse(url)) return url
  throw new UsageError(
    `The network ${network} takes its webSocket from $${webSocketEnv}, which is no ws:// or wss:// address.`,
    `Set it, for example: export ${webSocketEnv}=ws://127.0.0.1:8545; or unset it.`,
  )
}

const withoutUndefined = <T extends object>(value: T) =>
  Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>
  }
