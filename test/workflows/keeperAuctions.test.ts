import { expect } from 'chai'
import { MaxUint256 } from 'ethers'
import { IAuctionHouse__factory } from '../../artifacts/typechain/factories/contracts/interfaces/IAuctionHouse__factory.js'
import { ILedger__factory } from '../../artifacts/typechain/factories/contracts/interfaces/ILedger__factory.js'
import { IStabilityPool__factory } from '../../artifacts/typechain/factories/contracts/interfaces/IStabilityPool__factory.js'
import { TestToken__factory } from '../../artifacts/typechain/factories/contracts/test/TestToken__factory.js'
import { readBlock, signerOf } from '../../cli/chain/client.ts'
import { advanceTo } from '../../cli/chain/devChain.ts'
import { readMarkets } from '../../cli/chain/readBook.ts'
import type { Address } from '../../cli/governance/addressBook.ts'
import { keepOnce } from '../../cli/workflows/keep.ts'
import { renderPass } from '../../cli/workflows/keeperAnswer.ts'
import type { KeeperRequest } from '../../cli/workflows/keeperSettings.ts'
import type { JobReport, Pass } from '../../cli/workflows/keeping.ts'
import { actingAs, peopleOf, untouched } from '../support/acting.ts'
import { issueTo, keeperOf, movePrice } from '../support/keepers.ts'
import { type SeededNode, seeded, startHardhat } from '../support/nodes.ts'

const MINUTE = 60
const WETH: KeeperRequest = { market: 'WETH-A' }

describe('a keeper at auctions and pools', () => {
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

  const pass = async (request: KeeperRequest, by = rich): Promise<Pass> =>
    keepOnce(await keeperOf(await actingAs(node, by), { ...WETH, ...request }))
  const inState = ({ jobs }: Pass, state: JobReport['state']) =>
    jobs.filter((job) => job.state === state)
  const done = (found: Pass) => inState(found, 'done')
  const later = async (minutes: number) =>
    advanceTo(node.chain, (await readBlock(node.chain)).timestamp + minutes * MINUTE)
  const token = (address: Address) => TestToken__factory.connect(address, node.chain.provider)
  const weth = () => token(node.book.markets.find(({ label }) => label === 'WETH-A')!.collateral)
  const bUSD = () => token(node.book.contracts.derivative)
  const house = () =>
    IAuctionHouse__factory.connect(node.book.contracts.auctionHouse!, node.chain.provider)

  it('sends vaults to auction for the reward that it said, without any money of its own', async () => {
    const before = await weth().balanceOf(poor)
    const found = await pass({}, poor)
    const kicked = done(found).filter(({ kind }) => kind === 'kick')
    expect(kicked.length).to.be.above(3)
    expect(await house().openLotCount()).to.equal(BigInt(kicked.length))
    expect(
      inState(found, 'skipped').some(({ why }) => why?.endsWith('no bUSD to repay with')),
    ).to.equal(true)
    const reward = (await weth().balanceOf(poor)) - before
    const { markets } = await readMarkets(node.chain, node.book)
    const { price } = markets.find(({ label }) => label === 'WETH-A')!
    const promised = kicked.reduce(
      (sum, { profit = 0n, gasCost = 0n }) => sum + profit + gasCost,
      0n,
    )
    const worth = (reward * price.low * 99n) / 10n ** 20n
    // A wei is lost at each.
    expect(Number(worth - promised)).to.be.within(0, 2 * kicked.length)
  })

  it('takes nothing above the oracle, waits, approves what it costs, takes, and starts over what nobody took', async () => {
    const lots = done(await pass({ only: 'kick' }, poor)).length
    const early = await pass({ only: 'take,redo' })
    expect(early.jobs.map(({ state }) => state)).to.deep.equal(Array(lots).fill('skipped'))
    expect(early.jobs[0]?.why).to.match(/^it would lose/)
    await later(25)
    const before = [await bUSD().balanceOf(rich), await weth().balanceOf(rich)] as const
    const found = await pass({ only: 'take,redo', maxRepay: '2_000_000 bUSD' })
    expect(inState(found, 'failed')).to.deep.equal([])
    expect(done(found).length).to.equal(2 * lots)
    expect(done(found)[0]?.words).to.match(
      /^approve the auction house for [\d,.]+ bUSD, to take of lot \d+$/,
    )
    expect(await house().openLotCount()).to.equal(0n)
    const paid = before[0] - (await bUSD().balanceOf(rich))
    const got = (await weth().balanceOf(rich)) - before[1]
    expect(paid > 0n && got > 0n).to.equal(true)
    const left = await bUSD().allowance(rich, node.book.contracts.auctionHouse!)
    // Exact, but for the price that fell between the two: less than a hundredth of what was paid.
    expect(left < paid / 50n, `${left} of ${paid} stayed approved`).to.equal(true)
    expect((await pass({ only: 'take,redo' })).jobs).to.deep.equal([])
  })

  it('starts a lot again once its time is over, once, and not while the feed is DOWN', async () => {
    const lots = done(await pass({ only: 'kick' }, poor)).length
    await later(91)
    const found = await pass({ only: 'take,redo' }, poor)
    expect(done(found).map(({ kind }) => kind)).to.deep.equal(Array(lots).fill('redo'))
    expect(done(await pass({ only: 'take,redo' }, poor))).to.deep.equal([])
    await later(121)
    const down = await pass({ only: 'redo' }, poor)
    expect(down.jobs.map(({ state, why }) => `${state}: ${why}`)).to.deep.equal(
      Array(lots).fill('skipped: WETH/USD is DOWN'),
    )
  })

  describe('beside a stability pool with money', () => {
    beforeEach(async () => {
      const pool = node.book.pools!.find(({ label }) => label === 'pool-WETH')!
      const signer = signerOf(node.chain, rich)
      const amount = 5_000_000n * 10n ** 18n
      const asset = TestToken__factory.connect(node.book.contracts.derivative, signer)
      await (await asset.approve(pool.address, MaxUint256)).wait()
      await (
        await IStabilityPool__factory.connect(pool.address, signer).deposit(amount, rich)
      ).wait()
    })

    it('has it absorb vaults for the reward, without any money of its own', async () => {
      const before = await weth().balanceOf(poor)
      const found = await pass({ only: 'absorb' }, poor)
      expect(done(found).length).to.be.above(3)
      expect((await weth().balanceOf(poor)) > before).to.equal(true)
      for (const { profit = 0n } of done(found)) expect(profit > 0n).to.equal(true)
      expect((await pass({ only: 'absorb' }, poor)).distressed).to.equal(
        found.distressed - done(found).length,
      )
    })

    it('does what brings most of all ways, and tells machines of the others', async () => {
      const acting = await actingAs(node, rich)
      const keeping = await keeperOf(acting, { ...WETH, only: 'liquidate,absorb,kick' })
      const found = await keepOnce(keeping)
      expect(done(found).length).to.equal(found.distressed)
      expect(new Set(done(found).map(({ kind }) => kind))).to.deep.equal(new Set(['liquidate']))
      const outdone = found.jobs.filter(({ isOutdone }) => isOutdone)
      expect(new Set(outdone.map(({ kind }) => kind))).to.deep.equal(new Set(['absorb', 'kick']))
      const { text, document } = renderPass(found, keeping)
      expect(text).not.to.contain('absorb')
      expect(JSON.stringify(document, (_, v) => (typeof v === 'bigint' ? `${v}` : v))).to.contain(
        'another way brings more',
      )
    })
  })

  it('has bad debt covered if that was named, and only where a call changes something', async () => {
    await movePrice(node, 'WETH-A', 0.5)
    await pass({ only: 'liquidate', haircut: '0%' })
    const deficit = () =>
      ILedger__factory.connect(node.book.contracts.ledger, node.chain.provider).deficitOf(
        node.book.contracts.derivative,
      )
    expect((await deficit()) > 0n).to.equal(true)
    expect((await pass({ haircut: '90%' })).jobs.some(({ kind }) => kind === 'cover')).to.equal(
      false,
    )
    const cover = () => pass({ only: 'cover' })
    expect(done(await cover()).length).to.equal(1)
    expect((await cover()).jobs).to.deep.equal([])
    await later(60)
    expect(done(await cover()).length).to.be.above(0)
    await cover()
    expect((await cover()).jobs, 'what stands is noted').to.deep.equal([])
  })
})
