import { expect } from 'chai'
import { ILedger__factory } from '../../artifacts/typechain/factories/contracts/interfaces/ILedger__factory.js'
import { TestToken__factory } from '../../artifacts/typechain/factories/contracts/test/TestToken__factory.js'
import { connectChain, type Rpc, readBlock, signerOf } from '../../cli/chain/client.ts'
import { advanceTo } from '../../cli/chain/devChain.ts'
import { NodeBehindError, NodeUnreachableError } from '../../cli/chain/nodeErrors.ts'
import { readMarkets } from '../../cli/chain/readBook.ts'
import type { Address } from '../../cli/governance/addressBook.ts'
import { keepOn, keepOnce } from '../../cli/workflows/keep.ts'
import { renderPass } from '../../cli/workflows/keeperAnswer.ts'
import type { KeeperRequest } from '../../cli/workflows/keeperSettings.ts'
import type { JobReport, Keeping, Pass } from '../../cli/workflows/keeping.ts'
import { outboxIn } from '../../cli/workspace/outboxFile.ts'
import { actingAs, peopleOf, untouched } from '../support/acting.ts'
import { issueTo, keeperOf, movePrice } from '../support/keepers.ts'
import { type SeededNode, seeded, startHardhat } from '../support/nodes.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'

type Call = Parameters<Rpc['request']>[0]
/** Answers in the node's place, or asks it. */
type Hook = (call: Call, ask: (call: Call) => Promise<unknown>) => Promise<unknown>

const ONLY_VAULTS: KeeperRequest = { only: 'liquidate', market: 'WETH-A' }
const ONLY_LOTS: KeeperRequest = { only: 'take', market: 'WETH-A' }
const APPROVE = '0x095ea7b3'

const dataOf = ({ params = [] }: Call): string =>
  String((params[0] as { readonly data?: string; readonly input?: string } | undefined)?.data ?? '')
/** The place of each in their order, from 1. */
const counting = (): (() => number) => {
  let count = 0
  return () => {
    count += 1
    return count
  }
}
const isSending = ({ method }: Call): boolean => method === 'eth_sendTransaction'
const unreachable = () => new NodeUnreachableError('the node', 'it', new Error('gone'))

describe('a keeper whose node or market moves while it works', () => {
  let node: SeededNode
  let rich: Address
  let poor: Address
  before(async () => {
    node = await seeded(await startHardhat())
    const people = await peopleOf(node)
    rich = people.stranger
    poor = people.third
    await issueTo(node, rich, 10_000_000n)
  })
  after(() => node.stop())
  untouched(() => node)
  beforeEach(() => movePrice(node, 'WETH-A', 0.9))
  afterEach(() => node.chain.rpc.request({ method: 'evm_setAutomine', params: [true] }))

  const through = async (hook: Hook): Promise<SeededNode> => {
    const request: Rpc['request'] = (call) => hook(call, (other) => node.chain.rpc.request(other))
    return { ...node, chain: { ...(await connectChain({ request })), isDevelopment: true } }
  }
  const keeper = async (
    hook: Hook,
    request: KeeperRequest = ONLY_VAULTS,
    { receiptSeconds = 10, signal }: { receiptSeconds?: number; signal?: AbortSignal } = {},
  ): Promise<Keeping> => {
    const acting = await actingAs(await through(hook), rich)
    const patient = { ...acting, sender: { ...acting.sender, receiptSeconds } }
    return keeperOf(patient, request, signal === undefined ? {} : { signal })
  }
  const inState = ({ jobs }: Pass, state: JobReport['state']) =>
    jobs.filter((job) => job.state === state)
  const done = (found: Pass) => inState(found, 'done')
  const plain: Hook = (call, ask) => ask(call)

  /** Lots that have become cheap enough to take. */
  async function lotsForSale(): Promise<number> {
    const kicks = await keepOnce(
      await keeperOf(await actingAs(node, poor), { only: 'kick', market: 'WETH-A' }),
    )
    await advanceTo(node.chain, (await readBlock(node.chain)).timestamp + 25 * 60)
    return done(kicks).length
  }

  /** Value of what was seized, less what was repaid, by the low price of now and the usual haircut. */
  async function earnings(since: number): Promise<readonly bigint[]> {
    const abi = ILedger__factory.createInterface()
    const logs = await node.chain.provider.getLogs({
      address: node.book.contracts.ledger,
      fromBlock: since + 1,
      topics: [abi.getEvent('Liquidated').topicHash],
    })
    const { markets } = await readMarkets(node.chain, node.book)
    const { price } = markets.find(({ label }) => label === 'WETH-A')!
    return logs.map((log) => {
      const { repaid, seized } = abi.parseLog(log)!.args
      return (seized * price.low * 99n) / 10n ** 20n - repaid
    })
  }

  describe('by prices', () => {
    it('judges each job by those after the job before it', async () => {
      const sent = counting()
      const falling: Hook = async (call, ask) => {
        const answer = await ask(call)
        if (isSending(call) && sent() === 1) await movePrice(node, 'WETH-A', 0.95)
        return answer
      }
      const { number } = await readBlock(node.chain)
      const found = done(await keepOnce(await keeper(falling)))
      const [, ...earned] = await earnings(number)
      expect(earned.length).to.be.above(2)
      earned.forEach((value, i) => {
        const { profit, gasCost } = found[i + 1]!
        expect(Number(value - gasCost! - profit!), 'reckoned by the old price').to.be.within(
          -1e12,
          1e12,
        )
      })
    })

    it('buys nothing more above a price that has fallen meanwhile', async () => {
      const lots = await lotsForSale()
      expect(lots).to.be.above(1)
      const sent = counting()
      // The second that is sent is the first purchase: it was approved before.
      const falling: Hook = async (call, ask) => {
        const answer = await ask(call)
        if (isSending(call) && sent() === 2) await movePrice(node, 'WETH-A', 0.7)
        return answer
      }
      const found = await keepOnce(await keeper(falling, ONLY_LOTS))
      expect(done(found).length, 'approved and taken').to.equal(2)
      const left = inState(found, 'skipped')
      expect(left.length).to.equal(lots - 1)
      for (const { why } of left) expect(why).to.match(/^it would lose/)
    })

    it('reads them again where asking about jobs took long', async () => {
      const clock = performance.now.bind(performance)
      let late = 0
      performance.now = () => clock() + late
      try {
        const tried = new Set<string>()
        const slow: Hook = async (call, ask) => {
          const answer = await ask(call)
          if (call.method === 'eth_estimateGas') {
            tried.add(dataOf(call))
            if (tried.size === 1) {
              await movePrice(node, 'WETH-A', 0.95)
              late = 60_000
            }
          }
          return answer
        }
        // Nothing is worth it: nothing is sent, after which prices would be read again anyhow.
        const asked = { ...ONLY_VAULTS, minProfit: '1_000_000_000 bUSD' }
        const { jobs } = await keepOnce(await keeper(slow, asked))
        const later = await keepOnce(await keeper(plain, asked))
        const profits = new Map(later.jobs.map(({ subject, profit }) => [subject, profit!]))
        const [first, ...rest] = jobs
        expect(rest.length).to.be.above(2)
        for (const { subject, profit } of rest) {
          expect(Number(profit! - profits.get(subject)!)).to.be.within(-1e16, 1e16)
        }
        const isOld = Math.abs(Number(first!.profit! - profits.get(first!.subject)!)) > 1e18
        expect(isOld, 'the first one was judged before').to.equal(true)
      } finally {
        performance.now = clock
      }
    })
  })

  describe('by what was approved', () => {
    it('approves once for each lot in a look, whatever the node shows afterwards', async () => {
      const lots = await lotsForSale()
      const stopping = new AbortController()
      let approvals = 0
      const forgetful: Hook = async (call, ask) => {
        const answer = await ask(call)
        if (!isSending(call) || !dataOf(call).startsWith(APPROVE)) return answer
        approvals += 1
        if (approvals === lots + 3) stopping.abort()
        const asset = TestToken__factory.connect(
          node.book.contracts.derivative,
          signerOf(node.chain, rich),
        )
        await (await asset.approve(node.book.contracts.auctionHouse!, 0n)).wait()
        return answer
      }
      const found = await keepOnce(await keeper(forgetful, ONLY_LOTS, { signal: stopping.signal }))
      expect(approvals).to.equal(lots)
      expect(new Set(inState(found, 'skipped').map(({ why }) => why))).to.deep.equal(
        new Set(['the auction house may not pull what was approved yet']),
      )
    })

    it('ends its look at a node that does not show yet what was mined', async () => {
      await lotsForSale()
      let before: unknown
      const behind: Hook = async (call, ask) => {
        const isNewest = call.method === 'eth_getBlockByNumber' && call.params?.[0] === 'latest'
        if (isNewest && before !== undefined) return before
        if (isSending(call)) {
          before = await ask({ method: 'eth_getBlockByNumber', params: ['latest', false] })
        }
        return ask(call)
      }
      const found = await keepOnce(await keeper(behind, ONLY_LOTS))
      expect(done(found).length).to.equal(1)
      expect(found.trouble).to.be.instanceOf(NodeBehindError)
    })
  })

  describe('by a transaction that reverts late', () => {
    /** The first that is sent has too little gas, and is mined after so long. */
    const starved = (milliseconds: number | undefined): Hook => {
      const sent = counting()
      return async (call, ask) => {
        if (!isSending(call) || sent() > 1) return ask(call)
        await ask({ method: 'evm_setAutomine', params: [false] })
        const params = [{ ...(call.params?.[0] as object), gas: '0xea60' }]
        if (milliseconds !== undefined) setTimeout(mined, milliseconds)
        return ask({ ...call, params })
      }
    }
    const mined = async () => {
      await node.chain.rpc.request({ method: 'evm_mine' })
      await node.chain.rpc.request({ method: 'evm_setAutomine', params: [true] })
    }
    const left = ({ jobs }: Pass) =>
      jobs.map(({ state, why }) => `${state}: ${why?.replace(/\d+ s$/, 'a while')}`)

    it('leaves the job alone for a while if it saw that in the same look', async () => {
      const keeping = await keeper(starved(1_300), ONLY_VAULTS, { receiptSeconds: 1 })
      const first = await keepOnce(keeping)
      expect(inState(first, 'failed').map(({ why }) => why)).to.deep.equal([
        'it was mined and reverted',
      ])
      expect(done(first).length).to.equal(first.distressed - 1)
      expect(left(await keepOnce(keeping))).to.deep.equal([
        'skipped: it failed before; it is tried again in a while',
      ])
    })

    it('leaves it alone if it saw that in the next look', async () => {
      const keeping = await keeper(starved(undefined), ONLY_VAULTS, { receiptSeconds: 1 })
      expect(inState(await keepOnce(keeping), 'under way').length).to.equal(1)
      await mined()
      const next = await keepOnce(keeping)
      expect(inState(next, 'failed').map(({ kind }) => kind)).to.deep.equal(['earlier'])
      expect(left({ ...next, jobs: inState(next, 'skipped') })).to.deep.equal([
        'skipped: it failed before; it is tried again in a while',
      ])
      expect(done(next).length).to.equal(next.distressed - 1)
    })
  })

  describe('by a node that refuses a question about one job', () => {
    /** Of the first vault, from the given question for its gas on. */
    const refusing = (from: number): Hook => {
      let data: string | undefined
      const asked = counting()
      return async (call, ask) => {
        if (call.method !== 'eth_estimateGas') return ask(call)
        data ??= dataOf(call)
        if (dataOf(call).slice(0, 138) !== data.slice(0, 138) || asked() < from) return ask(call)
        throw Object.assign(new Error('gas required exceeds allowance (0)'), { code: -32_000 })
      }
    }
    for (const [when, from, state] of [
      ['it is tried', 1, 'skipped'],
      ['it is sent', 2, 'failed'],
    ] as const) {
      it(`does the others and leaves that one alone for a while, when ${when}`, async () => {
        const keeping = await keeper(refusing(from))
        const first = await keepOnce(keeping)
        expect(done(first).length).to.equal(first.distressed - 1)
        const refused = inState(first, state)
        expect(refused.length).to.equal(1)
        expect(refused[0]!.why).to.contain('gas required exceeds allowance')
        const { jobs } = await keepOnce(keeping)
        expect(jobs.length).to.equal(1)
        expect(jobs[0]!.why).to.contain('it failed before')
      })
    }
  })

  describe('by a node that goes away', () => {
    const goingAtThird = (): Hook => {
      const sent = counting()
      return async (call, ask) => {
        if (isSending(call) && sent() === 3) throw unreachable()
        return ask(call)
      }
    }

    it('tells what it had done before, and what stopped it', async () => {
      const keeping = await keeper(goingAtThird())
      const found = await keepOnce(keeping)
      expect(done(found).length).to.equal(2)
      expect(found.trouble).to.be.instanceOf(NodeUnreachableError)
      const { text, document } = renderPass(found, keeping)
      expect(text).to.contain('! it ended early: the node cannot be reached')
      expect(document['trouble']).to.contain('cannot be reached')
    })

    it('goes on later, and counts everything once', async () => {
      const stopping = new AbortController()
      const said: string[] = []
      const request = { ...ONLY_VAULTS, interval: '1 s' }
      const base = await keeper(goingAtThird(), request, { signal: stopping.signal })
      const progress = { ...base.progress, say: (line: string) => void said.push(line) }
      const told: Pass[] = []
      const kept = await keepOn({ ...base, progress }, async (found) => {
        told.push(found)
        if (told.length === 2) stopping.abort()
      })
      expect(kept.passes).to.equal(2)
      expect(done(told[0]!).length).to.equal(2)
      expect(kept.sent).to.equal(told[0]!.distressed)
      expect(said).to.have.length(2)
      expect(said[0]).to.match(/^! the node cannot be reached.* It is tried again\.$/)
      expect(said[1]).to.equal('It goes on.')
    })

    it('tells later what became of a transaction, where it went away after having seen that', async () => {
      let isGone = false
      let isSent = false
      const leaving: Hook = async (call, ask) => {
        if (isSending(call) && !isSent) {
          isSent = true
          await ask({ method: 'evm_setAutomine', params: [false] })
        }
        if (isGone && call.method === 'eth_call') throw unreachable()
        return ask(call)
      }
      const keeping = await keeper(leaving, ONLY_VAULTS, { receiptSeconds: 1 })
      expect(inState(await keepOnce(keeping), 'under way').length).to.equal(1)
      await node.chain.rpc.request({ method: 'evm_mine' })
      await node.chain.rpc.request({ method: 'evm_setAutomine', params: [true] })
      isGone = true
      const failure = await keepOnce(keeping).catch((error: unknown) => error)
      expect(failure).to.be.instanceOf(NodeUnreachableError)
      isGone = false
      const { jobs } = await keepOnce(keeping)
      expect(jobs.map(({ kind }) => kind).indexOf('earlier')).to.equal(0)
      expect(jobs[0]!.state).to.equal('done')
      const kinds = (await keepOnce(keeping)).jobs.map(({ kind }) => kind)
      expect(kinds, 'once').not.to.include('earlier')
    })

    it('is an error where there is nothing to tell', async () => {
      const gone: Hook = async (call, ask) => {
        if (call.method === 'eth_maxPriorityFeePerGas') throw unreachable()
        return ask(call)
      }
      const failure = await keepOnce(await keeper(gone)).catch((error: unknown) => error)
      expect(failure).to.be.instanceOf(NodeUnreachableError)
    })
  })

  it('forgets nothing that another process is about to send from its account', async () => {
    const folder = await temporaryFolder()
    const outbox = outboxIn(folder, 0.1)
    const unsent = await through(async (call, ask) => {
      if (isSending(call)) throw unreachable()
      return ask(call)
    })
    const by = async (place: SeededNode) =>
      keeperOf(await actingAs(place, rich, { outbox, folder }), ONLY_VAULTS)
    await keepOnce(await by(unsent)).catch(() => {})
    const [entry] = await outbox.list()
    const sealed = { chainId: node.chain.chainId, from: rich }
    for (const key of [entry!.key, `0x${'0'.repeat(64)}`]) {
      await outbox.alone({ ...sealed, key }, async () => {
        const { jobs } = await keepOnce(await by(node))
        expect(jobs.map(({ state }) => state)).to.deep.equal(Array(jobs.length).fill('skipped'))
        expect(jobs[0]!.kind).to.equal('earlier')
        expect(jobs[0]!.why).to.match(/^Another ballast .* is sending/)
        expect(await outbox.find(entry!.key), 'forgotten').not.to.equal(undefined)
      })
    }
    const free = await keepOnce(await by(node))
    expect(done(free).length).to.equal(free.distressed)
    expect(await outbox.list()).to.deep.equal([])
  })
})
