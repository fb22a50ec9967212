import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { type Account, nodeAccount } from '../../cli/chain/account.ts'
import { governorOf } from '../../cli/chain/contracts.ts'
import { voteAction } from '../../cli/chain/governor.ts'
import { listProposals, readStanding } from '../../cli/chain/proposals.ts'
import { nonceOf } from '../../cli/chain/sentTransactions.ts'
import { localSender, transact } from '../../cli/chain/transaction.ts'
import { silence } from '../../cli/shared/progress.ts'
import { shortId } from '../../cli/shared/proposalId.ts'
import type { Acted } from '../../cli/workflows/act.ts'
import { executeProposal, queueProposal } from '../../cli/workflows/advanceProposal.ts'
import { delegateVotes } from '../../cli/workflows/delegateVotes.ts'
import type { Acting } from '../../cli/workflows/protocol.ts'
import { relaySigned } from '../../cli/workflows/relaySigned.ts'
import { resolveAccount } from '../../cli/workflows/resolveAccount.ts'
import { signBallot } from '../../cli/workflows/signBallot.ts'
import { type Submitted, submitProposal } from '../../cli/workflows/submitProposal.ts'
import { voteOnProposal } from '../../cli/workflows/voteOnProposal.ts'
import { readNewestActivity } from '../../cli/workspace/activityFile.ts'
import { outboxIn } from '../../cli/workspace/outboxFile.ts'
import {
  agreeing,
  byKey,
  ceiling,
  knownKeys,
  pass,
  peopleOf,
  proposed,
  protocolOn,
  untouched,
} from '../support/acting.ts'
import { signing } from '../support/ballots.ts'
import { lightKeystore } from '../support/keystores.ts'
import { droppedAt, living, type Moment, type World } from '../support/moments.ts'
import { type SeededNode, seeded, startAnvil, startHardhat } from '../support/nodes.ts'
import { safeWithVotes } from '../support/safeActs.ts'
import type { TestSafe } from '../support/safes.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'

const PASSPHRASE = 'correct horse battery staple'
const SENDS = /^eth_send(Raw)?Transaction$/
const SIGNS = 'eth_signTypedData_v4'
const RECEIPT = 'eth_getTransactionReceipt'
const thousand = 10n ** 21n
const verbs = ['submit', 'vote', 'queue', 'execute', 'delegate']

/** Where every way to send can end. */
const sending: Readonly<Record<string, Moment>> = {
  'after it signed and noted it': { asks: SENDS },
  'after it sent': { asks: SENDS, arrives: true },
  'after it was mined': { asks: RECEIPT },
}

/** Who acts, and where signing with it can end beside. */
const signers: Readonly<Record<string, Readonly<Record<string, Moment>>>> = {
  'a key in the environment': {
    'before it signs': { asks: 'eth_getTransactionCount' },
    ...sending,
  },
  'a keystore': { 'while it asks for the passphrase': { asks: 'passphrase' }, ...sending },
  'a Safe, two of three': {
    'before its owners sign': { asks: SIGNS },
    'between their signatures': { asks: SIGNS, after: 1 },
    ...sending,
  },
}

for (const [name, start] of [
  ['Hardhat', startHardhat],
  ['anvil', () => startAnvil()],
] as const) {
  describe(`what was dropped in the middle, and is done again, on ${name}`, function () {
    this.timeout(120_000)
    let node: SeededNode
    let safe: TestSafe
    let folder: string
    before(async () => {
      node = await seeded(await start())
      safe = await safeWithVotes(node)
    })
    after(() => node.stop())
    untouched(() => node)
    beforeEach(async () => {
      folder = await temporaryFolder()
      await writeFile(join(folder, 'ceiling.yaml'), ceiling(90))
      const keystore = lightKeystore(knownKeys.second, PASSPHRASE)
      await writeFile(join(folder, 'second.json'), keystore, { mode: 0o600 })
    })
    afterEach(() => rm(folder, { recursive: true }))

    const config = () => ({
      accounts: {
        locked: { keystore: join(folder, 'second.json') },
        alice: 'node:5',
        carol: 'node:6',
      },
    })
    const open: Readonly<Record<string, (world: World) => Promise<Account>>> = {
      'a key in the environment': async ({ chain }) => byKey({ ...node, chain }, knownKeys.second),
      'a keystore': ({ chain, ask }) =>
        resolveAccount(chain, config(), 'locked', {
          ask: () => ask('passphrase', async () => PASSPHRASE),
          progress: silence,
        }),
      'a Safe, two of three': ({ chain }) =>
        resolveAccount(chain, config(), `safe:${safe.address}:alice,carol`),
    }

    /** Somebody who acts in a world, and remembers in the folder. */
    const actingIn = async (world: World, account: Account): Promise<Acting> => {
      const chain = node.inside ?? node.chain
      return {
        protocol: {
          ...protocolOn({ ...node, chain: world.chain }),
          // A dry run is no matter of signing: the chain itself plays it, and is rewound.
          fork: async () => ({ chain, close: async () => {} }),
        },
        sender: { chain: world.chain, account, outbox: outboxIn(folder, 2), receiptSeconds: 10 },
        folder,
      }
    }

    /** Files that tell of something whose end nobody has seen; a lock whose holder is gone holds nobody. */
    const unfinished = async () =>
      (await readdir(folder, { recursive: true })).filter((path) =>
        /^\.ballast\/.*\.json$|\.pending\.json$|\.tmp$/.test(path),
      )

    for (const [signer, itsMoments] of Object.entries(signers)) {
      // The whole square on one node; on the other one each moment once, at another step each.
      const cases =
        name === 'Hardhat'
          ? Object.entries(itsMoments)
          : [['at another moment each', undefined] as const]
      for (const [when, always] of cases) {
        it(`by ${signer}, ${when}: each step of a proposal's way once`, async () => {
          const rounds = Object.values(itsMoments)
          const momentOf = (step: number) => always ?? rounds[step % rounds.length]!
          let steps = 0
          const account = await open[signer]!(living(node.chain))
          const isSafe = account.owners !== undefined
          const used = async () =>
            isSafe
              ? Number(await safe.contract.getFunction('nonce')())
              : nonceOf(node.chain, account.address, 'latest')
          /** Dropped, done again, and done already. */
          const once = async (act: (acting: Acting) => Promise<Acted | Submitted>) => {
            const before = await used()
            const attempt = async (world: World) =>
              act(await actingIn(world, await open[signer]!(world)))
            await droppedAt(momentOf(steps++), { chain: node.chain, folder }, attempt)
            const { how } = await attempt(living(node.chain))
            expect(how).to.be.oneOf(['sent', 'already'])
            expect((await attempt(living(node.chain))).how).to.equal('already')
            expect((await used()) - before).to.equal(1)
            expect(await unfinished()).to.deep.equal([])
          }
          const { options } = agreeing()
          const proposal = join(folder, 'ceiling.yaml')
          await once((acting) =>
            submitProposal(acting, { proposal, acceptInconclusive: [] }, options),
          )
          const [{ id, proposer } = { id: 0n, proposer: '' }, ...more] = await listProposals(
            node.chain,
            node.book,
          )
          expect([proposer, more.length]).to.deep.equal([account.address, 0])
          await pass(node, id, 'snapshot')
          const split = 'for=80%,abstain=20%'
          await once((acting) => voteOnProposal(acting, { proposal, split }, options))
          const { tally } = await readStanding(node.chain, node.book, id)
          expect(tally.for).to.equal(tally.abstain * 4n)
          const others = localSender(node.chain, (await peopleOf(node)).third)
          await transact(others, voteAction(node.book, id, { support: 'for' }))
          await pass(node, id, 'deadline')
          await once((acting) => queueProposal(acting, proposal, options))
          await pass(node, id, 'eta')
          await once((acting) => executeProposal(acting, proposal, options))
          const to = (await peopleOf(node)).guardian
          await once((acting) => delegateVotes(acting, { to, config: config() }, options))
          const { entries } = await readNewestActivity(folder, 100)
          // What left and was not seen to end is told as that.
          const endOf = ({ arrives, asks }: Moment) =>
            arrives === true || asks === RECEIPT ? 'unseen' : 'done'
          expect(entries.toReversed().map(({ verb, outcome }) => [verb, outcome])).to.deep.equal(
            verbs.map((verb, step) => [verb, endOf(momentOf(step))]),
          )
        })
      }
    }

    describe('ballots with a split of votes', () => {
      let id: bigint
      beforeEach(async () => {
        id = await proposed(node, 90, 'second')
        await pass(node, id, 'snapshot')
      })

      const ballot = (split: string) => async (world: World) => {
        const account = await open['a keystore']!(world)
        const request = { proposal: shortId(id), split, config: config() }
        return signBallot(await actingIn(world, account), request, signing().confirm)
      }
      const pathsOf = async (...splits: readonly string[]) => {
        const paths: string[] = []
        for (const split of splits) {
          const signed = await ballot(split)(living(node.chain))
          if (signed.how === 'planned') throw new Error('It was only planned.')
          paths.push(signed.path)
        }
        return paths
      }
      const lying = async () => (await readdir(join(folder, 'ballots'))).length

      it('are signed once when it was dropped before they were', async () => {
        const split = 'for=100_000 BLST,against=50_000 BLST'
        const asked = { asks: 'passphrase' }
        await droppedAt(asked, { chain: node.chain, folder }, ballot(split))
        const [first] = await pathsOf(split)
        expect(await pathsOf(split)).to.deep.equal([first])
        expect(await lying()).to.equal(1)
      })

      for (const [when, moment] of Object.entries({
        'before it signs': { asks: 'eth_getTransactionCount' },
        ...sending,
      })) {
        it(`are relayed once when that was dropped ${when}`, async () => {
          const paths = await pathsOf('for=300_000 BLST,abstain=100_000 BLST', 'against=50%')
          const { second, guardian } = await peopleOf(node)
          const relay = async (world: World) =>
            relaySigned(
              await actingIn(world, nodeAccount(world.chain, guardian)),
              paths,
              agreeing().options,
            )
          const before = await nonceOf(node.chain, guardian, 'latest')
          await droppedAt(moment, { chain: node.chain, folder }, relay)
          await relay(living(node.chain))
          const again = await relay(living(node.chain))
          expect(again.map(({ acted }) => acted?.how)).to.deep.equal(['already', 'already'])
          expect(await nonceOf(node.chain, guardian, 'latest')).to.equal(before + 2)
          const { tally } = await readStanding(node.chain, node.book, id)
          expect(tally).to.deep.equal({
            for: 300n * thousand,
            against: 150n * thousand,
            abstain: 100n * thousand,
          })
          const governor = governorOf(node.chain, node.book)
          expect(await governor.usedVotes(id, second)).to.equal(550n * thousand)
          expect(await unfinished()).to.deep.equal([])
        })
      }
    })
  })
}
