import { expect } from 'chai'
import { MaxUint256 } from 'ethers'
import { network } from 'hardhat'
import {
  deployLedger,
  expectBalancedBooks,
  Parameter,
  REPAY_ALL,
  wad,
} from '../../support/ledgerFixture.ts'

const connection = await network.create()

/**
 * Maker's dust, and the griefing that Liquity's and Aave v4's reviews describe: somebody repays another's debt down to a wei, so
 * that no liquidator's gas is ever paid for it and the owner's own repayments revert.
 */
describe('Repaying to a wei on behalf of another', () => {
  const fixture = async () => {
    const f = await deployLedger(connection)
    for (const market of [f.weth, f.usdx]) await f.relax(market, [Parameter.stabilityFee, 0n])
    await f.open(f.alice, f.weth, [10, 12_000])
    await f.open(f.bob, f.usdx, [600_000, 300_000])
    return f
  }

  it('is refused below the minimum debt, so that every debt stays worth a liquidation', async () => {
    const f = await connection.networkHelpers.loadFixture(fixture)
    const repay = (amount: bigint) =>
      f.ledger.connect(f.bob).adjust(f.weth.id, f.alice, 0n, -amount, f.bob)
    for (const left of [1n, wad(1_999.999999), wad(2_000) - 1n]) {
      await expect(repay(wad(12_000) - left))
        .to.be.revertedWithCustomError(f.ledger, 'LedgerBelowMinimumDebt')
        .withArgs(left, wad(2_000))
    }
    await repay(wad(10_000))
    await f.setPrice(f.weth, 200)
    await f.ledger.connect(f.bob).liquidate(f.weth.id, f.alice, MaxUint256, 0n, f.bob)
    expect(await f.ledger.debtOf(f.weth.id, f.alice)).to.equal(0n)
    await expectBalancedBooks(f)
  })

  it('does not stop an owner whose own repayment comes second', async () => {
    const f = await connection.networkHelpers.loadFixture(fixture)
    await f.ledger.connect(f.bob).adjust(f.weth.id, f.alice, 0n, -wad(10_000), f.bob)
    // The amount that alice had in mind is more than she owes by now; naming all of it always works.
    const alice = f.ledger.connect(f.alice)
    await expect(alice.adjust(f.weth.id, f.alice, 0n, -wad(3_000), f.alice))
      .to.be.revertedWithCustomError(f.ledger, 'LedgerRepaysTooMuch')
      .withArgs(wad(2_000), wad(3_000))
    await alice.adjust(f.weth.id, f.alice, -wad(10), REPAY_ALL, f.alice)
    await expectBalancedBooks(f)
  })

  it('does not work by liquidating or seizing in parts either', async () => {
    const f = await connection.networkHelpers.loadFixture(fixture)
    await f.setPrice(f.weth, 1_325)
    await expect(
      f.ledger.connect(f.bob).liquidate(f.weth.id, f.alice, wad(12_000) - 1n, 0n, f.bob),
    ).to.be.revertedWithCustomError(f.ledger, 'LedgerBelowMinimumDebt')
    await expect(
      f.ledger.seize(f.weth.id, f.alice, wad(12_000) - 1n, f.admin),
    ).to.be.revertedWithCustomError(f.ledger, 'LedgerBelowMinimumDebt')
    await expectBalancedBooks(f)
  })
})
