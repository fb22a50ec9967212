import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { type Chain, readBlock } from '../../cli/chain/client.ts'
import { queueAction, voteAction } from '../../cli/chain/governor.ts'
import { localSender, transact } from '../../cli/chain/transaction.ts'
import { ExitCode } from '../../cli/shared/errors.ts'
import { writeAddressBook } from '../../cli/workspace/addressBookFiles.ts'
import { deploymentYaml, putStandIns } from '../chain/deployments.ts'
import { ceiling, knownKeys, pass, peopleOf, proposed } from '../support/acting.ts'
import { buildCli, runBuiltCli } from '../support/builtCli.ts'
import { type FaultProxy, startFaultProxy } from '../support/faultProxy.ts'
import { type FaultCase, faultCases } from '../support/faults.ts'
import { freePort, type SeededNode, seeded, startHardhat } from '../support/nodes.ts'
import type { CliRun } from '../support/runCli.ts'
import { startCli } from '../support/spawned.ts'

/** A verb, what it needs on the chain, and how it is called. */
interface VerbCase {
  readonly name: string
  readonly args: (id: string) => readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly sends?: true
  /** Takes seconds: only what goes wrong in different ways, the rest being the same code for every verb that sends. */
  readonly isSlow?: true
  /** Its effect grows with every repetition, as its user says: what must hold instead of "exactly once". */
  readonly isRelative?: true
}

/** What the chain has to look like for some verbs; each stage goes on from the one before. */
interface Stage {
  readonly name: string
  readonly reach: (node: SeededNode) => Promise<unknown>
  readonly verbs: readonly VerbCase[]
}

const KEY = '9aa3d95b3bc440fa88ea12eaa4456161'
const FILE = 'ceiling.yaml'
const YES = ['--yes']
/** What may change a chain. */
const CHANGES = /^(eth_send|evm_|hardhat_|anvil_)/

let proposal = 0n

const stages: readonly Stage[] = [
  {
    name: 'nothing proposed',
    reach: async () => {},
    verbs: [
      { name: 'params', args: () => ['params'] },
      { name: 'status', args: () => ['status'] },
      {
        name: 'draft',
        args: () => ['draft', '--set', 'WETH-A.liquidationThreshold=82%', '--out', 'drafts'],
      },
      { name: 'encode', args: () => ['encode', FILE] },
      { name: 'check', args: () => ['check', FILE] },
      { name: 'simulate', args: () => ['simulate', FILE] },
      { name: 'report', args: () => ['report', FILE] },
      {
        name: 'submit',
        args: () => ['submit', FILE, '--confirm', 'ceiling'],
        sends: true,
        isSlow: true,
      },
      { name: 'delegate', args: () => ['delegate', 'guardian', ...YES], sends: true },
      {
        name: 'deploy',
        args: () => ['deploy', 'deployment.yaml', '--network', 'second', '--account', 'deployer'],
        sends: true,
        isSlow: true,
      },
    ],
  },
  {
    name: 'a proposal is pending',
    reach: async (node) => {
      proposal = await proposed(node)
    },
    verbs: [
      { name: 'show', args: (id) => ['show', id] },
      {
        name: 'cancel',
        args: (id) => ['cancel', id, '--account', 'guardian', '--confirm', id],
        sends: true,
      },
      { name: 'warp', args: () => ['warp', 'next'], sends: true, isRelative: true },
    ],
  },
  {
    name: 'its vote is open',
    reach: (node) => pass(node, proposal, 'snapshot'),
    verbs: [
      { name: 'vote', args: (id) => ['vote', id, 'for', ...YES], sends: true },
      {
        name: 'vote with a key',
        args: (id) => ['vote', id, '--split', 'for=60%,against=40%', '--account', 'second', ...YES],
        env: { SECOND_KEY: knownKeys.second },
        sends: true,
      },
    ],
  },
  {
    name: 'it has been voted through',
    reach: async (node) => {
      const { first, second } = await peopleOf(node)
      for (const from of [first, second]) {
        const vote = voteAction(node.book, proposal, { support: 'for' })
        await transact(localSender(node.chain, from), vote)
      }
      await pass(node, proposal, 'deadline')
    },
    verbs: [{ name: 'queue', args: (id) => ['queue', id, ...YES], sends: true }],
  },
  {
    name: 'its time in the timelock is over',
    reach: async (node) => {
      const { first } = await peopleOf(node)
      await transact(localSender(node.chain, first), queueAction(node.book, proposal))
      await pass(node, proposal, 'eta')
    },
    verbs: [{ name: 'execute', args: (id) => ['execute', id, '--confirm', id], sends: true }],
  },
]

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

/** A workspace of its own and a door of its own to the node. */
interface Lane {
  readonly proxy: FaultProxy
  readonly folder: string
}

describe('every verb, whatever goes wrong with its node', function () {
  this.timeout(300_000)
  let node: SeededNode
  let template: string
  const lanes: Lane[] = []

  before(async () => {
    const [started] = await Promise.all([startHardhat().then(seeded), buildCli()])
    node = started
    template = await mkdtemp(join(tmpdir(), 'ballast-faults-'))
    await writeTemplate(node, template)
  })
  after(async () => {
    for (const { proxy, folder } of lanes) {
      await proxy.stop()
      await rm(folder, { recursive: true })
    }
    await rm(template, { recursive: true })
    await node.stop()
  })

  /** A workspace as `init` and `deploy` leave it, whose node is behind a door of its own. */
  async function openLane(): Promise<Lane> {
    const proxy = await startFaultProxy(node.url)
    const folder = await mkdtemp(join(tmpdir(), 'ballast-lane-'))
    const lane = { proxy, folder }
    await restore(lane)
    lanes.push(lane)
    return lane
  }

  async function restore({ proxy, folder }: Lane): Promise<void> {
    await proxy.clear()
    await rm(folder, { recursive: true, force: true })
    await cp(template, folder, { recursive: true })
    const config = join(folder, 'ballast.yaml')
    const text = await readFile(config, 'utf8')
    await writeFile(config, text.replaceAll('http://node', `${proxy.url}/v3/${KEY}`))
  }

  const run = ({ folder }: Lane, { args, env = {} }: VerbCase): Promise<CliRun> =>
    runBuiltCli([...args(idOf(proposal)), '--timeout', '1'], {
      cwd: folder,
      env: { BALLAST_RECEIPT_TIMEOUT: '1', ...env },
    })

  const head = async () => (await readBlock(node.chain)).number

  async function measure(lane: Lane, verb: VerbCase): Promise<Measure> {
    const since = await head()
    const { exitCode, stdout, stderr } = await run(lane, verb)
    expect(exitCode, stderr).to.equal(ExitCode.done)
    expect(stdout).not.to.equal('')
    const methods = lane.proxy.seen().map(({ method }) => method)
    const first = methods.findIndex((method) => CHANGES.test(method))
    return {
      requests: methods.length,
      beforeSending: first === -1 ? methods.length : first,
      files: Object.keys(await contentsOf(lane.folder)),
      effect: await effectSince(node.chain, since),
    }
  }

  /** One verb, one fault: what it says, what it leaves, and that a repetition makes it whole. */
  async function suffer(lane: Lane, verb: VerbCase, fault: FaultCase, usual: Measure) {
    const since = await head()
    const before = await contentsOf(lane.folder)
    await go(lane, fault)
    const result = await run(lane, verb)
    if (isNoticed(fault, usual)) {
      expectTold(result, fault)
      const after = await contentsOf(lane.folder)
      expectWhole(after)
      const isUntouched =
        JSON.stringify(after) === JSON.stringify(before) && (await head()) === since
      if (isQuiet(fault, usual)) {
        expect(isUntouched, 'something was left although nothing was sent').to.equal(true)
      }
      // Where nothing was touched, repeating is what was measured without any fault.
      if (isUntouched) return
      await lane.proxy.clear()
      const again = await run(lane, verb)
      expect(again.exitCode, `repeated: ${again.stderr}`).to.equal(ExitCode.done)
    } else {
      expect(result.exitCode, result.stderr).to.equal(ExitCode.done)
    }
    if (verb.isRelative) return
    expect(await effectSince(node.chain, since)).to.deep.equal(usual.effect)
    expect(Object.keys(await contentsOf(lane.folder))).to.deep.equal(usual.files)
  }

  let reached = 0
  for (const [index, { name, verbs }] of stages.entries()) {
    describe(`while ${name}`, () => {
      const usual = new Map<VerbCase, Measure>()
      const quiet = new Map<string, Promise<void>>()
      let lane: Lane
      let snapshot: unknown
      const snap = async () => {
        snapshot = await node.chain.rpc.request({ method: 'evm_snapshot' })
      }
      const goBack = async () => {
        await node.chain.rpc.request({ method: 'evm_revert', params: [snapshot] })
        await restore(lane)
      }
      /** Verbs that touch nothing do not disturb each other: several at a time. */
      async function sufferQuietly(): Promise<void> {
        const inTurn = inLanes(await Promise.all(Array.from({ length: LANES }, openLane)))
        for (const verb of verbs) {
          for (const fault of faultsOf(verb).filter((one) => isQuiet(one, usual.get(verb)!))) {
            const work = async (own: Lane) => {
              try {
                await suffer(own, verb, fault, usual.get(verb)!)
              } finally {
                await restore(own)
              }
            }
            quiet.set(`${verb.name}: ${fault.name}`, inTurn(work))
          }
        }
        await Promise.allSettled(quiet.values())
      }
      before(async () => {
        for (; reached <= index; reached += 1) await stages[reached]!.reach(node)
        lane = await openLane()
        for (const verb of verbs) {
          await snap()
          usual.set(verb, await measure(lane, verb))
          await goBack()
        }
        await sufferQuietly()
      })
      for (const verb of verbs) {
        for (const fault of faultsOf(verb)) {
          const title = `${verb.name}: ${fault.name}`
          it(title, async () => {
            if (quiet.has(title)) return quiet.get(title)
            await snap()
            try {
              await suffer(lane, verb, fault, usual.get(verb)!)
            } finally {
              await goBack()
            }
          })
        }
      }
    })
  }

  describe('devnet on top of a node', () => {
    let lane: Lane
    afterEach(() => restore(lane))
    const args = () => [
      ...['devnet', '--fork-url', `${lane.proxy.url}/v3/${KEY}`, '--no-seed', '--port', '0'],
      ...['--timeout', '1'],
    ]
    /** Starts and stops; how much it asked. */
    const starts = async (): Promise<number> => {
      const running = startCli(args(), lane.folder)
      expect((await running.ready)['schema']).to.equal('ballast.devnet/1')
      expect(await running.stop()).to.equal(0)
      return lane.proxy.seen().length
    }
    let requests: number
    before(async () => {
      lane = await openLane()
      requests = await starts()
    })
    // Nobody says which chain it is to be, so no chain is the wrong one.
    for (const fault of faultCases.filter(
      ({ hitsSending, name }) => !hitsSending && name !== 'wrong chain id',
    )) {
      it(fault.name, async () => {
        const before = await contentsOf(lane.folder)
        await go(lane, fault)
        if (fault.isTransient || (fault.after ?? 0) >= requests) {
          await starts()
        } else {
          expectTold(await runBuiltCli(args(), { cwd: lane.folder }), fault)
        }
        expect(await contentsOf(lane.folder)).to.deep.equal(before)
      })
    }
  })

  it('init and demo ask no node', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ballast-init-'))
    const url = `http://127.0.0.1:${await freePort()}`
    const { exitCode, stderr } = await runBuiltCli(['init'], { cwd: folder })
    expect(exitCode, stderr).to.equal(ExitCode.done)
    const config = join(folder, 'ballast.yaml')
    const text = await readFile(config, 'utf8')
    await writeFile(config, text.replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, url))
    const demo = await runBuiltCli(['demo', '--quiet'], { cwd: folder })
    expect(demo.exitCode, demo.stderr).to.equal(ExitCode.done)
    await rm(folder, { recursive: true })
  })

  it('--verbose shows where an error comes from, and no key', async () => {
    const lane = await openLane()
    await lane.proxy.stop()
    const { stderr } = await runBuiltCli(['status', '--verbose'], { cwd: lane.folder })
    expect(stderr).to.match(/^\s+at /m)
    expect(stderr).not.to.contain(KEY)
  })
})

const LANES = 5

function faultsOf({ sends, isSlow }: VerbCase): readonly FaultCase[] {
  return faultCases.filter(
    ({ hitsSending, isVariant }) => (sends || !hitsSending) && !(isSlow && isVariant),
  )
}

const go = ({ proxy }: Lane, { fault, aim }: FaultCase) =>
  fault === undefined ? proxy.stop() : proxy.inject(fault, aim)

/** Whether a verb that asks so much comes upon the fault at all. */
const isNoticed = ({ isTransient, after = 0 }: FaultCase, { requests }: Measure): boolean =>
  !isTransient && after < requests

/** Whether it does so before it has sent anything. */
const isQuiet = (fault: FaultCase, usual: Measure): boolean =>
  isNoticed(fault, usual) && !fault.hitsSending && (fault.after ?? 0) < usual.beforeSending

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

function expectTold({ exitCode, stdout, stderr }: CliRun, { says }: FaultCase): void {
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

async function contentsOf(folder: string): Promise<Readonly<Record<string, string>>> {
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

/** Who sent what kind of transaction, and which events there were, in the order of the chain. */
async function effectSince(chain: Chain, block: number): Promise<Effect> {
  const newest = (await readBlock(chain)).number
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

const idOf = (id: bigint): string => `0x${id.toString(16).padStart(64, '0').slice(0, 8)}`

async function writeTemplate(node: SeededNode, folder: string): Promise<void> {
  await writeFile(
    join(folder, 'ballast.yaml'),
    `network: local
networks:
  local: { url: http://node, chainId: ${node.chainId}, addresses: addresses.json, account: first }
  second: { url: http://node, chainId: ${node.chainId}, addresses: second.json, account: first }
accounts: { deployer: node:0, guardian: node:1, first: node:2, second: env:SECOND_KEY }
`,
  )
  await writeAddressBook(join(folder, 'addresses.json'), node.book)
  await writeFile(join(folder, FILE), ceiling(80))
  await writeFile(join(folder, 'deployment.yaml'), deploymentYaml(await putStandIns(node.chain)))
}
