import { expect } from 'chai'
import { MaxUint256 } from 'ethers'
import { network } from 'hardhat'
import type { LedgerFixture } from '../../support/ledgerFixture.ts'
import {
  DAY,
  defaultTerms,
  deployLedger,
  Parameter,
  PriceState,
  wad,
} from '../../support/ledgerFixture.ts'

const connection = await network.create()
const fixture = () => deployLedger(connection)

describe('LedgerLens', () => {
  let f: LedgerFixture

  beforeEach(async () => {
    f = await connection.networkHelpers.loadFixture(fixture)
    await f.open(f.alice, f.wbtc, [1, 30_000])
    await f.open(f.bob, f.wbtc, [2, 0])
    await f.open(f.carol, f.wbtc, [0.5, 10_000])
  })

  const owners = async (cursor: bigint, count: bigint) =>
    (await f.lens.vaults(f.wbtc.id, cursor, count)).map((view) => view.owner)

  it('pages through the owners in the order they came', async () => {
    const [alice, bob, carol] = [f.alice.address, f.bob.address, f.carol.address]
    expect(await owners(0n, 2n)).to.deep.equal([alice, bob])
    expect(await owners(2n, 2n)).to.deep.equal([carol])
    expect(await owners(1n, MaxUint256)).to.deep.equal([bob, carol])
    expect(await owners(0n, 0n)).to.deep.equal([])
    expect(await owners(3n, 5n)).to.deep.equal([])
    expect(await owners(MaxUint256, MaxUint256)).to.deep.equal([])
  })

  it('tells each vault as the Ledger sees it, fees up to now included', async () => {
    await f.oracle.setPrice(f.wbtc.feed, wad(50_000), wad(51_000), wad(52_000), PriceState.ok)
    await connection.networkHelpers.time.increase(100 * DAY)
    const [alice] = await f.lens.vaults(f.wbtc.id, 0n, 1n)
    const debt = await f.ledger.debtOf(f.wbtc.id, f.alice)
    expect(debt).to.be.above(wad(30_400))
    expect(alice).to.deep.equal([
      f.alice.address,
      100_000_000n,
      debt,
      wad(50_000),
      wad(52_000),
      (wad(52_000) * 8_000n * 10n ** 14n) / debt,
    ])
    expect(await f.lens.vault(f.wbtc.id, f.alice)).to.deep.equal(alice)
  })

  it('calls a vault without debt infinitely healthy', async () => {
    expect((await f.lens.vault(f.wbtc.id, f.bob)).healthWad).to.equal(MaxUint256)
    expect(await f.lens.vault(f.wbtc.id, f.keeper)).to.deep.equal([
      ...[f.keeper.address, 0n, 0n, 0n, 0n, MaxUint256],
    ])
  })

  it('values health at the effective threshold of a ramp', async () => {
    const before = (await f.lens.vault(f.wbtc.id, f.alice)).healthWad
    await f.tighten(f.wbtc, [Parameter.liquidationThreshold, 7_000n])
    await connection.networkHelpers.time.increase(7 * DAY)
    const { healthWad, debt } = await f.lens.vault(f.wbtc.id, f.alice)
    expect(healthWad).to.equal((wad(60_000) * 7_000n * 10n ** 14n) / debt)
    expect(healthWad).to.be.below(before)
  })

  it('shows zero values while the price is DOWN', async () => {
    await f.oracle.setPrice(f.wbtc.feed, 0n, 0n, 0n, PriceState.down)
    const view = await f.lens.vault(f.wbtc.id, f.alice)
    expect([view.collateralValueLow, view.collateralValueHigh, view.healthWad]).to.deep.equal([
      0n,
      0n,
      0n,
    ])
  })

  it('tells a market whole', async () => {
    await f.oracle.setPrice(f.wbtc.feed, wad(1), wad(2), wad(3), PriceState.degraded)
    await f.relax(f.wbtc, [Parameter.debtCeiling, wad(2_000_000)])
    await f.tighten(f.wbtc, [Parameter.liquidationThreshold, 7_000n])
    const view = await f.lens.market(f.wbtc.id)
    expect(view.id).to.equal(f.wbtc.id)
    expect(view.key).to.deep.equal(await f.ledger.keyOf(f.wbtc.id))
    expect(view.state).to.deep.equal(await f.ledger.accruedStateOf(f.wbtc.id))
    expect(view.terms).to.deep.equal(Object.values(defaultTerms))
    expect(view.thresholdPath).to.deep.equal(await f.ledger.thresholdPathOf(f.wbtc.id))
    expect(view.ceilingPath).to.deep.equal(await f.ledger.ceilingPathOf(f.wbtc.id))
    expect([view.collateralDecimals, view.owners, view.priceState]).to.deep.equal([8n, 3n, 1n])
    expect([view.priceLow, view.priceMid, view.priceHigh]).to.deep.equal([wad(1), wad(2), wad(3)])
  })

  it('refuses an unknown market', async () => {
    const id = connection.ethers.ZeroHash
    for (const read of [
      () => f.lens.market(id),
      () => f.lens.vault(id, f.alice),
      () => f.lens.vaults(id, 0n, 1n),
    ]) {
      await expect(read())
        .to.be.revertedWithCustomError(f.ledger, 'LedgerUnknownMarket')
        .withArgs(id)
    }
  })
})
