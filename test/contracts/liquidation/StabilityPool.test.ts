import { expect } from 'chai'
import { encodeBytes32String, MaxUint256, ZeroAddress } from 'ethers'
import { network } from 'hardhat'
import type { MoodyToken, ReentrantToken, TestToken } from '../../../artifacts/typechain/index.ts'
import type { Terms } from '../../support/ledgerFixture.ts'
import {
  DAY,
  defaultTerms,
  eachOnFreshLedger,
  Parameter,
  PriceState,
  WAD,
  wad,
} from '../../support/ledgerFixture.ts'
import { liquidationOf } from '../../support/ledgerModel.ts'
import type { PoolFixture } from './pools.ts'
import { deployPools } from './pools.ts'

const connection = await network.create()
const fixture = () => deployPools(connection)
const terms: Terms = { ...defaultTerms, stabilityFeeWad: 0n }
const anyUint = (value: unknown) => typeof value === 'bigint'

describe('StabilityPool', () => {
  let f: PoolFixture
  const { ethers, networkHelpers } = connection
  const { time } = networkHelpers

  eachOnFreshLedger(connection, fixture, (fresh) => {
    f = fresh
  })

  const poolOf = (account: PoolFixture['bob']) => f.stability.connect(account)

  /** What the Ledger does with alice's vault, from the independent model. */
  const expected = (price: number) =>
    liquidationOf(
      { debt: wad(12_000), collateral: wad(10), price: wad(price), unit: f.weth.unit },
      terms,
    )

  describe('absorbs', () => {
    beforeEach(async () => {
      await poolOf(f.bob).deposit(wad(30_000), f.bob)
      await poolOf(f.carol).deposit(wad(10_000), f.carol)
    })

    it('what a liquidation takes, burning its own money and sharing the collateral by shares', async () => {
      await f.setPrice(f.weth, 1_450)
      const { repaid, seized } = expected(1_450)
      const call = f.absorb(f.keeper)
      await expect(call)
        .to.emit(f.stability, 'Absorbed')
        .withArgs(f.weth.id, f.alice, f.keeper, repaid, seized, 0n)
      await expect(call).to.changeTokenBalance(ethers, f.derivative, f.stability, -repaid)
      await expect(call).to.changeTokenBalance(ethers, f.weth.token, f.stability, seized)
      expect(await f.stability.totalAssets()).to.equal(wad(40_000) - repaid)
      expect(await f.stability.claimableOf(f.bob)).to.equal((seized * 3n) / 4n)
      expect(await f.stability.claimableOf(f.carol)).to.equal(seized / 4n)
    })

    it('leaving its depositors richer by the bonus, at the price of the liquidation', async () => {
      await f.setPrice(f.weth, 1_450)
      await f.absorb(f.keeper)
      const claims =
        (await f.stability.claimableOf(f.bob)) + (await f.stability.claimableOf(f.carol))
      const worth = (await f.stability.totalAssets()) + (claims * wad(1_450)) / WAD
      const { repaid, bonusWad } = expected(1_450)
      const gain = (repaid * bonusWad) / WAD
      expect(worth - wad(40_000)).to.be.within(gain - 10_000n, gain)
    })

    it('a part, when the caller says so or the money does not suffice', async () => {
      await f.setPrice(f.weth, 1_450)
      await expect(f.absorb(f.keeper, f.alice, wad(500)))
        .to.emit(f.stability, 'Absorbed')
        .withArgs(f.weth.id, f.alice, f.keeper, wad(500), anyUint, 0n)
      await f.leave(f.stability, f.bob)
      await f.leave(f.stability, f.carol)
      await poolOf(f.bob).deposit(wad(1_001), f.bob)
      const spendable = await f.stability.spendable()
      await expect(f.absorb(f.keeper))
        .to.emit(f.stability, 'Absorbed')
        .withArgs(f.weth.id, f.alice, f.keeper, spendable, anyUint, 0n)
      expect(await f.stability.totalAssets()).to.equal(wad(10.01))
    })

    it('down to one whole token and not a wei of it', async () => {
      const small = await f.deployStability(f.weth)
      await small.connect(f.bob).deposit(wad(1) + 10_000n, f.bob)
      await f.setPrice(f.weth, 1_450)
      expect(await small.spendable()).to.equal(10_000n)
      await small.connect(f.keeper).absorb(f.weth.id, f.alice, MaxUint256)
      await expect(
        small.connect(f.keeper).absorb(f.weth.id, f.alice, MaxUint256),
      ).to.be.revertedWithCustomError(small, 'StabilityPoolNothingToSpend')
    })

    it('a vault in bad debt, all of it', async () => {
      await f.setPrice(f.weth, 1_000)
      const { repaid, badDebt } = expected(1_000)
      await f.absorb(f.keeper)
      expect(await f.stability.claimableOf(f.bob)).to.equal(wad(7.5) - 1n)
      expect(await f.stability.totalAssets()).to.equal(wad(40_000) - repaid)
      expect((await f.ledger.stateOf(f.weth.id)).deficit).to.equal(badDebt)
    })

    it('from every market of its pair', async () => {
      const second = await f.list('WETH-B', f.weth.token, terms)
      await f.open(f.bob, second, [10, 12_000])
      await f.setPrice(f.weth, 1_450)
      await f.absorb(f.keeper)
      await poolOf(f.keeper).absorb(second.id, f.bob, MaxUint256)
      const { seized } = expected(1_450)
      expect(await f.weth.token.balanceOf(f.stability)).to.equal(2n * seized)
    })

    it('nothing from a healthy vault, another market or an unknown one', async () => {
      await expect(f.absorb(f.keeper)).to.be.revertedWithCustomError(f.ledger, 'LedgerHealthy')
      for (const market of [f.wbtc, f.usdx]) {
        await expect(poolOf(f.keeper).absorb(market.id, f.alice, MaxUint256))
          .to.be.revertedWithCustomError(f.stability, 'StabilityPoolWrongMarket')
          .withArgs(market.id)
      }
      await expect(
        poolOf(f.keeper).absorb(encodeBytes32String('none'), f.alice, MaxUint256),
      ).to.be.revertedWithCustomError(f.ledger, 'LedgerUnknownMarket')
    })

    it('nothing for the owner of the vault, nothing for nothing, nothing while the price is down', async () => {
      await f.setPrice(f.weth, 1_450)
      await expect(f.absorb(f.alice))
        .to.be.revertedWithCustomError(f.stability, 'StabilityPoolSelfAbsorption')
        .withArgs(f.alice)
      await expect(f.absorb(f.keeper, f.alice, 0n)).to.be.revertedWithCustomError(
        f.stability,
        'StabilityPoolNothingToSpend',
      )
      await f.oracle.setPrice(f.weth.feed, 0n, 0n, 0n, PriceState.down)
      await expect(f.absorb(f.keeper)).to.be.revertedWithCustomError(
        f.ledger,
        'LedgerPriceNotUsable',
      )
    })

    it('nothing with yield that has not vested', async () => {
      const empty = await f.deployStability(f.weth)
      await empty.connect(f.bob).deposit(wad(1), f.bob)
      await empty.connect(f.bob).addYield(wad(28_800))
      await f.setPrice(f.weth, 1_450)
      const start = await time.latest()
      await time.setNextBlockTimestamp(start + 10)
      const before = await f.derivative.balanceOf(empty)
      await empty.connect(f.keeper).absorb(f.weth.id, f.alice, MaxUint256)
      const burned = before - (await f.derivative.balanceOf(empty))
      expect(burned).to.be.within(wad(10), wad(12))
    })
  })

  describe('rewards the caller', () => {
    beforeEach(async () => {
      await poolOf(f.bob).deposit(wad(30_000), f.bob)
    })

    it('with its part of the collateral', async () => {
      await f.stability.setAbsorbReward(100n)
      await f.setPrice(f.weth, 1_450)
      const { repaid, seized } = expected(1_450)
      const call = f.absorb(f.keeper)
      await expect(call)
        .to.emit(f.stability, 'Absorbed')
        .withArgs(f.weth.id, f.alice, f.keeper, repaid, seized - seized / 100n, seized / 100n)
      await expect(call).to.changeTokenBalance(ethers, f.weth.token, f.keeper, seized / 100n)
      expect(await f.stability.claimableOf(f.bob)).to.equal(seized - seized / 100n - 1n)
    })

    it('out of the bonus only: depositors never pay for it', async () => {
      await f.stability.setAbsorbReward(100n)
      // The least bonus that a market can have: 1 % times 20 %.
      await f.relax(f.weth, [Parameter.liquidationPenalty, 100n], [Parameter.penaltyFloor, 2_000n])
      await f.setPrice(f.weth, 1_499.999)
      const [repaid, collateral, reward] = await poolOf(f.keeper).absorb.staticCall(
        f.weth.id,
        f.alice,
        MaxUint256,
      )
      const worth = (repaid * WAD) / wad(1_499.999)
      expect(collateral).to.be.within(worth, worth + worth / 1_000_000n)
      expect(reward).to.be.within((collateral * 199n) / 100_000n, (collateral * 200n) / 100_000n)
    })

    it('as governance sets it, from 0 to 100 bps', async () => {
      await expect(f.stability.setAbsorbReward(100n))
        .to.emit(f.stability, 'AbsorbRewardSet')
        .withArgs(0n, 100n)
      await expect(f.stability.setAbsorbReward(0n))
        .to.emit(f.stability, 'AbsorbRewardSet')
        .withArgs(100n, 0n)
      await expect(f.stability.setAbsorbReward(101n))
        .to.be.revertedWithCustomError(f.stability, 'PatientVaultOutOfBounds')
        .withArgs(101n, 0n, 100n)
      await expect(poolOf(f.bob).setAbsorbReward(1n)).to.be.revertedWithCustomError(
        f.stability,
        'AccessManagedUnauthorized',
      )
    })
  })

  describe('lets holders claim', () => {
    // Of 10 WETH; each holder is less than a unit behind.
    const bobs = wad(7.5) - 1n

    beforeEach(async () => {
      await poolOf(f.bob).deposit(wad(30_000), f.bob)
      await poolOf(f.carol).deposit(wad(10_000), f.carol)
      await f.setPrice(f.weth, 1_000)
      await f.absorb(f.keeper)
    })

    it('once, to whom they like', async () => {
      const call = poolOf(f.bob).claim(f.keeper)
      await expect(call).to.emit(f.stability, 'Claimed').withArgs(f.bob, f.keeper, bobs)
      await expect(call).to.changeTokenBalance(ethers, f.weth.token, f.keeper, bobs)
      expect(await poolOf(f.bob).claim.staticCall(f.bob)).to.equal(0n)
      await expect(poolOf(f.bob).claim(f.bob)).to.not.emit(f.stability, 'Claimed')
      await poolOf(f.carol).claim(f.carol)
      expect(await f.weth.token.balanceOf(f.stability)).to.be.at.most(2n)
    })

    it('what came while they held shares, after they sent them on or left', async () => {
      await poolOf(f.bob).transfer(f.keeper, await f.stability.balanceOf(f.bob))
      expect(await f.stability.claimableOf(f.bob)).to.equal(bobs)
      expect(await f.stability.claimableOf(f.keeper)).to.equal(0n)
      await f.leave(f.stability, f.carol)
      await poolOf(f.carol).claim(f.carol)
      await poolOf(f.bob).claim(f.bob)
      expect(await f.weth.token.balanceOf(f.stability)).to.be.at.most(2n)
    })

    it('nothing of what came before them', async () => {
      await poolOf(f.keeper).deposit(wad(500_000), f.keeper)
      expect(await f.stability.claimableOf(f.keeper)).to.equal(0n)
      expect(await f.stability.claimableOf(f.bob)).to.equal(bobs)
    })

    it('but to nobody', async () => {
      await expect(poolOf(f.bob).claim(ZeroAddress)).to.be.revertedWithCustomError(
        f.stability,
        'StabilityPoolZeroReceiver',
      )
    })
  })

  describe('holds out against a token that', () => {
    async function listed<T extends MoodyToken | ReentrantToken>(token: T) {
      await token.mint(f.bob, wad(1_000))
      await token.connect(f.bob).approve(f.ledger, MaxUint256)
      const feed = encodeBytes32String(await token.symbol())
      await f.setPrice({ feed }, 2_000)
      const market = await f.list('HOSTILE-A', token as unknown as TestToken, terms)
      await f.open(f.bob, market, [10, 12_000])
      const pool = await f.deployStability(market)
      await pool.connect(f.carol).deposit(wad(40_000), f.carol)
      return { token, market, pool }
    }

    const moody = async () => listed(await ethers.deployContract('MoodyToken'))
    const reentrant = async () => listed(await ethers.deployContract('ReentrantToken'))

    it('charges on the way: what arrives is what is shared', async () => {
      const { token, market, pool } = await moody()
      await token.set(100n, 0n, false)
      await f.setPrice(market, 1_450)
      const { seized } = expected(1_450)
      await pool.connect(f.keeper).absorb(market.id, f.bob, MaxUint256)
      expect(await pool.claimableOf(f.carol)).to.equal(seized - seized / 100n - 1n)
      await pool.connect(f.carol).claim(f.carol)
      expect(await token.balanceOf(pool)).to.equal(1n)
    })

    it('charges more than the bonus: the caller gets nothing', async () => {
      const { token, market, pool } = await moody()
      await pool.setAbsorbReward(100n)
      await token.set(2_000n, 0n, false)
      await f.setPrice(market, 1_450)
      const [, , reward] = await pool
        .connect(f.keeper)
        .absorb.staticCall(market.id, f.bob, MaxUint256)
      expect(reward).to.equal(0n)
    })

    it('shows more than it sent: nobody can claim what is not there', async () => {
      const { token, market, pool } = await moody()
      await token.set(0n, wad(1_000_000), false)
      await f.setPrice(market, 1_450)
      await pool.connect(f.keeper).absorb(market.id, f.bob, MaxUint256)
      expect(await pool.claimableOf(f.carol)).to.equal(expected(1_450).seized - 1n)
    })

    it('sends nothing: nothing is paid for it', async () => {
      const { token, market, pool } = await moody()
      await token.set(10_000n, 0n, false)
      await f.setPrice(market, 1_450)
      await expect(
        pool.connect(f.keeper).absorb(market.id, f.bob, MaxUint256),
      ).to.be.revertedWithCustomError(pool, 'StabilityPoolNothingArrived')
    })

    it('refuses to be sent: derivative can still be withdrawn', async () => {
      const { token, market, pool } = await moody()
      await f.setPrice(market, 1_450)
      await pool.connect(f.keeper).absorb(market.id, f.bob, MaxUint256)
      await token.set(0n, 0n, true)
      await f.leave(pool, f.carol)
      expect(await pool.totalSupply()).to.equal(0n)
      await token.set(0n, 0n, false)
      await pool.connect(f.carol).claim(f.carol)
    })

    it('calls back: no call gets through, no price can be read, and nothing would be accepted', async () => {
      const { token, market, pool } = await reentrant()
      await f.setPrice(market, 1_450)
      const calls = pool.interface
      const { bob } = f
      for (const call of [
        calls.encodeFunctionData('deposit', [1n, bob.address]),
        calls.encodeFunctionData('mint', [1n, bob.address]),
        calls.encodeFunctionData('withdraw', [0n, bob.address, bob.address]),
        calls.encodeFunctionData('redeem', [0n, bob.address, bob.address]),
        calls.encodeFunctionData('requestWithdrawal', [0n]),
        calls.encodeFunctionData('addYield', [1n]),
        calls.encodeFunctionData('claim', [bob.address]),
        calls.encodeFunctionData('absorb', [market.id, bob.address, 1n]),
        calls.encodeFunctionData('totalAssets'),
        calls.encodeFunctionData('convertToAssets', [1n]),
        calls.encodeFunctionData('convertToShares', [1n]),
        calls.encodeFunctionData('previewDeposit', [1n]),
        calls.encodeFunctionData('previewMint', [1n]),
        calls.encodeFunctionData('previewWithdraw', [1n]),
        calls.encodeFunctionData('previewRedeem', [1n]),
        calls.encodeFunctionData('claimableOf', [bob.address]),
        calls.encodeFunctionData('spendable'),
        calls.encodeFunctionData('unvested'),
      ]) {
        await token.arm(pool, call)
        await expect(
          pool.connect(f.keeper).absorb(market.id, f.bob, MaxUint256),
        ).to.be.revertedWithCustomError(pool, 'ReentrancyGuardReentrantCall')
      }
    })

    it('asks for the limits meanwhile: they are all 0', async () => {
      const { token, market, pool } = await reentrant()
      const asker = await ethers.deployContract('LimitsAsker', [pool])
      await pool.connect(f.carol).requestWithdrawal(1_000n)
      await time.increase(DAY)
      await f.setPrice(market, 1_450)
      await token.arm(asker, asker.interface.encodeFunctionData('ask', [f.carol.address]))
      await pool.connect(f.keeper).absorb(market.id, f.bob, MaxUint256)
      expect(await asker.asked()).to.equal(true)
      expect(await asker.largest()).to.equal(0n)
      expect(await pool.maxRedeem(f.carol)).to.equal(1_000n)
    })
  })

  describe('is deployed', () => {
    const deploy = (...args: unknown[]) =>
      ethers.deployContract('StabilityPool', [...args, 'S', 'S', f.manager] as never)

    it('for a derivative of its Ledger and another token as collateral', async () => {
      const foreign = await ethers.deployContract('Derivative', ['Foreign', 'FOR', f.manager])
      const factory = await ethers.getContractFactory('StabilityPool')
      for (const pair of [
        [f.ledger, foreign, f.weth.token],
        [f.ledger, f.derivative, f.derivative],
        [f.ledger, f.derivative, f.alice],
      ]) {
        await expect(deploy(...pair)).to.be.revertedWithCustomError(factory, 'StabilityPoolBadPair')
      }
    })

    it('with the Ledger and the oracle that it will ask for ever', async () => {
      expect(await f.stability.LEDGER()).to.equal(await f.ledger.getAddress())
      expect(await f.stability.ORACLE()).to.equal(await f.oracle.getAddress())
      expect(await f.stability.COLLATERAL()).to.equal(await f.weth.token.getAddress())
      expect(await f.stability.asset()).to.equal(await f.derivative.getAddress())
    })
  })
})
