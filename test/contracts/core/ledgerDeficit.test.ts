import { expect } from 'chai'
import { MaxUint256, ZeroAddress } from 'ethers'
import { network } from 'hardhat'
import type { LedgerFixture } from '../../support/ledgerFixture.ts'
import {
  DAY,
  deployWithoutFees,
  eachOnFreshLedger,
  Parameter,
  WAD,
  wad,
} from '../../support/ledgerFixture.ts'

const connection = await network.create()

/** Without a fee: alice owes 12,000 on 10 WETH, bob 30,000 on 1 WBTC; keeper and admin have money. */
async function deployAndOpen() {
  const f = await deployWithoutFees(connection)
  await f.open(f.alice, f.weth, [10, 12_000])
  await f.open(f.bob, f.wbtc, [1, 30_000])
  await f.open(f.keeper, f.usdx, [75_000, 50_000])
  await f.derivative.connect(f.keeper).transfer(f.admin, wad(10_000))
  return f
}

describe('Ledger deficit', () => {
  let f: LedgerFixture

  eachOnFreshLedger(connection, deployAndOpen, (fresh) => {
    f = fresh
  })

  const deficit = async () => (await f.ledger.stateOf(f.weth.id)).deficit
  const surplus = () => f.ledger.surplusOf(f.derivative)
  const nav = () => f.lens.navOf(f.derivative)

  /** Earns `amount` of surplus exactly: an auction of bob's vault that brings more than its debt. */
  async function earn(amount: bigint) {
    await f.setPrice(f.wbtc, 30_000)
    await f.ledger.seize(f.wbtc.id, f.bob, wad(1_000), f.carol)
    await f.ledger.settle(f.wbtc.id, wad(1_000) + amount, wad(1_000), 0n)
    await f.setPrice(f.wbtc, 60_000)
  }

  /** Leaves alice's 12,000 of debt without collateral. */
  async function ruin() {
    await f.setPrice(f.weth, 0.5)
    return f.ledger.connect(f.keeper).writeOff(f.weth.id, f.alice, f.keeper)
  }

  describe('realising bad debt', () => {
    it('without a surplus leaves all of it as deficit', async () => {
      await expect(ruin()).to.emit(f.ledger, 'BadDebtRealised').withArgs(f.weth.id, wad(12_000), 0n)
      expect([await deficit(), await f.ledger.deficitOf(f.derivative)]).to.deep.equal([
        ...[wad(12_000), wad(12_000)],
      ])
    })

    it('takes the surplus first, in the same call', async () => {
      await earn(wad(5_000))
      await expect(ruin())
        .to.emit(f.ledger, 'BadDebtRealised')
        .withArgs(f.weth.id, wad(12_000), wad(5_000))
      expect([await deficit(), await surplus()]).to.deep.equal([wad(7_000), 0n])
    })

    it('leaves no deficit where the surplus is enough, whichever market earned it', async () => {
      await f.setPrice(f.weth, 900)
      await earn(wad(5_000))
      const keeper = f.ledger.connect(f.keeper)
      const [repaid] = await keeper.liquidate.staticCall(
        ...([f.weth.id, f.alice, MaxUint256, 0n, f.keeper] as const),
      )
      await expect(keeper.liquidate(f.weth.id, f.alice, MaxUint256, 0n, f.keeper))
        .to.emit(f.ledger, 'BadDebtRealised')
        .withArgs(f.weth.id, wad(12_000) - repaid, wad(12_000) - repaid)
      expect(await surplus()).to.equal(wad(5_000) - (wad(12_000) - repaid))
      expect([await deficit(), await nav()]).to.deep.equal([0n, WAD])
    })

    it('says nothing where there is none', async () => {
      await f.setPrice(f.weth, 1_450)
      await expect(
        f.ledger.connect(f.keeper).liquidate(f.weth.id, f.alice, MaxUint256, 0n, f.keeper),
      ).to.not.emit(f.ledger, 'BadDebtRealised')
    })

    it('goes on counting against the ceiling until it is covered', async () => {
      await ruin()
      await f.setPrice(f.weth, 2_000)
      await f.relax(f.weth, [Parameter.debtCeiling, wad(14_000)])
      await expect(f.open(f.carol, f.weth, [10, 2_001]))
        .to.be.revertedWithCustomError(f.ledger, 'LedgerDebtCeilingExceeded')
        .withArgs(wad(14_001), wad(14_000))
      await f.ledger.connect(f.keeper).coverDeficit(f.weth.id, wad(1))
      await f.open(f.carol, f.weth, [10, 2_001])
    })
  })

  describe('covering it', () => {
    beforeEach(ruin)

    it('burns what anyone gives for it', async () => {
      const call = f.ledger.connect(f.keeper).coverDeficit(f.weth.id, wad(5_000))
      await expect(call)
        .to.emit(f.ledger, 'DeficitCovered')
        .withArgs(f.weth.id, f.keeper, wad(5_000), wad(7_000))
      await expect(call).to.changeTokenBalance(
        connection.ethers,
        f.derivative,
        f.keeper,
        -wad(5_000),
      )
      expect(await deficit()).to.equal(wad(7_000))
    })

    it('takes no more than there is', async () => {
      const before = await f.derivative.balanceOf(f.keeper)
      await f.ledger.connect(f.keeper).coverDeficit(f.weth.id, MaxUint256)
      expect(before - (await f.derivative.balanceOf(f.keeper))).to.equal(wad(12_000))
      await expect(
        f.ledger.connect(f.keeper).coverDeficit(f.weth.id, MaxUint256),
      ).to.be.revertedWithCustomError(f.ledger, 'LedgerNothingToDo')
    })

    it('needs the derivative', async () => {
      await expect(
        f.ledger.connect(f.carol).coverDeficit(f.weth.id, 1n),
      ).to.be.revertedWithCustomError(f.derivative, 'ERC20InsufficientBalance')
    })

    it('sets later earnings off, by whomever', async () => {
      await earn(wad(3_000))
      await expect(f.ledger.connect(f.carol).coverFromSurplus(f.weth.id))
        .to.emit(f.ledger, 'DeficitCovered')
        .withArgs(f.weth.id, ZeroAddress, wad(3_000), wad(9_000))
      expect([await surplus(), await deficit()]).to.deep.equal([0n, wad(9_000)])
    })

    it('sets fees off up to the second of the call', async () => {
      await f.relax(f.weth, [Parameter.stabilityFee, wad(1)])
      await f.setPrice(f.weth, 2_000)
      await f.open(f.carol, f.weth, [100, 20_000])
      await connection.networkHelpers.time.increase(30 * DAY)
      expect(await surplus()).to.equal(0n)
      await f.ledger.coverFromSurplus(f.weth.id)
      expect(await deficit()).to.be.below(wad(12_000) - wad(1_600))
      expect(await surplus()).to.equal(0n)
    })

    it('from the surplus leaves what is more than the deficit', async () => {
      await f.ledger.connect(f.keeper).coverDeficit(f.weth.id, wad(11_000))
      await earn(wad(3_000))
      await f.ledger.coverFromSurplus(f.weth.id)
      expect([await surplus(), await deficit()]).to.deep.equal([wad(2_000), 0n])
      await expect(f.ledger.coverFromSurplus(f.weth.id)).to.be.revertedWithCustomError(
        f.ledger,
        'LedgerNothingToDo',
      )
    })
  })

  describe('minting surplus', () => {
    const mint = (amount: bigint) => f.ledger.mintSurplus(f.derivative, amount, f.carol)

    it('gives fees to a receiver and takes them off the surplus', async () => {
      await earn(wad(3_000))
      await expect(mint(wad(1_000)))
        .to.emit(f.ledger, 'SurplusMinted')
        .withArgs(f.derivative, f.carol, wad(1_000))
      expect(await f.derivative.balanceOf(f.carol)).to.equal(wad(1_000))
      expect(await surplus()).to.equal(wad(2_000))
    })

    it('stops at what there is', async () => {
      await earn(wad(3_000))
      await expect(mint(wad(3_000) + 1n))
        .to.be.revertedWithCustomError(f.ledger, 'LedgerSurplusTooSmall')
        .withArgs(wad(3_000), wad(3_000) + 1n)
      await mint(wad(3_000))
    })

    it('stops at what deficits of any market leave of it: losses come before earnings', async () => {
      await ruin()
      await f.ledger.connect(f.keeper).coverDeficit(f.weth.id, wad(10_000))
      await earn(wad(3_000))
      await expect(mint(wad(1_000) + 1n))
        .to.be.revertedWithCustomError(f.ledger, 'LedgerSurplusTooSmall')
        .withArgs(wad(1_000), wad(1_000) + 1n)
      await mint(wad(1_000))
      expect(await nav()).to.equal(WAD)
      await f.ledger.coverFromSurplus(f.weth.id)
      expect([await deficit(), await surplus()]).to.deep.equal([0n, 0n])
    })

    it('stops at what auctions of any market may lose of it', async () => {
      await earn(wad(3_000))
      await f.setPrice(f.weth, 1_450)
      await f.ledger.seize(f.weth.id, f.alice, wad(2_500), f.carol)
      expect(await f.ledger.inAuctionOf(f.derivative)).to.equal(wad(2_500))
      await expect(mint(wad(500) + 1n))
        .to.be.revertedWithCustomError(f.ledger, 'LedgerSurplusTooSmall')
        .withArgs(wad(500), wad(500) + 1n)
      await mint(wad(500))
      await f.ledger.settle(f.weth.id, wad(1_500), wad(1_500), wad(1_000))
      expect([await deficit(), await surplus()]).to.deep.equal([0n, wad(1_500)])
      await mint(wad(1_500))
    })

    it('needs the capability', async () => {
      await expect(f.ledger.connect(f.alice).mintSurplus(f.derivative, 0n, f.alice))
        .to.be.revertedWithCustomError(f.ledger, 'AccessManagedUnauthorized')
        .withArgs(f.alice)
    })
  })

  describe('the NAV', () => {
    it('is one while nothing is missing, also before anything was issued', async () => {
      const other = await connection.ethers.deployContract('Derivative', ['E', 'E', f.ledger])
      expect([await nav(), await f.lens.navOf(other)]).to.deep.equal([WAD, WAD])
    })

    it('is what backs a unit of supply, rounded down', async () => {
      await ruin()
      const supply = await f.derivative.totalSupply()
      expect(supply).to.equal(wad(92_000))
      expect(await nav()).to.equal(((supply - wad(12_000)) * WAD) / supply)
    })

    it('counts surplus against the deficit before anybody has set it off', async () => {
      await ruin()
      await earn(wad(3_000))
      const supply = await f.derivative.totalSupply()
      const before = await nav()
      expect(before).to.equal(((supply - wad(9_000)) * WAD) / supply)
      await f.ledger.coverFromSurplus(f.weth.id)
      expect(await nav()).to.equal(before)
    })

    it('rises with every unit that covers, back to one', async () => {
      await ruin()
      const before = await nav()
      await f.ledger.connect(f.keeper).coverDeficit(f.weth.id, wad(6_000))
      expect(await nav()).to.be.above(before)
      await f.ledger.connect(f.keeper).coverDeficit(f.weth.id, wad(6_000))
      expect(await nav()).to.equal(WAD)
    })
  })
})
