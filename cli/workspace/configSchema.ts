import * as z from 'zod'
import { addressSchema } from '../governance/addressSchema.ts'
import { chooseFrom } from '../governance/nearest.ts'
import { type Problem, pricesModels } from '../governance/proposal.ts'
import { nameOf, problemsOfShape } from '../governance/shapeProblems.ts'
import type { YamlPath, YamlSource } from '../governance/yamlSource.ts'
import { printable } from '../shared/format.ts'
import { accountFields, accountInstead, accountSchema, variable } from './accountSchema.ts'
import { isLoopback } from './loopback.ts'
import { isSafe, ownersNamedBy } from './safeSchema.ts'

const name = z.string().regex(/^[a-z][a-z0-9-]*$/, 'is no name')

const isUrl = (text: string | undefined): boolean =>
  /^https?:\/\//.test(text ?? '') && URL.canParse(text ?? '')

const service = (words: string) =>
  z
    .string()
    .refine((text) => ['main', 'testnet'].includes(text) || isUrl(text), {
      error: `is neither main nor testnet nor the address of ${words}`,
    })
    .optional()

/** Where off-chain votes are held: the space, and the services that keep it. */
const snapshotFields = z.strictObject({
  space: z.string().regex(/^[^\s"'`]{1,64}$/, 'is no name of a space'),
  hub: service('a hub'),
  sequencer: service('a sequencer'),
  score: service('a score service'),
  network: z.enum(['s', 's-tn']).optional(),
  apiKeyEnv: variable.optional(),
  registry: addressSchema.optional(),
  splitRegistry: addressSchema.optional(),
})

/** Messages to one service are not found on another. */
const isOneService = (hub: string | undefined, sequencer: string | undefined): boolean =>
  isUrl(hub) || isUrl(sequencer) || hub === undefined || sequencer === undefined
    ? isUrl(hub) === isUrl(sequencer)
    : hub === sequencer

const snapshotSchema = snapshotFields.refine(({ hub, sequencer }) => isOneService(hub, sequencer), {
  error: 'needs hub and sequencer of the same service',
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
  maxFee: z.number().positive().max(1_000_000).optional(),
  confirmations: z.int().min(1).max(100).optional(),
  snapshot: snapshotSchema.optional(),
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
  accounts: z.record(name, accountSchema).default({}),
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
  maxFee: 'maxFee: 50 (gwei for a unit of gas, at most 1000000)',
  confirmations: 'confirmations: 3 (blocks, from 1 to 100)',
  space: 'space: your-dao.eth',
  hub: 'hub: main, hub: testnet, or the address of your own, such as http://127.0.0.1:3000/graphql',
  sequencer:
    'sequencer: main, sequencer: testnet, or the address of your own, such as http://127.0.0.1:3001',
  score: 'score: main, score: testnet, or the address of your own',
  apiKeyEnv: 'apiKeyEnv: SNAPSHOT_API_KEY, a variable that holds the key',
  registry: 'registry: with the address of the delegate registry in quotes, 0x and 40 hex digits',
  splitRegistry:
    'splitRegistry: with the address of the registry of split delegations in quotes, 0x and 40 hex digits',
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
  if (section === 'accounts' && path.length > 1) return accountInstead(path)
  if (field === 'snapshot' && path.length === 3)
    return 'Write space: your-dao.eth below it; for a service of your own also hub: and sequencer:, both with their addresses.'
  if (field === 'snapshot' && path[3] === 'network')
    return 'Write network: s, or network: s-tn for the testnet.'
  const example = examples[String(section === 'networks' ? (path[3] ?? field) : nameOf(path))]
  return example === undefined
    ? 'Compare with the file that `ballast init` writes in an empty folder.'
    : `Write ${example}.`
}

function fieldsAt(path: YamlPath): readonly string[] {
  if (path.length === 0) return Object.keys(configSchema.shape)
  if (path[0] === 'accounts') return accountFields
  if (path[0] === 'networks' && path[2] === 'snapshot') return Object.keys(snapshotFields.shape)
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
  return [...problems, ...keyProblems(source), ...ownerProblems(source, asGroup(file['accounts']))]
}

/** A key goes to no other machine in the clear: whoever is on the way could use it. */
function keyProblems(source: YamlSource): readonly Problem[] {
  const networks = asGroup(asGroup(source.plain)['networks'])
  return Object.keys(networks).flatMap((name) => {
    const written = asGroup(asGroup(networks[name])['snapshot'])
    if (written['apiKeyEnv'] === undefined) return []
    return ['hub', 'score'].flatMap((field) => {
      const url = written[field]
      if (typeof url !== 'string' || !url.startsWith('http://') || isLoopback(url)) return []
      return {
        place: source.placeOf(['networks', name, 'snapshot', field]),
        message: `${field} would get the key of apiKeyEnv over http://, where it can be read on the way`,
        instead: `Write an https:// address for ${field}, or leave apiKeyEnv out.`,
      }
    })
  })
}

/** Owners of a Safe are accounts that have a key: Safes that own each other would never end. */
function ownerProblems(
  source: YamlSource,
  accounts: Readonly<Record<string, unknown>>,
): readonly Problem[] {
  const withKeys = Object.keys(accounts).filter((name) => !isSafe(accounts[name]))
  return Object.entries(accounts).flatMap(([name, entry]) =>
    ownersNamedBy(entry)
      .filter((owner) => !withKeys.includes(owner) || owner === name)
      .map((owner) => ({
        place: source.placeOf(['accounts', name]),
        message: `"${printable(owner)}", an owner of this Safe, ${
          owner !== name && Object.hasOwn(accounts, owner)
            ? 'is a Safe itself, which cannot sign for another one from here'
            : 'is no other account in this file'
        }`,
        instead: chooseFrom(
          owner,
          withKeys.filter((each) => each !== name),
        ),
      })),
  )
}

const asGroup = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {}
