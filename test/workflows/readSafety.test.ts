import { expect } from 'chai'
import { MaxUint256 } from 'ethers'
import { Derivative__factory } from '../../artifacts/typechain/factories/contracts/core/Derivative__factory.js'
import { IAuctionHouse__factory } from '../../artifacts/typechain/factories/contracts/interfaces/IAuctionHouse__factory.js'
import { IOracleHub__factory } from '../../artifacts/typechain/factories/contracts/interfaces/IOracleHub__factory.js'
import { IStabilityPool__factory } from '../../artifacts/typechain/factories/contracts/interfaces/IStabilityPool__factory.js'
import { readBlock, signerOf } from '../../cli/chain/client.ts'
import { advanceTo, rewinding } from '../../cli/chain/devChain.ts'
import { readLots } from '../../cli/chain/lots.ts'
import { lotEndsAt, lotIsOver, lotPriceAt } from '../../cli/governance/lots.ts'
import { readSafety } from '../../cli/workflows/readSafety.ts'
import { openSmallProtocol, openVault, type SmallProtocol, setPrices } from '../chain/chains.ts'

const WAD = 10n ** 18n

describe('what a crash runs into', () => {
  let protocol: SmallProtocol
  before(async () => {
    protocol = await openSmallProtocol()
    await openVault(protocol, protocol.other, { collateral: 10n, debt: 12_000n })
  })
  after(() => protocol.chain.close())

  const read = () => readSafety(protocol)
  const within = (name: string, work: () => Promise<void>) =>
    it(name, () => rewinding(protocol.chain, work))
  const at = () => readBlock(protocol.chain)
  const hub = () =>
    IOracleHub__factory.connect(
      protocol.book.contracts.oracleHub,
      signerOf(protocol.chain, protocol.deployer),
    )
  const key = () => protocol.book.feeds[0]!.key

  /** The vault goes to auction after a fall. */
  const kick = async (price = 1_400) => {
    await setPrices(protocol, price, price, price)
    const house = IAuctionHouse__factory.connect(
      protocol.book.contracts.auctionHouse!,
      signerOf(protocol.chain, protocol.deployer),
    )
    await (await house.kick(protocol.book.markets[0]!.id, protocol.other)).wait()
    return house
  }

  it('is read at one block, and crosses threads as it is', async () => {
    const safety = await read()
    expect(safety.block).to.deep.equal(await at())
    expect(structuredClone(safety)).to.deep.equal(safety)
    expect(safety).to.deep.include({ derivativeSymbol: 'bUSD', tokenSymbol: 'BLST' })
  })

  describe('feeds', () => {
    it('come with what each source says, and the markets that they price', async () => {
      const { feeds } = await read()
      const [feed] = feeds
      expect(feeds).to.have.length(1)
      expect(feed).to.deep.include({
        ...{ label: 'WETH/USD', state: 'OK', reasons: [], markets: ['WETH-A'] },
        ...{ maxAge: 7_200n, minSources: 2n, deadSince: undefined },
      })
      expect(feed!.sources.map(({ address }) => address)).to.deep.equal(
        protocol.book.feeds[0]!.sources,
      )
      for (const { status, priceWad } of feed!.sources) {
        expect([status, priceWad]).to.deep.equal(['USED', feed!.price.mid])
      }
      expect(feed).not.to.have.property('rate')
    })

    within('keep the last good price once somebody refreshes them', async () => {
      expect((await read()).feeds[0]!.lastGood).to.equal(undefined)
      await (await hub().refresh(key())).wait()
      const { feeds, block } = await read()
      expect(feeds[0]!.lastGood).to.deep.include({
        mid: feeds[0]!.price.mid,
        storedAt: BigInt(block.timestamp),
      })
    })

    within('drop a source that is too far from the others', async () => {
      await setPrices(protocol, 2_000, 2_001, 3_000)
      const [feed] = (await read()).feeds
      expect(feed!.sources.map(({ status }) => status)).to.deep.equal(['USED', 'USED', 'OUTLIER'])
      expect(feed!.sources[2]!.priceWad, 'what it said is told').to.equal(3_000n * WAD)
    })

    within('say why they are DEGRADED', async () => {
      await setPrices(protocol, 1_000, 2_000, 3_000)
      const [feed] = (await read()).feeds
      expect([feed!.state, feed!.reasons]).to.deep.equal([
        'DEGRADED',
        ['1 source counts, 2 are needed'],
      ])
    })

    within('say since when they are dead', async () => {
      await advanceTo(protocol.chain, (await at()).timestamp + 7_300)
      await (await hub().noteDown(key())).wait()
      const notedAt = (await at()).timestamp
      await advanceTo(protocol.chain, notedAt + 600)
      const [feed] = (await read()).feeds
      expect(feed).to.deep.include({ state: 'DOWN', deadSince: BigInt(notedAt) })
      expect(feed!.price).to.deep.equal({ low: 0n, mid: 0n, high: 0n })
      expect(feed!.reasons[0]).to.contain('3 too old (2 h is allowed)')
    })
  })

  describe('auctions', () => {
    it('are none while nobody is below health 1', async () => {
      expect((await read()).auctions).to.deep.equal({ lots: [], count: 0 })
    })

    within(
      'come with what is asked for, whose vault it was, and what the oracle says',
      async () => {
        await kick()
        const { auctions, feeds } = await read()
        const [lot] = auctions!.lots
        expect(auctions!.count).to.equal(1)
        expect(lot).to.deep.include({
          ...{ market: 'WETH-A', owner: protocol.other, symbol: 'WETH', decimals: 18 },
          ...{ isOver: false, oracleWad: feeds[0]!.price.mid },
        })
        expect(lot!.oracleWad).to.equal(1_400n * WAD)
        expect(lot!.topPriceWad).to.equal(1_540n * WAD)
        expect(lot!.tab > lot!.debt && lot!.debt > 12_000n * WAD).to.equal(true)
        expect(lot!.collateral <= 10n * WAD).to.equal(true)
        expect(lot!.floorWad).to.equal((lot!.topPriceWad * lot!.floorBps) / 10_000n)
      },
    )

    within('fall in price and end as the contract has it, to the wei and the second', async () => {
      await kick()
      const [lot] = (await readLots(protocol.chain, protocol.book, await at()))!.lots
      const ends = lotEndsAt(lot!)
      for (const time of [lot!.startedAt + 61n, lot!.startedAt + 1_234n, ends - 1n, ends]) {
        await advanceTo(protocol.chain, Number(time))
        const reading = await readLots(protocol.chain, protocol.book, await at())
        const { priceWad, isOver } = reading!.lots[0]!
        expect([priceWad, isOver]).to.deep.equal([lotPriceAt(lot!, time), lotIsOver(lot!, time)])
      }
      expect(lotIsOver(lot!, ends)).to.equal(true)
    })

    within('have no price beside them while the feed is DOWN', async () => {
      await kick()
      await advanceTo(protocol.chain, (await at()).timestamp + 7_300)
      const [lot] = (await read()).auctions!.lots
      expect(lot).to.deep.include({ isOver: true, oracleWad: undefined })
    })

    within('are read from the newest on, as many as are wanted', async () => {
      await openVault(protocol, protocol.deployer, { collateral: 10n, debt: 12_000n })
      const house = await kick()
      const second = house.connect(signerOf(protocol.chain, protocol.other))
      await (await second.kick(protocol.book.markets[0]!.id, protocol.deployer)).wait()
      const all = await readLots(protocol.chain, protocol.book, await at())
      expect(all!.lots.map(({ owner }) => owner)).to.deep.equal([protocol.deployer, protocol.other])
      const one = await readLots(protocol.chain, protocol.book, await at(), 1)
      expect([one!.count, one!.lots.length, one!.lots[0]!.owner]).to.deep.equal([
        ...[2, 1, protocol.deployer],
      ])
    })
  })

  describe('stability pools', () => {
    within('come with assets, share price and the collateral that they hold', async () => {
      const [entry] = protocol.book.pools!
      const { chain, book, other } = protocol
      const pool = IStabilityPool__factory.connect(entry!.address, signerOf(chain, other))
      const derivative = Derivative__factory.connect(
        book.contracts.derivative,
        signerOf(chain, other),
      )
      expect((await read()).pools![0]).to.deep.include({
        ...{ label: 'pool-WETH', collateralSymbol: 'WETH', collateralDecimals: 18 },
        ...{ assets: 0n, sharePriceWad: WAD, isRetired: false, held: 0n, unvested: 0n },
      })
      await (await derivative.approve(entry!.address, MaxUint256)).wait()
      await (await pool.deposit(5_000n * WAD, other)).wait()
      expect((await read()).pools![0]).to.deep.include({
        ...{ assets: 5_000n * WAD, sharePriceWad: WAD, spendable: await pool.spendable() },
      })
      await setPrices(protocol, 1_400, 1_400, 1_400)
      const absorber = pool.connect(signerOf(chain, protocol.deployer))
      await (await absorber.absorb(book.markets[0]!.id, other, 3_000n * WAD)).wait()
      const [after] = (await read()).pools!
      expect(after!.assets).to.equal(2_000n * WAD)
      expect(after!.held > 2n * WAD, 'three thousand at 1,400 and a bonus').to.equal(true)
      expect(after!.sharePriceWad).to.equal((WAD * 2n) / 5n)
    })
  })

  describe('the backing', () => {
    it('is whole, with a backstop and an insurance behind it', async () => {
      const { backing } = await read()
      const { contracts } = protocol.book
      expect(backing).to.deep.include({ deficit: 0n, navWad: WAD })
      expect(backing.backstop).to.deep.include({
        ...{ address: contracts.backstop, sale: 0n, proceeds: 0n, notedAt: 0n, standing: 0n },
      })
      expect(backing.insurance).to.deep.include({
        ...{ address: contracts.insurancePool, assets: 0n, isRetired: false },
      })
    })

    within('tells a deficit, and NAV below 1', async () => {
      const house = await kick(200)
      const [lot] = (await read()).auctions!.lots
      const derivative = Derivative__factory.connect(
        protocol.book.contracts.derivative,
        signerOf(protocol.chain, protocol.other),
      )
      const houseAddress = await house.getAddress()
      await (await derivative.approve(houseAddress, MaxUint256)).wait()
      const taker = house.connect(signerOf(protocol.chain, protocol.other))
      await (await taker.take(lot!.id, MaxUint256, MaxUint256, protocol.other, '0x')).wait()
      const { backing, auctions } = await read()
      expect(auctions!.count).to.equal(0)
      expect(backing.deficit > 9_000n * WAD).to.equal(true)
      expect(backing.navWad < WAD).to.equal(true)
    })
  })

  it('is told of what a deployment from before has', async () => {
    const {
      auctionHouse: _,
      insurancePool: __,
      backstop: ___,
      ...contracts
    } = protocol.book.contracts
    const { pools: ____, ...book } = protocol.book
    const older = await readSafety({ chain: protocol.chain, book: { ...book, contracts } })
    expect(older).to.deep.include({ auctions: undefined, pools: undefined })
    expect(older.backing).not.to.have.any.keys('backstop', 'insurance')
    expect(older.feeds).to.have.length(1)
  })
})
