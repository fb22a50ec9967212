import { expect } from 'chai'
import { ILedger__factory } from '../../artifacts/typechain/factories/contracts/interfaces/ILedger__factory.js'
import { TestToken__factory } from '../../artifacts/typechain/factories/contracts/test/TestToken__factory.js'
import { connectChain, type Rpc, readBlock } from '../../cli/chain/client.ts'
import { advanceTo } from '../../cli/chain/devChain.ts'
import { readBook } from '../../cli/chain/readBook.ts'
import { nonceOf } from '../../cli/chain/sentTransactions.ts'
import { keepOnce } from '../../cli/workflows/keep.ts'
import { renderPass } from '../../cli/workflows/keeperAnswer.ts'
import type { JobReport, Pass } from '../../cli/workflows/keeping.ts'
import { actingAs, failureOf, peopleOf, untouched } from '../support/acting.ts'
import { issueTo, keeperOf, movePrice } from '../support/keepers.ts'
import { type SeededNode, seeded, startHardhat } from '../support/nodes.ts'

const ONLY_VAULTS = { only: 'liquidate', market: 'WETH-A' }
const HOUR = 3_600

describe('a keeper', () => {
  let node: SeededNode
  let people: Awaited<ReturnType<typeof peopleOf>>
  before(async () => {
    node = await seeded(await startHardhat())
    people = await peopleOf(node)
    await issueTo(node, people.stranger, 10_000_000n)
  })
  after(() => node.stop())
  untouched(() => node)

  const sentBy = () => nonceOf(node.chain, people.stranger, 'latest')
  const pass = async (
    request = {},
    how: Parameters<typeof keeperOf>[2] = {},
    account = people.stranger,
  ): Promise<Pass> => keepOnce(await keeperOf(await actingAs(node, account), request, how))
  const inState = ({ jobs }: Pass, state: JobReport['state']) =>
    jobs.filter((job) => job.state === state)
  const health = () =>
    readBook(node.chain, node.book).then(
      ({ markets }) => markets.find((m) => m.label === 'WETH-A')!,
    )
  const badVaults = async () => {
    const { vaults, price, terms } = await health()
    return vaults.filter(
      ({ collateral, debt }) =>
        debt > 0n && collateral * price.high * terms.liquidationThresholdBps < debt * 10n ** 22n,
    ).length
  }

  it('has nothing to do where nothing is due', async () => {
    await pass({ only: 'refresh' })
    const { jobs, distressed } = await pass()
    expect([jobs, distressed]).to.deep.equal([[], 0])
  })

  it('liquidates every vault that a fall left below health 1, the largest first, and none twice', async () => {
    await movePrice(node, 'WETH-A', 0.9)
    const before = await badVaults()
    expect(before).to.be.above(3)
    const first = await pass(ONLY_VAULTS)
    expect(first.distressed).to.equal(before)
    expect(inState(first, 'done').length).to.equal(before)
    for (const { profit } of first.jobs) expect(profit! > 0n).to.equal(true)
    expect(await badVaults()).to.equal(0)
    const again = await sentBy()
    expect((await pass(ONLY_VAULTS)).jobs).to.deep.equal([])
    expect(await sentBy()).to.equal(again)
  })

  it('gets what it said at least, by the low price', async () => {
    await movePrice(node, 'WETH-A', 0.9)
    const { ledger } = node.book.contracts
    const from = (await readBlock(node.chain)).number + 1
    const { jobs } = await pass(ONLY_VAULTS)
    const abi = ILedger__factory.createInterface()
    const logs = await node.chain.provider.getLogs({
      address: ledger,
      fromBlock: from,
      topics: [abi.getEvent('Liquidated').topicHash],
    })
    expect(jobs.length).to.be.above(3)
    expect(logs.length).to.equal(jobs.length)
    const { price } = await health()
    logs.forEach((log, i) => {
      const { repaid, seized } = abi.parseLog(log)!.args
      const { profit, gasCost } = jobs[i]!
      const value = (seized * price.low * 99n) / (100n * 10n ** 18n)
      const beyond = value - repaid - gasCost! - profit!
      expect(Number(beyond), 'worse than promised').to.be.within(-1e3, 1e12)
    })
  })

  it('only says what it would do in a dry run', async () => {
    await movePrice(node, 'WETH-A', 0.9)
    const before = await sentBy()
    const keeping = await keeperOf(await actingAs(node, people.stranger), ONLY_VAULTS, {
      dryRun: true,
    })
    const found = await keepOnce(keeping)
    expect(inState(found, 'would').length).to.equal(found.distressed)
    expect(await sentBy()).to.equal(before)
    const { text, document } = renderPass(found, keeping)
    expect(text).to.match(
      /→ liquidate the vault of 0x\w{4}…\w{4} in WETH-A \(health 0\.\d+, [\d,.]+ bUSD\)/,
    )
    expect(text).to.match(/about \+[\d,.]+ bUSD; [\d,]+ gas, [\d.]+ bUSD/)
    expect(text).to.contain('Nothing was sent (--dry-run)')
    expect(document['outcome']).to.equal('planned')
  })

  it('does nothing that loses after gas and haircut, and says how much', async () => {
    await movePrice(node, 'WETH-A', 0.9)
    const { jobs } = await pass({ ...ONLY_VAULTS, haircut: '20%' })
    expect(jobs.length).to.be.above(3)
    for (const { state, why } of jobs) {
      expect(state).to.equal('skipped')
      expect(why).to.match(/^it would lose [\d,.]+ bUSD after gas and a haircut of 20 %$/)
    }
    const dear = await pass({ ...ONLY_VAULTS, gasTokenPrice: '1_000_000_000_000 bUSD' })
    expect(inState(dear, 'done')).to.deep.equal([])
    const asked = await pass({ ...ONLY_VAULTS, minProfit: '1_000_000_000 bUSD' })
    expect(asked.jobs[0]!.why).to.contain('and 1,000,000,000 bUSD is asked for')
    expect(inState(await pass({ ...ONLY_VAULTS, ignoreGas: true }), 'done').length).to.be.above(3)
  })

  it('sends nothing for profit where nobody knows what gas is worth', async () => {
    await movePrice(node, 'WETH-A', 0.9)
    const acting = await actingAs(node, people.stranger)
    const markets = node.book.markets.map((market) => ({ ...market, collateralSymbol: 'XETH' }))
    const book = { ...node.book, markets }
    const other = { ...acting, protocol: { ...acting.protocol, book } }
    const { jobs } = await keepOnce(await keeperOf(other, ONLY_VAULTS))
    expect(jobs[0]!.why).to.equal('what gas costs is not known: --gas-token-price says it')
    const priced = await keeperOf(other, { ...ONLY_VAULTS, gasTokenPrice: '2_000 bUSD' })
    expect(inState(await keepOnce(priced), 'done').length).to.be.above(3)
  })

  it('spends no more than it has and may, and says when it has nothing', async () => {
    await movePrice(node, 'WETH-A', 0.9)
    const poor = await pass(ONLY_VAULTS, {}, people.third)
    expect(poor.jobs[0]!.why).to.match(/has no bUSD to repay with$/)
    const balance = () =>
      TestToken__factory.connect(node.book.contracts.derivative, node.chain.provider).balanceOf(
        people.stranger,
      )
    const before = await balance()
    const held = await pass({ ...ONLY_VAULTS, maxRepay: '3_000 bUSD' })
    const done = inState(held, 'done').length
    expect(done).to.be.above(0)
    expect(before - (await balance()) <= 3_000n * 10n ** 18n * BigInt(done)).to.equal(true)
  })

  it('liquidates nobody while a feed is DOWN, and notes that it is, once in three hours', async () => {
    await pass({ only: 'refresh' })
    await advanceTo(node.chain, (await readBlock(node.chain)).timestamp + 3 * HOUR)
    const acting = await actingAs(node, people.stranger)
    const passes = async () => keepOnce(await keeperOf(acting, { market: 'WETH-A' }))
    const found = await passes()
    expect(found.distressed).to.equal(0)
    expect(inState(found, 'skipped').map(({ why }) => why)).to.deep.equal([
      'WETH/USD is DOWN: there is no price to judge vaults by',
    ])
    expect(inState(found, 'done').map(({ words }) => words)).to.deep.equal([
      'note that WETH/USD is DOWN: nobody has noted it yet',
    ])
    expect(inState(await passes(), 'done')).to.deep.equal([])
    await advanceTo(node.chain, (await readBlock(node.chain)).timestamp + 3 * HOUR)
    expect(inState(await passes(), 'done').length).to.equal(1)
    expect(inState(await passes(), 'done'), 'remembered in the workspace').to.deep.equal([])
  })

  it('shuts a market that has been dead for a day, if that was named', async () => {
    await pass({ only: 'refresh' })
    const acting = await actingAs(node, people.stranger)
    for (let hours = 0; hours <= 30; hours += 3) {
      await advanceTo(node.chain, (await readBlock(node.chain)).timestamp + 3 * HOUR)
      await keepOnce(await keeperOf(acting, { only: 'note', market: 'WETH-A' }))
    }
    expect(
      inState(await keepOnce(await keeperOf(acting, { market: 'WETH-A' })), 'done'),
    ).to.deep.equal([])
    const named = { only: 'shutdown', market: 'WETH-A' }
    expect(inState(await keepOnce(await keeperOf(acting, named)), 'done').length).to.equal(1)
    expect((await keepOnce(await keeperOf(acting, named))).jobs).to.deep.equal([])
    expect((await health()).frozenUntil).to.equal(2n ** 64n - 1n)
  })

  it('stores last good prices hourly, not more often', async () => {
    expect(inState(await pass({ only: 'refresh' }), 'done').length).to.equal(3)
    expect((await pass({ only: 'refresh' })).jobs).to.deep.equal([])
    await advanceTo(node.chain, (await readBlock(node.chain)).timestamp + HOUR)
    const found = await pass({ only: 'refresh', market: 'WBTC-A' })
    expect(found.jobs.map(({ words }) => words)).to.deep.equal([
      'refresh WBTC/USD: its last good price is 1 h old',
    ])
  })

  it('is not stopped by one job that fails, and leaves that one alone for a while', async () => {
    await movePrice(node, 'WETH-A', 0.9)
    let refusals = 1
    const rpc: Rpc = {
      async request(call) {
        if (call.method !== 'eth_sendTransaction' || refusals === 0)
          return node.chain.rpc.request(call)
        refusals -= 1
        throw Object.assign(new Error('intrinsic gas too low'), { code: -32_000 })
      },
    }
    const chain = { ...(await connectChain(rpc)), isDevelopment: true } as const
    const keeping = await keeperOf(await actingAs({ ...node, chain }, people.stranger), ONLY_VAULTS)
    const first = await keepOnce(keeping)
    expect(inState(first, 'failed').map(({ why }) => why)).to.deep.equal([
      'The node does not take the transaction: intrinsic gas too low. Nothing was sent.',
    ])
    expect(inState(first, 'done').length).to.equal(first.distressed - 1)
    const { jobs } = await keepOnce(keeping)
    expect(jobs.map(({ state, why }) => [state, why?.replace(/\d+ s$/, 'a while')])).to.deep.equal([
      ['skipped', 'it failed before; it is tried again in a while'],
    ])
    expect(inState(await pass(ONLY_VAULTS), 'done').length, 'by another keeper').to.equal(1)
  })

  it('does nothing that its account cannot pay the gas of', async () => {
    await node.chain.rpc.request({
      method: 'hardhat_setBalance',
      params: [people.stranger, '0x1000'],
    })
    const { jobs } = await pass({ only: 'refresh' })
    expect(jobs).to.have.length(3)
    for (const { why } of jobs)
      expect(why).to.match(/^the account has 0[\d.]* ETH, and its gas may/)
  })

  it('begins nothing new once it is to stop', async () => {
    await movePrice(node, 'WETH-A', 0.9)
    const found = await pass(ONLY_VAULTS, { signal: AbortSignal.abort() })
    expect([found.jobs, found.distressed > 3]).to.deep.equal([[], true])
  })

  it('is asked again for what cannot be read', async () => {
    for (const [request, says] of [
      [{ only: 'liquidat' }, 'Did you mean liquidate?'],
      [{ only: ',' }, 'Name some of'],
      [{ market: 'WETH' }, 'Did you mean WETH-A?'],
      [{ interval: '0 s' }, '--interval'],
      [{ maxRepay: '50' }, '50 bUSD'],
      [{ haircut: '100%' }, '--haircut 1%'],
    ] as const) {
      const { nextStep, exitCode } = await failureOf(pass(request))
      expect(exitCode).to.equal(2)
      expect(nextStep).to.contain(says)
    }
  })
})
