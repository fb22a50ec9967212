import { readFile, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import process from 'node:process'
import { z } from 'zod'
import type { Address } from '../governance/addressBook.ts'
import { defaultRisk } from '../governance/draftRisk.ts'
import { type Problem, pricesModels, type RiskSettings } from '../governance/proposal.ts'
import { readYaml } from '../governance/yamlSource.ts'
import { UsageError } from '../shared/errors.ts'
import { plural } from '../shared/format.ts'

/** The file that makes a folder a workspace. */
export const configName = 'ballast.yaml'

const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/, 'is no address (0x and 40 hex digits)')
const variable = z.string().regex(/^[A-Z_][A-Z0-9_]*$/, 'is no name of an environment variable')
/** `node:0`, `node:0x…`, `env:NAME`; keystores, Safes and devices will have words of their own. */
const accountReference = z
  .string()
  .regex(
    /^(node:(\d+|0x[0-9a-fA-F]{40})|env:[A-Z_][A-Z0-9_]*)$/,
    'is no reference to an account; write node:0, node:0x… or env:NAME',
  )

const networkSchema = z
  .strictObject({
    url: z.url({ protocol: /^https?$/, error: 'is no http:// or https:// address' }).optional(),
    urlEnv: variable.optional(),
    chainId: z.int().positive(),
    addresses: z.string().min(1),
    governor: address.optional(),
    account: z.string().optional(),
    timeout: z.number().positive().max(600).optional(),
  })
  .refine(({ url, urlEnv }) => (url === undefined) !== (urlEnv === undefined), {
    error: 'needs either url or urlEnv',
  })

const configSchema = z.strictObject({
  network: z.string().optional(),
  networks: z.record(z.string().regex(/^[a-z][a-z0-9-]*$/), networkSchema),
  accounts: z.record(z.string().regex(/^[a-z][a-z0-9-]*$/), accountReference).default({}),
  risk: z
    .strictObject({
      paths: z.int().min(100).max(1_000_000).optional(),
      horizonDays: z.int().min(1).max(365).optional(),
      seed: z.int().nonnegative().optional(),
      prices: z.enum(pricesModels).optional(),
    })
    .default({}),
})

/** A network as the workspace describes it. */
export interface NetworkConfig {
  readonly name: string
  /** With whatever the environment adds; may hold a key, so it is never shown whole. */
  readonly url: string
  readonly chainId: number
  /** The address book's file, absolute. */
  readonly addresses: string
  /** If given, the governor that the address book must name. */
  readonly governor?: Address
  /** Name or reference of the account that acts unless --account says otherwise. */
  readonly account?: string
  readonly timeoutSeconds: number
}

/** A workspace: networks, accounts by reference, defaults. */
export interface Config {
  /** The folder of ballast.yaml; everything that Ballast remembers lies below it. */
  readonly folder: string
  readonly defaultNetwork?: string
  readonly networkNames: readonly string[]
  /** @throws UsageError for a name that is not there, or a variable that is not set */
  readonly network: (name: string) => NetworkConfig
  readonly accounts: Readonly<Record<string, string>>
  readonly risk: RiskSettings
}

/** A ballast.yaml that cannot be understood: all its problems at once. */
export class InvalidConfigError extends UsageError {
  constructor(path: string, problems: readonly Problem[]) {
    const lines = problems.map(
      ({ place, message, instead }) =>
        `  ${path}:${place.line}:${place.column}  ${message}\n      → ${instead}`,
    )
    super(
      `${plural(problems.length, 'problem')} in ${path}.\n${lines.join('\n')}`,
      'Correct the lines above; `ballast init` writes an example with comments.',
    )
  }
}

const DEFAULT_TIMEOUT_SECONDS = 30

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

/** @throws InvalidConfigError */
export function parseConfig(
  text: string,
  at: { readonly path: string; readonly folder: string },
): Config {
  const yaml = readYaml(text, () => false)
  if (yaml.problems.length > 0) throw new InvalidConfigError(at.path, yaml.problems)
  const result = configSchema.safeParse(yaml.plain ?? {})
  if (!result.success) {
    throw new InvalidConfigError(
      at.path,
      result.error.issues.map((issue) => ({
        place: yaml.placeOf(issue.path),
        message: `${issue.path.join('.') || 'The file'}: ${issue.message}`,
        instead: 'Compare with the comments that `ballast init` writes.',
      })),
    )
  }
  const { networks, accounts, risk, network: defaultNetwork } = result.data
  const names = Object.keys(networks)
  return {
    folder: at.folder,
    ...(defaultNetwork === undefined ? {} : { defaultNetwork }),
    networkNames: names,
    accounts,
    risk: { ...defaultRisk, ...withoutUndefined(risk) },
    network(name) {
      const found = networks[name]
      if (found === undefined) {
        throw new UsageError(
          `There is no network "${name}" in ${at.path}.`,
          `Use one of: ${[...names, 'demo'].join(', ')}.`,
        )
      }
      const { url, urlEnv, chainId, addresses, governor, account, timeout } = found
      return {
        name,
        url: url ?? urlFromEnvironment(name, urlEnv ?? ''),
        chainId,
        addresses: resolve(at.folder, addresses),
        timeoutSeconds: timeout ?? DEFAULT_TIMEOUT_SECONDS,
        ...withoutUndefined({ governor, account }),
      }
    },
  }
}

function urlFromEnvironment(network: string, name: string): string {
  const url = process.env[name]
  if (url !== undefined && /^https?:\/\//.test(url)) return url
  throw new UsageError(
    `The network ${network} takes its url from $${name}, which ${url === undefined ? 'is not set' : 'is no http:// or https:// address'}.`,
    `Set it, for example: export ${name}=http://127.0.0.1:8545`,
  )
}

const withoutUndefined = <T extends object>(value: T) =>
  Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>
  }
