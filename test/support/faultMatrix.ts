import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { type Chain, readBlock } from '../../cli/chain/client.ts'
import { ExitCode } from '../../cli/shared/errors.ts'
import { buildCli } from './builtCli.ts'
import { type FaultProxy, startFaultProxy } from './faultProxy.ts'
import { type FaultCase, faultCases } from './faults.ts'
import { type SeededNode, seeded, startHardhat } from './nodes.ts'
import type { CliRun } from './runCli.ts'
import { runCli } from './runCli.ts'

/** A verb and how it is called. */
export interface VerbCase {
  readonly name: string
  readonly args: (proposal: string) => readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly sends?: true
  /** Takes seconds: only what goes wrong in different ways, the rest being the same code for every verb that sends. */
  readonly isSlow?: true
  /** Its effect grows with every repetition, as its user says: "exactly once" does not hold. */
  readonly isRelative?: true
  /** Answers what it has sent and not seen mined, beside all else that it did: tested where it is. */
  readonly tellsWhatWaits?: true
}

/** What the chain has to look like for some verbs; each stage of a track goes on from the one before. */
export interface Stage {
  readonly name: string
  readonly reach: (site: Site) => Promise<unknown>
  readonly verbs: readonly VerbCase[]
}

/** A node of its own with the demonstration on it, and the workspace that every lane starts with. */
export interface Site {
  readonly node: SeededNode
  /** Reached by the stages; 0 before there is one. */
  proposal: bigint
  readonly openLane: () => Promise<Lane>
  readonly restore: (lane: Lane) => Promise<void>
  readonly close: () => Promise<void>
}

/** A workspace of its own and a door of its own to the node. */
export interface Lane {
  readonly proxy: FaultProxy
  readonly folder: string
}

/** Part of the node's address in every workspace; nothing that is printed may contain it. */
export const KEY = '9aa3d95b3bc440fa88ea12eaa4456161'

/** @param writeTemplate writes the workspace; `http://node` in its ballast.yaml becomes the lane's door */
export async function openSite(
  writeTemplate: (node: SeededNode, folder: string) => Promise<void>,
): Promise<Site> {
  const [node] = await Promise.all([startHardhat().then(seeded), buildCli()])
  const template = await mkdtemp(join(tmpdir(), 'ballast-faults-'))
  await writeTemplate(node, template)
  const lanes: Lane[] = []
  const restore = async ({ proxy, folder }: Lane) => {
    await proxy.clear()
    await rm(folder, { recursive: true, force: true })
    await cp(template, folder, { recursive: true })
    const config = join(folder, 'ballast.yaml')
    const text = await readFile(config, 'utf8')
    await writeFile(config, text.replaceAll('http://node', `${proxy.url}/v3/${KEY}`))
  }
  return {
    node,
    proposal: 0n,
    restore,
    async openLane() {
      const lane = {
        proxy: await startFaultProxy(node.url),
        folder: await mkdtemp(join(tmpdir(), 'ballast-lane-')),
      }
      await restore(lane)
      lanes.push(lane)
      return lane
    },
    async close() {
      for (const { proxy, folder } of lanes) {
        await proxy.stop()
        await rm(folder, { recursive: true })
      }
      await rm(template, { recursive: true })
      await node.stop()
    },
  }
}

/** Every case of a verb by its name. */
export const titleOf = (verb: VerbCase, fault: FaultCase): string => `${verb.name}: ${fault.name}`

export const faultsOf = ({ sends, isSlow, tellsWhatWaits }: VerbCase): readonly FaultCase[] =>
  faultCases.filter(
    ({ name, hitsSending, isVariant }) =>
      (sends || !hitsSending) &&
      !(isSlow && isVariant) &&
      !(tellsWhatWaits && name === 'receipt that never comes'),
  )

export const go = ({ proxy }: Lane, { fault, aim }: FaultCase): Promise<void> | void =>
  fault === undefined ? proxy.stop() : proxy.inject(fault, aim)

/** What a run without any fault does: the measure for all the others. */
interface Measure {
  readonly requests: number
  /** How many of them came before the first that may have changed the chain. */
  readonly beforeSending: number
  readonly files: readonly string[]
  readonly effect: Effect
}

/** What happened on the chain since a block, without its times. */
interface Effect {
  readonly transactions: readonly string[]
  readonly events: readonly string[]
}

/** Seconds for an answer: the nodes live in this process, which has more to do than to answer. */
export const TIMEOUT = '3'

/** What may change a chain. */
const CHANGES = /^(eth_send|evm_|hardhat_|anvil_)/

/** How many commands run at the same time on one node, as long as none of them changes it. */
const LANES = 3

/** Told the end of every case as it comes; `end` rejects where something did not hold. */
export type Told = (title: string, end: Promise<void>) => void

/** Carries a site from stage to stage, and in each one every verb through every fault. */
export async function playTrack(site: Site, stages: readonly Stage[], tell: Told): Promise<void> {
  const main = await site.openLane()
  const lanes = await Promise.all(Array.from({ length: LANES }, site.openLane))
  for (const { reach, verbs } of stages) {
    await reach(site)
    const cases: Case[] = []
    for (const verb of verbs) {
      const usual = await undone(site, main, () => measure(site, main, verb))
      cases.push(...faultsOf(verb).map((fault) => ({ verb, fault, usual })))
    }
    const isQuietCase = ({ fault, usual }: Case) => isQuiet(fault, usual)
    const inTurn = inLanes([...lanes])
    const quiet = cases.filter(isQuietCase).map((one) => {
      const end = inTurn(async (lane) => {
        try {
          await suffer(site, lane, one)
        } finally {
          await site.restore(lane)
        }
      })
      tell(titleOf(one.verb, one.fault), end)
      return end
    })
    await Promise.allSettled(quiet)
    for (const one of cases.filter((each) => !isQuietCase(each))) {
      const end = undone(site, main, () => suffer(site, main, one))
      tell(titleOf(one.verb, one.fault), end)
      await end.catch(() => {})
    }
  }
}

interface Case {
  readonly verb: VerbCase
  readonly fault: FaultCase
  readonly usual: Measure
}

/** Does something and puts chain and workspace back. */
async function undone<T>({ node, restore }: Site, lane: Lane, work: () => Promise<T>): Promise<T> {
  const snapshot = await node.chain.rpc.request({ method: 'evm_snapshot' })
  try {
    return await work()
  } finally {
    await node.chain.rpc.request({ method: 'evm_revert', params: [snapshot] })
    await restore(lane)
  }
}

/** Gives each piece of work a lane of its own while it lasts. */
function inLanes(free: Lane[]): (work: (lane: Lane) => Promise<void>) => Promise<void> {
  const waiting: ((lane: Lane) => void)[] = []
  return async (work) => {
    const lane = free.pop() ?? (await new Promise<Lane>((resolve) => waiting.push(resolve)))
    try {
      await work(lane)
    } finally {
      const next = waiting.shift()
      if (next === undefined) free.push(lane)
      else next(lane)
    }
  }
}

/** Whether a verb that asks so much comes upon the fault at all. */
const isNoticed = ({ isTransient, after = 0 }: FaultCase, { requests }: Measure): boolean =>
  !isTransient && after < requests

/** Whether it does so before it has sent anything. */
const isQuiet = (fault: FaultCase, usual: Measure): boolean =>
  isNoticed(fault, usual) && !fault.hitsSending && (fault.after ?? 0) < usual.beforeSending

const run = ({ proposal }: Site, { folder }: Lane, { args, env = {} }: VerbCase): Promise<CliRun> =>
  runCli([...args(idOf(proposal)), '--timeout', TIMEOUT], {
    cwd: folder,
    env: { BALLAST_RECEIPT_TIMEOUT: '1', ...env },
  })

async function measure(site: Site, lane: Lane, verb: VerbCase): Promise<Measure> {
  const { chain } = site.node
  const since = await head(chain)
  const { exitCode, stdout, stderr } = await run(site, lane, verb)
  expect(exitCode, `${verb.name} without any fault: ${stderr}`).to.equal(ExitCode.done)
  expect(stdout).not.to.equal('')
  const methods = lane.proxy.seen().map(({ method }) => method)
  const first = methods.findIndex((method) => CHANGES.test(method))
  return {
    requests: methods.length,
    beforeSending: first === -1 ? methods.length : first,
    files: Object.keys(await contentsOf(lane.folder)),
    effect: await effectSince(chain, since),
  }
}

/** One verb, one fault: what it says, what it leaves, and that a repetition makes it whole. */
async function suffer(site: Site, lane: Lane, { verb, fault, usual }: Case): Promise<void> {
  const { chain } = site.node
  const since = await head(chain)
  const before = await contentsOf(lane.folder)
  await go(lane, fault)
  const result = await run(site, lane, verb)
  if (isNoticed(fault, usual)) {
    expectTold(result, fault)
    const after = await contentsOf(lane.folder)
    expectWhole(after)
    const isUntouched =
      JSON.stringify(after) === JSON.stringify(before) && (await head(chain)) === since
    if (isQuiet(fault, usual)) {
      expect(isUntouched, 'something was left although nothing was sent').to.equal(true)
    }
    // Where nothing was touched, repeating is what was measured without any fault.
    if (isUntouched) return
    await lane.proxy.clear()
    const again = await run(site, lane, verb)
    expect(again.exitCode, `repeated: ${again.stderr}`).to.equal(ExitCode.done)
  } else {
    expect(result.exitCode, result.stderr).to.equal(ExitCode.done)
  }
  if (verb.isRelative) return
  expect(await effectSince(chain, since)).to.deep.equal(usual.effect)
  expect(Object.keys(await contentsOf(lane.folder))).to.deep.equal(usual.files)
}

/** The class's sentence and its next step on stderr, nothing on stdout, and nothing that is nobody's business. */
export function expectTold({ exitCode, stdout, stderr }: CliRun, { says }: FaultCase): void {
  expect(exitCode, stderr).to.equal(ExitCode.unreachable)
  expect(stderr).to.match(says)
  expect(stdout).to.equal('')
  expect(stderr).not.to.match(/^\s+at |bug of Ballast/m)
  expect(stderr).not.to.contain(KEY)
}

/** Nothing is half written: no file that was not put in its place, no lock, every JSON file complete. */
function expectWhole(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    expect(path).not.to.match(/\.tmp$|\.lock/)
    if (path.endsWith('.json')) JSON.parse(text)
  }
}

/** Every file below a folder, by its path. */
export async function contentsOf(folder: string): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  return Object.fromEntries(
    await Promise.all(
      files.map(async (path) => [path.slice(folder.length + 1), await readFile(path, 'utf8')]),
    ),
  )
}

const head = async (chain: Chain): Promise<number> => (await readBlock(chain)).number

/** Who sent what kind of transaction, and which events there were, in the order of the chain. */
async function effectSince(chain: Chain, block: number): Promise<Effect> {
  const newest = await head(chain)
  if (newest === block) return { transactions: [], events: [] }
  const transactions: string[] = []
  for (let number = block + 1; number <= newest; number += 1) {
    const found = await chain.provider.getBlock(number, true)
    for (const { from, to, data } of found?.prefetchedTransactions ?? []) {
      transactions.push(`${from} → ${to}: ${data.slice(0, 10)}`)
    }
  }
  const logs = await chain.provider.getLogs({ fromBlock: block + 1, toBlock: newest })
  return { transactions, events: logs.map(({ address, topics }) => `${address} ${topics[0]}`) }
}

/** As people write it: the beginning is enough. */
const idOf = (id: bigint): string => `0x${id.toString(16).padStart(64, '0').slice(0, 8)}`
