import { expect } from 'chai'
import { MaxUint256 } from 'ethers'
import { network } from 'hardhat'
import {
  DAY,
  deployLedger,
  expectBalancedBooks,
  Parameter,
  REPAY_ALL,
  wad,
} from '../../support/ledgerFixture.ts'

const connection = await network.create()
const { time } = connection.networkHelpers

/** USDC, March 2023: within hours Maker and Aave set ceilings of hundreds of millions to what was owed or to nothing. */
describe('A debt ceiling set below the debt', () => {
  const fixture = async () => {
    const f = await deployLedger(connection)
    await f.relax(f.usdx, [Parameter.stabilityFee, 0n])
    await f.open(f.alice, f.weth, [10, 12_000])
    await f.open(f.bob, f.weth, [10, 12_000])
    await f.open(f.keeper, f.usdx, [600_000, 300_000])
    await f.tighten(f.weth, [Parameter.debtCeiling, wad(5_000)])
    return f
  }

  it('stops every issue and nothing else', async () => {
    const f = await connection.networkHelpers.loadFixture(fixture)
    await expect(
      f.ledger.connect(f.alice).adjust(f.weth.id, f.alice, wad(100), 1n, f.alice),
    ).to.be.revertedWithCustomError(f.ledger, 'LedgerDebtCeilingExceeded')
    await time.increase(30 * DAY)
    await f.ledger.accrue(f.weth.id)
    const alice = f.ledger.connect(f.alice)
    await alice.adjust(f.weth.id, f.alice, wad(1), -wad(1_000), f.alice)
    await alice.adjust(f.weth.id, f.alice, -wad(1), 0n, f.alice)
    await f.setPrice(f.weth, 1_450)
    await f.ledger.connect(f.keeper).liquidate(f.weth.id, f.bob, wad(2_000), 0n, f.keeper)
    await f.ledger.seize(f.weth.id, f.bob, MaxUint256, f.admin)
    await f.derivative.connect(f.keeper).transfer(f.alice, wad(2_000))
    await alice.adjust(f.weth.id, f.alice, -wad(10), REPAY_ALL, f.alice)
    await expectBalancedBooks(f)
  })

  it('opens again only below it, whatever was repaid', async () => {
    const f = await connection.networkHelpers.loadFixture(fixture)
    await f.derivative.connect(f.keeper).transfer(f.alice, wad(1_000))
    await f.ledger.connect(f.alice).adjust(f.weth.id, f.alice, 0n, REPAY_ALL, f.alice)
    await expect(f.open(f.alice, f.weth, [0, 2_000])).to.be.revertedWithCustomError(
      f.ledger,
      'LedgerDebtCeilingExceeded',
    )
    await f.ledger.connect(f.bob).adjust(f.weth.id, f.bob, 0n, -wad(9_500), f.bob)
    await f.open(f.alice, f.weth, [0, 2_000])
    await expectBalancedBooks(f)
  })
})
