import { expect } from 'chai'
import { MaxUint256 } from 'ethers'
import { network } from 'hardhat'
import { appointGuardians, FREEZE } from '../../support/guardian.ts'
import {
  DAY,
  deployLedger,
  expectBalancedBooks,
  Parameter,
  PriceState,
  REPAY_ALL,
  wad,
} from '../../support/ledgerFixture.ts'

const connection = await network.create()
const { time } = connection.networkHelpers

/**
 * The keys that may stop a protocol are stolen like any others: of Ronin in March 2022 (five of nine validators), of the
 * Harmony bridge in June 2022 (two of five). Here the guardian's is, and its holder does the worst it can for five weeks.
 */
describe('A compromised guardian', () => {
  const fixture = async () => {
    const f = await deployLedger(connection)
    await f.relax(f.usdx, [Parameter.stabilityFee, 0n])
    await f.open(f.alice, f.weth, [10, 12_000])
    await f.open(f.carol, f.weth, [10, 13_000])
    await f.open(f.keeper, f.usdx, [600_000, 300_000])
    await f.exposures.assignRisks(f.weth.id, [f.weth.feed, f.usdx.feed, f.wbtc.feed])
    await appointGuardians(f, f.bob)
    return f
  }

  it('stops new debt while it lasts, makes no vault liquidatable and keeps nobody in', async () => {
    const f = await connection.networkHelpers.loadFixture(fixture)
    const thief = f.ledger.connect(f.bob)
    // Just above where carol's vault, the weaker one, could be liquidated five weeks of fees later.
    await f.setPrice(f.weth, 1_650)
    let frozen = 0
    await thief.restrain(f.weth.id, [
      { parameter: Parameter.collateralizationRatio, value: 100_000n },
      { parameter: Parameter.debtCeiling, value: 0n },
      { parameter: Parameter.ceilingGap, value: wad(1) },
    ])
    for (const risk of [f.weth.feed, f.usdx.feed, f.wbtc.feed]) {
      await f.exposures.connect(f.bob).cutExposureCap(f.derivative, risk, 0n)
    }
    for (let day = 0; day < 35; day++) {
      frozen += await thief.freeze(f.weth.id).then(
        () => 1,
        () => 0,
      )
      await time.increase(DAY)
      for (const owner of [f.alice, f.carol]) {
        await expect(
          f.ledger
            .connect(f.keeper)
            .liquidate.staticCall(...([f.weth.id, owner, MaxUint256, 0n, f.keeper] as const)),
        ).to.be.revertedWithCustomError(f.ledger, 'LedgerHealthy')
      }
    }
    // One freeze a week: issuing would have been open for six days of seven.
    expect(frozen).to.equal(5)
    await expect(f.open(f.alice, f.weth, [1, 1])).to.be.revertedWithCustomError(
      f.ledger,
      'LedgerDebtCeilingExceeded',
    )

    await f.oracle.setPrice(f.weth.feed, 0n, 0n, 0n, PriceState.down)
    for (const owner of [f.alice, f.carol]) {
      await f.derivative.connect(f.keeper).transfer(owner, wad(500))
      const before = await f.weth.token.balanceOf(owner)
      await f.ledger.connect(owner).adjust(f.weth.id, owner, -wad(10), REPAY_ALL, owner)
      expect((await f.weth.token.balanceOf(owner)) - before).to.equal(wad(10))
    }
    await expectBalancedBooks(f)
  })

  it('is undone by governance: the role, the freeze, the ratio and the ceilings', async () => {
    const f = await connection.networkHelpers.loadFixture(fixture)
    await f.ledger.connect(f.bob).freeze(f.weth.id)
    await f.ledger
      .connect(f.bob)
      .restrain(f.weth.id, [{ parameter: Parameter.debtCeiling, value: 0n }])
    await f.manager.revokeRole(FREEZE, f.bob)
    await f.ledger.unfreeze(f.weth.id)
    await f.relax(f.weth, [Parameter.debtCeiling, wad(1_000_000)])
    await time.increase(DAY)
    await expect(f.ledger.connect(f.bob).freeze(f.weth.id)).to.be.revertedWithCustomError(
      f.ledger,
      'AccessManagedUnauthorized',
    )
    await f.open(f.alice, f.weth, [10, 1_000])
    await expectBalancedBooks(f)
  })
})
