import * as z from 'zod'
import { addressSchema } from '../governance/addressSchema.ts'
import { chooseFrom } from '../governance/nearest.ts'
import { type Problem, pricesModels } from '../governance/proposal.ts'
import { nameOf, problemsOfShape } from '../governance/shapeProblems.ts'
import type { YamlPath, YamlSource } from '../governance/yamlSource.ts'
import { printable } from '../shared/format.ts'
import { ownersNamedBy, safeEntry, safeReference } from './safeSchema.ts'

const variable = z.string().regex(/^[A-Z_][A-Z0-9_]*$/, 'is no name of an environment variable')
const name = z.string().regex(/^[a-z][a-z0-9-]*$/, 'is no name')
/** `node:0`, `node:0x…`, `env:NAME`, `safe:0x…`; keystores and devices will have words of their own. */
const accountReference = z
  .string()
  .refine((text) => own.test(text) || safeReference.safeParse(text).success, {
    error: 'is no reference to an account',
  })
const own = /^(node:(\d+|0x[0-9a-fA-F]{40})|env:[A-Z_][A-Z0-9_]*)$/
/** By reference, or a Safe as an object; answered as a reference. */
const accountEntry = z.unknown().transform((value, context): string => {
  const found = (typeof value === 'object' ? safeEntry : accountReference).safeParse(value)
  if (found.success) return found.data
  for (const issue of found.error.issues) {
    context.issues.push({ ...issue, input: value } as z.core.$ZodRawIssue)
  }
  return z.NEVER
})

const networkFields = z.strictObject({
  url: z.url({ protocol: /^https?$/, error: 'is no http:// or https:// address' }).optional(),
  urlEnv: variable.optional(),
  webSocket: z.url({ protocol: /^wss?$/, error: 'is no ws:// or wss:// address' }).optional(),
  webSocketEnv: variable.optional(),
  chainId: z.int().positive(),
  addresses: z.string().min(1),
  governor: addressSchema.optional(),
  account: z.string().min(1).optional(),
  timeout: z.number().positive().max(600).optional(),
})

const networkSchema = networkFields
  .refine(({ url, urlEnv }) => (url === undefined) !== (urlEnv === undefined), {
    error: 'needs either url or urlEnv',
  })
  .refine(({ webSocket, webSocketEnv }) => webSocket === undefined || webSocketEnv === undefined, {
    error: 'stands beside webSocket, and one of them is enough',
    path: ['webSocketEnv'],
  })

const riskSchema = z.strictObject({
  paths: z.int().min(100).max(1_000_000).optional(),
  horizonDays: z.int().min(1).max(365).optional(),
  seed: z.int().nonnegative().optional(),
  prices: z.enum(pricesModels).optional(),
})

/** ballast.yaml. */
export const configSchema = z.strictObject({
  network: z.string().optional(),
  networks: z.record(name, networkSchema),
  accounts: z.record(name, accountEntry).default({}),
  risk: riskSchema.default({}),
})

export type ConfigFile = z.infer<typeof configSchema>

const examples: Readonly<Record<string, string>> = {
  network: 'network: local',
  url: 'url: http://127.0.0.1:8545',
  urlEnv: 'urlEnv: MAINNET_RPC_URL',
  webSocket: 'webSocket: ws://127.0.0.1:8545',
  webSocketEnv: 'webSocketEnv: MAINNET_WS_URL, without webSocket',
  chainId: 'chainId: 31337',
  addresses: 'addresses: deployments/local.json',
  governor: "governor: with the Governor's address, 0x and 40 hex digits",
  account: 'account: deployer, a name under accounts',
  timeout: 'timeout: 30 (seconds, at most 600)',
  paths: 'paths: 2000 (from 100 to 1000000)',
  horizonDays: 'horizonDays: 30 (from 1 to 365)',
  seed: 'seed: 1',
}

const lowerCase = 'Write a name in lower-case letters, digits and hyphens.'

/** What to write where; each path is networks.<name>.<field>, accounts.<name>, risk.<field> or <field>. */
function insteadAt(path: YamlPath): string {
  const [section, , field] = path
  if (section === 'networks' && path.length === 1)
    return 'Add networks: with at least one; `ballast init` in an empty folder writes an example.'
  if (section === 'networks' && path.length === 2)
    return 'Write either url: http://127.0.0.1:8545, or urlEnv: with the name of a variable that holds it.'
  if (section === 'accounts' && path.length === 2)
    return 'Write node:0, node:0x… or env:NAME; a Safe is safe:0x… or { safe: 0x…, owners: [alice] }. A key itself never belongs into a file.'
  const example = examples[String(section === 'networks' ? field : nameOf(path))]
  return example === undefined
    ? 'Compare with the file that `ballast init` writes in an empty folder.'
    : `Write ${example}.`
}

function fieldsAt(path: YamlPath): readonly string[] {
  if (path.length === 0) return Object.keys(configSchema.shape)
  return Object.keys(path[0] === 'networks' ? networkFields.shape : riskSchema.shape)
}

/** Everything that is wrong with a ballast.yaml, each with its place and what to write. */
export const configProblems = (source: YamlSource): readonly Problem[] => {
  const shape = problemsOfShape(configSchema, source, {
    whole: 'ballast.yaml',
    fieldsAt,
    instead: insteadAt,
  }).map((problem) =>
    problem.message.endsWith('is no name') ? { ...problem, instead: lowerCase } : problem,
  )
  return [...shape, ...nameProblems(source)]
}

/** Names that lead nowhere. Looked for also where the rest has problems, so that all are told at once. */
function nameProblems(source: YamlSource): readonly Problem[] {
  const file = asGroup(source.plain)
  const networks = Object.keys(asGroup(file['networks']))
  const accounts = Object.keys(asGroup(file['accounts']))
  const problems: Problem[] = []
  const refuse = (path: YamlPath, message: string, instead: string) =>
    problems.push({ place: source.placeOf(path), message, instead })
  const { network } = file
  const known = [...new Set([...networks, 'demo'])]
  if (typeof network === 'string' && !known.includes(network)) {
    const instead = chooseFrom(network, known)
    refuse(['network'], `There is no network "${printable(network)}" in this file`, instead)
  }
  if (networks.includes('demo')) {
    problems.push({
      place: source.keyPlaceOf(['networks', 'demo']),
      message: 'demo is the network in this process, which needs no entry',
      instead: 'Choose another name.',
    })
  }
  for (const name of networks) {
    const { account } = asGroup(asGroup(file['networks'])[name])
    if (typeof account !== 'string' || account.includes(':') || accounts.includes(account)) continue
    const instead =
      accounts.length === 0
        ? 'Add it under accounts:, or write a reference such as node:0 or env:NAME.'
        : chooseFrom(account, accounts)
    const path = ['networks', name, 'account']
    refuse(path, `There is no account "${printable(account)}" in this file`, instead)
  }
  for (const name of accounts) {
    const owners = ownersNamedBy(asGroup(file['accounts'])[name])
    for (const owner of owners.filter((each) => !accounts.includes(each) || each === name)) {
      refuse(
        ['accounts', name],
        `"${printable(owner)}", an owner of this Safe, is no other account in this file`,
        chooseFrom(
          owner,
          accounts.filter((each) => each !== name),
        ),
      )
    }
  }
  return problems
}

const asGroup = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {}
