import { expect } from 'chai'
import { ZeroHash } from 'ethers'
import { network } from 'hardhat'
import { Parameter, wad } from '../../support/ledgerFixture.ts'
import type { AuctionFixture } from './auctionFixture.ts'
import { AuctionParameter, deployAuctions, startTerms } from './auctionFixture.ts'

const connection = await network.create()
const P = AuctionParameter

const bounds: readonly (readonly [parameter: number, min: bigint, max: bigint])[] = [
  [P.buffer, 10_000n, 15_000n],
  [P.cut, wad(0.9), wad(0.999)],
  [P.step, 12n, 600n],
  [P.tail, 1_200n, 43_200n],
  [P.floor, 1_000n, 9_500n],
  [P.auctionHealth, wad(0.8), wad(1)],
  [P.maxInAuction, 0n, 2n ** 120n],
  [P.kickReward, 0n, 100n],
]

describe('The terms of auctions', () => {
  let f: AuctionFixture

  beforeEach(async () => {
    f = await connection.networkHelpers.loadFixture(deploy)
  })

  async function deploy() {
    return deployAuctions(connection)
  }

  const stored = (market: { id: string }) =>
    Promise.all(startTerms.map((_, parameter) => f.house.storedParameter(market.id, parameter)))

  /** A market that nobody has configured. */
  const listBare = async () => f.list('BARE-A', await f.deployToken('WETH', 18))

  it('start with a cautious curve and no room', async () => {
    expect(await stored(await listBare())).to.deep.equal([...startTerms])
  })

  it('stand beside the market they belong to', async () => {
    await f.configure(f.weth, [P.buffer, 12_000n], [P.kickReward, 0n])
    expect(await stored(f.weth)).to.deep.equal([
      12_000n,
      ...startTerms.slice(1, 6),
      wad(1_000_000),
      0n,
    ])
    expect(await stored(f.wbtc)).to.deep.equal([...startTerms.slice(0, 6), wad(1_000_000), 10n])
  })

  it('tell every change with its old and new value, and nothing that stays', async () => {
    const call = f.configure(f.weth, [P.step, 60n], [P.tail, 7_200n])
    await expect(call)
      .to.emit(f.house, 'AuctionParameterSet')
      .withArgs(f.weth.id, P.tail, 5_400n, 7_200n)
    const receipt = await (await call).wait()
    expect(receipt?.logs.length).to.equal(1)
  })

  for (const [parameter, min, max] of bounds) {
    it(`lie within hard bounds: ${Object.keys(P)[parameter]}`, async () => {
      for (const value of min === 0n ? [max + 1n] : [min - 1n, max + 1n]) {
        await expect(f.configure(f.weth, [parameter, value]))
          .to.be.revertedWithCustomError(f.house, 'AuctionParametersOutOfBounds')
          .withArgs(parameter, value, min, max)
      }
    })
  }

  it('reach every bound', async () => {
    await f.house.setMaxInAuction(f.derivative, 2n ** 120n)
    for (const market of [f.wbtc, f.usdx]) await f.configure(market, [P.maxInAuction, 0n])
    const least = bounds.map(([parameter, min]) => [parameter, min] as const)
    await f.configure(f.weth, ...least)
    expect(await stored(f.weth)).to.deep.equal(bounds.map(([, min]) => min))
    // The slowest curve and the highest floor need a start near the market, the highest start a quick curve.
    const most = bounds.slice(1).map(([parameter, , max]) => [parameter, max] as const)
    await f.configure(f.weth, [P.buffer, 10_500n], ...most)
    expect(await stored(f.weth)).to.deep.equal([10_500n, ...most.map(([, max]) => max)])
    await f.configure(f.weth, [P.buffer, 15_000n], [P.step, 12n], [P.floor, 1_000n])
    expect(await f.house.storedParameter(f.weth.id, P.buffer)).to.equal(15_000n)
  })

  it('come as a tuple in order, or not at all', async () => {
    await expect(f.configure(f.weth)).to.be.revertedWithCustomError(
      f.house,
      'AuctionParametersEmptyTuple',
    )
    for (const second of [P.step, P.cut]) {
      await expect(f.configure(f.weth, [P.step, 90n], [second, 90n]))
        .to.be.revertedWithCustomError(f.house, 'AuctionParametersUnorderedTuple')
        .withArgs(P.step, second)
    }
  })

  it('let a lot fall to the market before it stops selling', async () => {
    await f.configure(f.weth, [P.buffer, 12_500n], [P.floor, 8_000n])
    await expect(f.configure(f.weth, [P.floor, 8_001n]))
      .to.be.revertedWithCustomError(f.house, 'AuctionParametersFloorTooHigh')
      .withArgs(12_500n, 8_001n)
  })

  it('let a lot fall to the market before its tail', async () => {
    // 1.1 * 0.99^9 = 1.0049, 1.1 * 0.99^10 = 0.9948.
    await f.configure(f.weth, [P.step, 120n], [P.tail, 1_200n])
    await expect(f.configure(f.weth, [P.step, 121n]))
      .to.be.revertedWithCustomError(f.house, 'AuctionParametersTooSlow')
      .withArgs(11_000n, wad(0.99), 9n)
  })

  it('give the markets of a derivative no more room together than it has', async () => {
    const given = wad(3_000_000)
    expect(await f.house.givenOf(f.derivative)).to.equal(given)
    await expect(f.configure(f.weth, [P.maxInAuction, wad(1_000_000) + 1n]))
      .to.be.revertedWithCustomError(f.house, 'AuctionParametersOverBudget')
      .withArgs(f.derivative, given + 1n, given)
    await expect(f.house.setMaxInAuction(f.derivative, given - 1n))
      .to.be.revertedWithCustomError(f.house, 'AuctionParametersOverBudget')
      .withArgs(f.derivative, given, given - 1n)
    await f.configure(f.weth, [P.maxInAuction, wad(400_000)])
    await expect(f.house.setMaxInAuction(f.derivative, wad(2_400_000)))
      .to.emit(f.house, 'MaxInAuctionSet')
      .withArgs(f.derivative, given, wad(2_400_000))
    expect(await f.house.maxInAuctionOf(f.derivative)).to.equal(wad(2_400_000))
    await f.configure(f.weth, [P.kickReward, 5n])
    await expect(
      f.house.setMaxInAuction(f.derivative, 2n ** 120n + 1n),
    ).to.be.revertedWithCustomError(f.house, 'AuctionParametersOutOfBounds')
  })

  it('are kept by the lots that are open', async () => {
    await f.setPrice(f.weth, 1_450)
    const lotId = await f.kick()
    const before = await f.house.lotOf(lotId)
    await f.configure(
      f.weth,
      [P.buffer, 15_000n],
      [P.cut, wad(0.9)],
      [P.step, 12n],
      [P.floor, 1_000n],
    )
    await f.relax(
      f.weth,
      [Parameter.liquidationPenalty, 2_000n],
      [Parameter.maxPenaltyHealth, wad(0.98)],
    )
    expect(await f.house.lotOf(lotId)).to.deep.equal(before)
  })

  it('belong to markets that exist', async () => {
    const unknown = { id: ZeroHash }
    await expect(f.configure(unknown, [P.step, 90n])).to.be.revertedWithCustomError(
      f.ledger,
      'LedgerUnknownMarket',
    )
    await expect(f.house.storedParameter(ZeroHash, P.step)).to.be.revertedWithCustomError(
      f.ledger,
      'LedgerUnknownMarket',
    )
  })

  it('are changed only by who holds the capability', async () => {
    const as = f.house.connect(f.bob)
    for (const call of [
      () => as.configure(f.weth.id, [{ parameter: P.step, value: 90n }]),
      () => as.setMaxInAuction(f.derivative, 0n),
      () => as.giveUp(1n),
    ]) {
      await expect(call()).to.be.revertedWithCustomError(f.house, 'AccessManagedUnauthorized')
    }
  })
})
