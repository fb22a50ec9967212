import { expect } from 'chai'
import { MaxUint256, ZeroAddress } from 'ethers'
import { network } from 'hardhat'
import { DAY, wad } from '../../support/ledgerFixture.ts'
import type { PoolFixture } from './pools.ts'
import { deployPools, FIRST_SHARES } from './pools.ts'

const connection = await network.create()
const fixture = () => deployPools(connection)
const HOUR = 3_600
const MOST_HELD = 2n ** 112n - 1n

describe('PatientVault', () => {
  let f: PoolFixture
  const { time } = connection.networkHelpers

  beforeEach(async () => {
    f = await connection.networkHelpers.loadFixture(fixture)
  })

  const vaultOf = (account: PoolFixture['bob']) => f.insurance.connect(account)

  /** Takes a share of the money away, as a loss does. */
  const lose = (amount: bigint) => f.insurance.draw(amount, f.admin)

  describe('is entered', () => {
    it('at a million shares a wei, at once', async () => {
      await expect(vaultOf(f.bob).deposit(wad(100), f.carol))
        .to.emit(f.insurance, 'Deposit')
        .withArgs(f.bob, f.carol, wad(100), wad(100) * FIRST_SHARES)
      expect(await f.insurance.totalAssets()).to.equal(wad(100))
      expect(await f.insurance.decimals()).to.equal(24n)
    })

    it('for what the preview says, by amount and by shares, also after a loss', async () => {
      await vaultOf(f.bob).deposit(wad(100), f.bob)
      await lose(wad(33) + 1n)
      const shares = await f.insurance.previewDeposit(wad(7))
      expect(await vaultOf(f.carol).deposit.staticCall(wad(7), f.carol)).to.equal(shares)
      const assets = await f.insurance.previewMint(12_345_678_901n)
      expect(await vaultOf(f.carol).mint.staticCall(12_345_678_901n, f.carol)).to.equal(assets)
      // Down for who deposits, up for who mints: a share costs 67e18 / 1e26 wei, so 12,345,678,901 cost 8,271.6 of them.
      expect(assets).to.equal(8_272n)
      expect(shares).to.equal((wad(7) * (wad(100) * FIRST_SHARES + FIRST_SHARES)) / wad(67))
    })

    it('by nothing with nothing, but not by something with nothing', async () => {
      await vaultOf(f.bob).deposit(0n, f.bob)
      await vaultOf(f.bob).mint(0n, f.bob)
      expect(await f.insurance.totalSupply()).to.equal(0n)
      await vaultOf(f.bob).deposit(wad(1), f.bob)
      for (const giver of [f.bob, f.carol, f.keeper]) await vaultOf(giver).addYield(wad(400_000))
      await time.increase(8 * HOUR)
      // A share is worth more than a wei now.
      expect(await f.insurance.previewDeposit(1n)).to.equal(0n)
      await expect(vaultOf(f.bob).deposit(1n, f.bob))
        .to.be.revertedWithCustomError(f.insurance, 'PatientVaultDepositTooSmall')
        .withArgs(1n)
      await vaultOf(f.bob).deposit(2n, f.bob)
    })

    it('up to 2^112 - 1 wei and not after it retired', async () => {
      expect(await f.insurance.maxDeposit(f.bob)).to.equal(MOST_HELD)
      expect(await f.insurance.maxMint(f.bob)).to.equal(MOST_HELD * FIRST_SHARES)
      await vaultOf(f.bob).deposit(wad(100), f.bob)
      expect(await f.insurance.maxDeposit(f.bob)).to.equal(MOST_HELD - wad(100))
      await expect(vaultOf(f.bob).deposit(MOST_HELD, f.bob))
        .to.be.revertedWithCustomError(f.insurance, 'ERC4626ExceededMaxDeposit')
        .withArgs(f.bob, MOST_HELD, MOST_HELD - wad(100))
      const shares = (await f.insurance.maxMint(f.bob)) + 1n
      await expect(vaultOf(f.bob).mint(shares, f.bob))
        .to.be.revertedWithCustomError(f.insurance, 'ERC4626ExceededMaxMint')
        .withArgs(f.bob, shares, shares - 1n)
    })

    it('without regard to what was sent without a call', async () => {
      await vaultOf(f.bob).deposit(wad(100), f.bob)
      await f.derivative.connect(f.carol).transfer(f.insurance, wad(1_000))
      expect(await f.insurance.totalAssets()).to.equal(wad(100))
      expect(await f.insurance.convertToAssets(FIRST_SHARES)).to.equal(1n)
    })
  })

  describe('is left', () => {
    const all = wad(100) * FIRST_SHARES

    beforeEach(async () => {
      await vaultOf(f.bob).deposit(wad(100), f.bob)
    })

    const expectClosed = async () => {
      expect(await f.insurance.maxRedeem(f.bob)).to.equal(0n)
      expect(await f.insurance.maxWithdraw(f.bob)).to.equal(0n)
      await expect(vaultOf(f.bob).redeem(1n, f.bob, f.bob))
        .to.be.revertedWithCustomError(f.insurance, 'ERC4626ExceededMaxRedeem')
        .withArgs(f.bob, 1n, 0n)
      await expect(vaultOf(f.bob).withdraw(1n, f.bob, f.bob))
        .to.be.revertedWithCustomError(f.insurance, 'ERC4626ExceededMaxWithdraw')
        .withArgs(f.bob, 1n, 0n)
    }

    it('by nobody who has not asked, though nothing may always be taken', async () => {
      await expectClosed()
      await vaultOf(f.bob).redeem(0n, f.bob, f.bob)
      await vaultOf(f.bob).withdraw(0n, f.bob, f.bob)
    })

    it('from the end of the cool-down, for a day', async () => {
      await vaultOf(f.bob).requestWithdrawal(all)
      const asked = await time.latest()
      expect(await f.insurance.requestOf(f.bob)).to.deep.equal([
        ...[all, BigInt(asked + DAY), BigInt(asked + 2 * DAY)],
      ])
      await time.increaseTo(asked + DAY - 3)
      await expectClosed()
      await time.increaseTo(asked + DAY)
      expect(await f.insurance.maxRedeem(f.bob)).to.equal(all)
      expect(await f.insurance.maxWithdraw(f.bob)).to.equal(wad(100))
      await time.setNextBlockTimestamp(asked + 2 * DAY - 1)
      await vaultOf(f.bob).redeem(all / 2n, f.bob, f.bob)
      await time.increaseTo(asked + 2 * DAY)
      await expectClosed()
    })

    it('with what was asked for and no more, in parts or at once', async () => {
      await vaultOf(f.bob).requestWithdrawal(all / 2n)
      await time.increase(DAY)
      await expect(vaultOf(f.bob).withdraw(wad(20), f.carol, f.bob))
        .to.emit(f.insurance, 'Withdraw')
        .withArgs(f.bob, f.carol, f.bob, wad(20), wad(20) * FIRST_SHARES)
      expect(await f.insurance.maxWithdraw(f.bob)).to.equal(wad(30))
      await expect(
        vaultOf(f.bob).redeem(wad(30) * FIRST_SHARES, f.bob, f.bob),
      ).to.changeTokenBalance(connection.ethers, f.derivative, f.bob, wad(30))
      await expectClosed()
    })

    it('by an approved account on behalf of the owner', async () => {
      await vaultOf(f.bob).requestWithdrawal(all)
      await time.increase(DAY)
      await expect(vaultOf(f.carol).redeem(1n, f.carol, f.bob)).to.be.revertedWithCustomError(
        f.insurance,
        'ERC20InsufficientAllowance',
      )
      await vaultOf(f.bob).approve(f.carol, all)
      await vaultOf(f.carol).redeem(all, f.carol, f.bob)
      expect(await f.insurance.allowance(f.bob, f.carol)).to.equal(0n)
    })

    it('for what the preview says, rounded against who leaves', async () => {
      await vaultOf(f.bob).requestWithdrawal(all)
      await time.increase(DAY)
      await lose(wad(33) + 1n)
      const most = await f.insurance.maxWithdraw(f.bob)
      // Of 66,999...999 wei and the virtual one, the virtual shares have a millionth of a millionth.
      expect(most).to.equal((all * wad(67)) / (all + FIRST_SHARES))
      const shares = await f.insurance.previewWithdraw(10n)
      expect(await vaultOf(f.bob).withdraw.staticCall(10n, f.bob, f.bob)).to.equal(shares)
      expect(shares).to.equal((10n * (all + FIRST_SHARES)) / wad(67) + 1n)
      const assets = await f.insurance.previewRedeem(all)
      expect(await vaultOf(f.bob).redeem.staticCall(all, f.bob, f.bob)).to.equal(assets)
      await vaultOf(f.bob).withdraw(most, f.bob, f.bob)
    })

    it('at the price of the day it leaves: who waits bears losses', async () => {
      await vaultOf(f.bob).requestWithdrawal(all)
      await lose(wad(50))
      await time.increase(DAY)
      expect(await f.insurance.maxWithdraw(f.bob)).to.be.within(wad(50) - 1n, wad(50))
    })

    describe('after a request that', () => {
      it('cannot be for more than the owner has', async () => {
        await expect(vaultOf(f.bob).requestWithdrawal(all + 1n))
          .to.be.revertedWithCustomError(f.insurance, 'PatientVaultRequestTooLarge')
          .withArgs(all, all + 1n)
      })

      it('begins anew when it is made again, and ends with a request for nothing', async () => {
        await vaultOf(f.bob).requestWithdrawal(all)
        await time.increase(DAY)
        await vaultOf(f.bob).requestWithdrawal(all)
        await expectClosed()
        await time.increase(DAY)
        expect(await f.insurance.maxRedeem(f.bob)).to.equal(all)
        await vaultOf(f.bob).requestWithdrawal(0n)
        await expectClosed()
      })

      it('shrinks to what the owner still has when shares are sent on', async () => {
        await vaultOf(f.bob).requestWithdrawal(all / 2n)
        await vaultOf(f.bob).transfer(f.carol, all / 2n)
        expect((await f.insurance.requestOf(f.bob)).shares).to.equal(all / 2n)
        await expect(vaultOf(f.bob).transfer(f.carol, all / 4n))
          .to.emit(f.insurance, 'WithdrawalRequestCut')
          .withArgs(f.bob, all / 2n, all / 4n)
        await vaultOf(f.carol).transfer(f.bob, all / 4n)
        expect((await f.insurance.requestOf(f.bob)).shares).to.equal(all / 4n)
        expect((await f.insurance.requestOf(f.carol)).shares).to.equal(0n)
      })

      it('keeps its times when the cool-down changes', async () => {
        await vaultOf(f.bob).requestWithdrawal(all)
        const { readyAt } = await f.insurance.requestOf(f.bob)
        await f.insurance.setCooldown(14 * DAY)
        await time.increaseTo(readyAt)
        expect(await f.insurance.maxRedeem(f.bob)).to.equal(all)
      })

      it('is ready at once without a cool-down', async () => {
        await f.insurance.setCooldown(0n)
        await vaultOf(f.bob).requestWithdrawal(all)
        expect(await f.insurance.maxRedeem(f.bob)).to.equal(all)
      })
    })
  })

  describe('pays yield that', () => {
    beforeEach(async () => {
      await vaultOf(f.bob).deposit(wad(100), f.bob)
    })

    const givenAt = async (amount: bigint) => {
      await vaultOf(f.carol).addYield(amount)
      return time.latest()
    }

    it('counts as it vests, second by second', async () => {
      const start = await givenAt(wad(28_800))
      expect(await f.insurance.totalAssets()).to.equal(wad(100))
      expect(await f.insurance.unvested()).to.equal(wad(28_800))
      for (const seconds of [1, 14_400, 28_799]) {
        await time.increaseTo(start + seconds)
        expect(await f.insurance.totalAssets()).to.equal(wad(100 + seconds))
      }
      await time.increaseTo(start + 8 * HOUR)
      expect(await f.insurance.totalAssets()).to.equal(wad(28_900))
      expect(await f.insurance.unvested()).to.equal(0n)
    })

    it('rounds what has not vested up', async () => {
      const start = await givenAt(10n)
      await time.increaseTo(start + 1)
      expect(await f.insurance.unvested()).to.equal(10n)
    })

    it('cannot be spent or withdrawn before', async () => {
      await givenAt(wad(50))
      expect(await f.insurance.spendable()).to.be.below(wad(99.01))
      await vaultOf(f.bob).requestWithdrawal(1n)
      expect(await f.insurance.convertToAssets(await f.insurance.totalSupply())).to.be.below(
        wad(100.01),
      )
    })

    it('changes no price at the moment it is given, be it on top of other yield', async () => {
      const start = await givenAt(wad(28_800))
      await time.setNextBlockTimestamp(start + HOUR)
      const given = f.insurance.connect(f.keeper).addYield(wad(10_000))
      await expect(given).to.changeTokenBalance(
        connection.ethers,
        f.derivative,
        f.insurance,
        wad(10_000),
      )
      expect(await f.insurance.totalAssets()).to.equal(wad(100 + HOUR))
    })

    it('vests with what vests already, over the average of the times weighted by amount', async () => {
      const start = await givenAt(wad(28_800))
      await time.setNextBlockTimestamp(start + 14_400)
      // 14,400 with 4 hours to go and 28,800 with 8 hours: 43,200 over 24,000 seconds.
      await expect(f.insurance.connect(f.carol).addYield(wad(28_800)))
        .to.emit(f.insurance, 'YieldAdded')
        .withArgs(f.carol, wad(28_800), wad(43_200), start + 14_400 + 24_000)
      await time.increaseTo(start + 14_400 + 12_000)
      expect(await f.insurance.unvested()).to.equal(wad(21_600))
    })

    it('is not held up by a wei, however often', async () => {
      const start = await givenAt(wad(1_000))
      const until = await f.insurance.vestsUntil()
      for (let second = 1; second <= 5; second++) {
        await time.setNextBlockTimestamp(start + second * HOUR)
        await vaultOf(f.carol).addYield(1n)
        expect(await f.insurance.vestsUntil()).to.equal(until)
      }
    })

    it('vests over the time that was set when it was given', async () => {
      const start = await givenAt(wad(100))
      await f.insurance.setVesting(7 * DAY)
      expect(await f.insurance.vestsUntil()).to.equal(start + 8 * HOUR)
      await time.increase(DAY)
      const later = await givenAt(wad(100))
      expect(await f.insurance.vestsUntil()).to.equal(later + 7 * DAY)
    })

    it('is refused where it would be nothing or go to next to nobody', async () => {
      await expect(vaultOf(f.bob).addYield(0n)).to.be.revertedWithCustomError(
        f.insurance,
        'PatientVaultNothingToDo',
      )
      await f.leave(f.insurance, f.bob)
      await vaultOf(f.bob).deposit(wad(1) - 1n, f.bob)
      expect(await f.insurance.takesYield()).to.equal(false)
      await expect(vaultOf(f.bob).addYield(1n)).to.be.revertedWithCustomError(
        f.insurance,
        'PatientVaultTakesNoYield',
      )
      await vaultOf(f.bob).deposit(1n, f.bob)
      expect(await f.insurance.takesYield()).to.equal(true)
      await vaultOf(f.bob).addYield(1n)
    })
  })

  describe('has settings', () => {
    const settings = [
      ['setCooldown', 'cooldown', 'CooldownSet', BigInt(DAY), 0n, BigInt(14 * DAY)],
      ['setVesting', 'vesting', 'VestingSet', BigInt(8 * HOUR), BigInt(HOUR), BigInt(7 * DAY)],
    ] as const

    for (const [setter, getter, event, start, min, max] of settings) {
      it(`${getter}: from ${min} to ${max} seconds, ${start} at first, changed by governance`, async () => {
        expect(await f.insurance[getter]()).to.equal(start)
        let old = start
        for (const value of [min, max]) {
          await expect(f.insurance[setter](value)).to.emit(f.insurance, event).withArgs(old, value)
          expect(await f.insurance[getter]()).to.equal(value)
          old = value
        }
        for (const value of min === 0n ? [max + 1n] : [min - 1n, max + 1n]) {
          await expect(f.insurance[setter](value))
            .to.be.revertedWithCustomError(f.insurance, 'PatientVaultOutOfBounds')
            .withArgs(value, min, max)
        }
        await expect(vaultOf(f.bob)[setter](max))
          .to.be.revertedWithCustomError(f.insurance, 'AccessManagedUnauthorized')
          .withArgs(f.bob)
      })
    }
  })

  describe('keeps of a loss', () => {
    it('a hundredth of the most that was there', async () => {
      await vaultOf(f.bob).deposit(wad(90_000), f.bob)
      expect(await f.insurance.spendable()).to.equal(wad(89_100))
      await lose(wad(50_000))
      expect(await f.insurance.spendable()).to.equal(wad(39_100))
      await lose(wad(39_100))
      expect(await f.insurance.spendable()).to.equal(0n)
    })

    it('less what depositors took out, in proportion', async () => {
      await vaultOf(f.bob).deposit(wad(60_000), f.bob)
      await vaultOf(f.carol).deposit(wad(30_000), f.carol)
      await lose(wad(45_000))
      await f.leave(f.insurance, f.bob)
      expect(await f.insurance.totalAssets()).to.be.within(wad(15_000), wad(15_000) + 2n)
      expect(await f.insurance.spendable()).to.be.within(wad(14_700) - 2n, wad(14_700))
      await f.leave(f.insurance, f.carol)
      await vaultOf(f.carol).deposit(wad(10), f.carol)
      expect(await f.insurance.spendable()).to.be.within(wad(9), wad(9) + 2n)
    })

    it('nothing of what comes after a large one was emptied', async () => {
      await vaultOf(f.bob).deposit(wad(90_000), f.bob)
      await lose(wad(89_100))
      await vaultOf(f.carol).deposit(wad(500), f.carol)
      expect(await f.insurance.spendable()).to.equal(wad(500))
    })
  })

  describe('retires', () => {
    /** Three emptyings take six digits off the price, a fourth most of the next two. */
    async function comeClose() {
      for (let round = 0; round < 3; round++) {
        await vaultOf(f.bob).deposit(wad(90_000), f.bob)
        await lose(MaxUint256)
      }
      await vaultOf(f.bob).deposit(wad(90_000), f.bob)
      await lose(wad(89_000))
      await vaultOf(f.carol).deposit(wad(90_000), f.carol)
    }

    it('not because somebody has it lose a little more when it is almost empty', async () => {
      await vaultOf(f.bob).deposit(wad(400_000), f.bob)
      await lose(MaxUint256)
      for (let round = 0; round < 20; round++) {
        await vaultOf(f.carol).deposit(wad(100), f.carol)
        await lose(MaxUint256)
      }
      expect(await f.insurance.retired()).to.equal(false)
      expect(await f.insurance.convertToAssets(wad(1) * FIRST_SHARES)).to.be.above(wad(0.005))
    })

    it('when its price falls below a hundred-millionth of the start, and takes nothing more', async () => {
      await comeClose()
      expect(await f.insurance.retired()).to.equal(false)
      await expect(lose(MaxUint256)).to.emit(f.insurance, 'Retired')
      expect(await f.insurance.retired()).to.equal(true)
      expect(await f.insurance.maxDeposit(f.bob)).to.equal(0n)
      expect(await f.insurance.maxMint(f.bob)).to.equal(0n)
      expect(await f.insurance.spendable()).to.equal(0n)
      await expect(vaultOf(f.bob).deposit(1n, f.bob)).to.be.revertedWithCustomError(
        f.insurance,
        'ERC4626ExceededMaxDeposit',
      )
      await expect(vaultOf(f.bob).addYield(1n)).to.be.revertedWithCustomError(
        f.insurance,
        'PatientVaultTakesNoYield',
      )
    })

    it('before its price falls below a billionth, and lets everybody out', async () => {
      await comeClose()
      const [assets, supply] = [await f.insurance.totalAssets(), await f.insurance.totalSupply()]
      // So many shares at a billionth of a millionth of a wei.
      const left = (supply + FIRST_SHARES - 1n) / 10n ** 15n + 1n
      expect(await f.insurance.spendable()).to.equal(assets - left)
      await lose(MaxUint256)
      expect(await f.insurance.totalAssets()).to.equal(left)
      const before = await f.derivative.balanceOf(f.carol)
      await f.leave(f.insurance, f.carol)
      const worth = (left * 90_000n) / 91_909n
      expect((await f.derivative.balanceOf(f.carol)) - before).to.be.within(worth / 2n, left)
      await f.leave(f.insurance, f.bob)
      expect(await f.insurance.totalSupply()).to.equal(0n)
    })
  })

  it('spends nothing while it has fewer than 2^64 shares, whatever they are worth', async () => {
    await vaultOf(f.bob).deposit(wad(1), f.bob)
    for (const giver of [f.bob, f.carol, f.keeper]) await vaultOf(giver).addYield(wad(400_000))
    await time.increase(8 * HOUR)
    await vaultOf(f.bob).requestWithdrawal(await f.insurance.balanceOf(f.bob))
    await time.increase(DAY)
    const all = await f.insurance.balanceOf(f.bob)
    await vaultOf(f.bob).redeem(all - 2n ** 64n, f.bob, f.bob)
    expect(await f.insurance.totalAssets()).to.be.above(wad(20))
    expect(await f.insurance.spendable()).to.be.above(wad(20))
    await vaultOf(f.bob).redeem(1n, f.bob, f.bob)
    expect(await f.insurance.spendable()).to.equal(0n)
  })

  it('refuses shares for nobody', async () => {
    await expect(vaultOf(f.bob).deposit(wad(1), ZeroAddress)).to.be.revertedWithCustomError(
      f.insurance,
      'ERC20InvalidReceiver',
    )
  })
})
