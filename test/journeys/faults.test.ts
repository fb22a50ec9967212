import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { queueAction, voteAction } from '../../cli/chain/governor.ts'
import { localSender, transact } from '../../cli/chain/transaction.ts'
import { allCommands } from '../../cli/commands/allCommands.ts'
import { ExitCode } from '../../cli/shared/errors.ts'
import { writeAddressBook } from '../../cli/workspace/addressBookFiles.ts'
import { deploymentYaml, putStandIns } from '../chain/deployments.ts'
import { ceiling, knownKeys, pass, peopleOf, proposed } from '../support/acting.ts'
import { ballotOfSecond } from '../support/ballots.ts'
import {
  contentsOf,
  expectTold,
  faultsOf,
  go,
  KEY,
  type Lane,
  openSite,
  playTrack,
  type Site,
  type Stage,
  TIMEOUT,
  titleOf,
  type VerbCase,
} from '../support/faultMatrix.ts'
import { faultCases } from '../support/faults.ts'
import type { SeededNode } from '../support/nodes.ts'
import { runCli } from '../support/runCli.ts'
import { startCli } from '../support/spawned.ts'

const FILE = 'ceiling.yaml'
const YES = ['--yes']

/** Verbs that are not in the tables below, and why. */
const elsewhere: Readonly<Record<string, string>> = {
  init: 'speaks to no node',
  demo: 'has its chain in its own process',
  devnet: 'is the node; on top of another one below',
  guardian: 'sends as cancel and delegate do: workflows/guardian',
  hashes: 'speaks to no node, but for a draft beside snapshot.json',
  account: 'sends nothing; a Safe is read as by every verb that acts for one',
  safe: 'journeys/safe and journeys/dropped',
  snapshot: 'journeys/snapshot: what fails there is Snapshot',
}

/** Every other verb, by what the chain has to look like for it. */
const beforeProposing: readonly Stage[] = [
  {
    name: 'nothing is proposed',
    reach: async () => {},
    verbs: [
      { name: 'params', args: () => ['params'] },
      { name: 'status', args: () => ['status'] },
      { name: 'power', args: () => ['power'] },
      { name: 'steward windows', args: () => ['steward', 'windows'] },
      {
        name: 'draft',
        args: () => ['draft', '--set', 'WETH-A.liquidationThreshold=82%', '--out', 'drafts'],
      },
      { name: 'encode', args: () => ['encode', FILE] },
      { name: 'check', args: () => ['check', FILE] },
      { name: 'simulate', args: () => ['simulate', FILE] },
      { name: 'report', args: () => ['report', FILE] },
      { name: 'pending', args: () => ['pending'] },
      { name: 'keeper', args: () => ['keeper', '--once', '--dry-run'] },
      {
        name: 'keeper that sends',
        args: () => [
          ...['keeper', '--once', '--only', 'refresh', '--market', 'WETH-A'],
          ...['--confirm', 'local'],
        ],
        sends: true,
        tellsWhatWaits: true,
      },
      { name: 'delegate', args: () => ['delegate', 'guardian', ...YES], sends: true },
      {
        name: 'delegate by signature',
        args: () => ['delegate', 'guardian', '--by-signature', '--out', 'it.json', ...YES],
      },
      {
        name: 'submit',
        args: () => ['submit', FILE, '--confirm', 'ceiling'],
        sends: true,
        isSlow: true,
      },
      {
        name: 'deploy',
        args: () => ['deploy', 'deployment.yaml', '--network', 'second', '--account', 'deployer'],
        sends: true,
        isSlow: true,
      },
    ],
  },
]

/** Where the ballot lies that is relayed. */
let ballot = ''

const afterProposing: readonly Stage[] = [
  {
    name: 'a proposal is pending',
    reach: async (site) => {
      site.proposal = await proposed(site.node)
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
    reach: async ({ node, proposal }) => {
      await pass(node, proposal, 'snapshot')
      ballot = await ballotOfSecond(node, proposal)
    },
    verbs: [
      { name: 'vote', args: (id) => ['vote', id, 'for', ...YES], sends: true },
      {
        name: 'vote by signature',
        args: (id) => ['vote', id, 'for', '--by-signature', ...YES],
      },
      { name: 'relay', args: () => ['relay', ballot, ...YES], sends: true },
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
    reach: async ({ node, proposal }) => {
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
    reach: async ({ node, proposal }) => {
      const { first } = await peopleOf(node)
      await transact(localSender(node.chain, first), queueAction(node.book, proposal))
      await pass(node, proposal, 'eta')
    },
    verbs: [{ name: 'execute', args: (id) => ['execute', id, '--confirm', id], sends: true }],
  },
]

describe('every verb, whatever goes wrong with its node', function () {
  this.timeout(600_000)
  const sites: Site[] = []
  const tracks: Promise<void>[] = []
  /** What came of each case, and how to tell it. */
  const ends = new Map<string, End>()

  before(async () => {
    // Two nodes at the same time, because most of a case is waiting; both are there before anything is measured.
    const [one, two] = await Promise.all([openSite(writeTemplate), openSite(writeTemplate)])
    sites.push(one, two)
    for (const [site, track] of [
      [one, beforeProposing],
      [two, afterProposing],
    ] as const) {
      const playing = playTrack(site, track, (title, end) => {
        const told = ends.get(title)
        end.then(told?.resolve, told?.reject)
      })
      // What cannot even begin fails every case of its track.
      const fail = (error: unknown) => {
        for (const stage of track) for (const verb of stage.verbs) failAll(verb, error)
      }
      tracks.push(playing.catch(fail))
    }
  })
  const failAll = (verb: VerbCase, error: unknown) => {
    for (const fault of faultsOf(verb)) ends.get(titleOf(verb, fault))?.reject(error)
  }
  after(async () => {
    await Promise.all(tracks)
    for (const { close } of sites) await close()
  })

  it('is looked at for each of them, or somewhere else', () => {
    const here = [...beforeProposing, ...afterProposing].flatMap(({ verbs }) =>
      verbs.map(({ args }) => args('0x1')[0] ?? ''),
    )
    const looked = new Set([...here, ...Object.keys(elsewhere)])
    expect([...looked].sort()).to.deep.equal(allCommands.map(({ name }) => name).sort())
  })

  for (const { name, verbs } of [...beforeProposing, ...afterProposing]) {
    describe(`while ${name}`, () => {
      for (const verb of verbs) {
        for (const fault of faultsOf(verb)) {
          const title = titleOf(verb, fault)
          const end = openEnd()
          end.promise.catch(() => {})
          ends.set(title, end)
          it(title, () => end.promise)
        }
      }
    })
  }

  describe('devnet on top of a node', () => {
    let lane: Lane
    let requests: number
    const args = () => [
      ...['devnet', '--fork-url', `${lane.proxy.url}/v3/${KEY}`, '--no-seed', '--port', '0'],
      ...['--timeout', TIMEOUT],
    ]
    /** Starts and stops; how much it asked. */
    const starts = async (): Promise<number> => {
      const running = await startCli(args(), lane.folder)
      expect((await running.ready)['schema']).to.equal('ballast.devnet/1')
      expect(await running.stop()).to.equal(0)
      return lane.proxy.seen().length
    }
    before(async () => {
      lane = await sites[0]!.openLane()
      requests = await starts()
    })
    beforeEach(() => sites[0]!.restore(lane))
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
          expectTold(await runCli(args(), { cwd: lane.folder }), fault)
        }
        expect(await contentsOf(lane.folder)).to.deep.equal(before)
      })
    }
  })

  it('--verbose shows where an error comes from, and no key', async () => {
    const lane = await sites[0]!.openLane()
    await lane.proxy.stop()
    const { stderr } = await runCli(['status', '--verbose'], { cwd: lane.folder })
    expect(stderr).to.match(/^\s+at /m)
    expect(stderr).not.to.contain(KEY)
  })

  it('init and demo ask no node', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ballast-init-'))
    const { exitCode, stderr } = await runCli(['init'], { cwd: folder })
    expect(exitCode, stderr).to.equal(ExitCode.done)
    const config = join(folder, 'ballast.yaml')
    const text = await readFile(config, 'utf8')
    // A port at which nobody can listen.
    await writeFile(config, text.replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, 'http://127.0.0.1:1'))
    const demo = await runCli(['demo', '--quiet'], { cwd: folder })
    expect(demo.exitCode, demo.stderr).to.equal(ExitCode.done)
    await rm(folder, { recursive: true })
  })
})

/** The end of a case that somebody else will tell. */
interface End {
  readonly promise: Promise<void>
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

function openEnd(): End {
  let resolve = () => {}
  let reject: (error: unknown) => void = () => {}
  const promise = new Promise<void>((...both) => {
    ;[resolve, reject] = both
  })
  return { promise, resolve: () => resolve(), reject: (error) => reject(error) }
}

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
