import { expect } from 'chai'
import { AbiCoder, keccak256, MaxUint256, toBeHex } from 'ethers'
import fc from 'fast-check'
import { network } from 'hardhat'
import type { LedgerFixture } from '../../support/ledgerFixture.ts'
import {
  DAY,
  deployLedger,
  expectBalancedBooks,
  expectNear,
  Parameter,
  PriceState,
  REPAY_ALL,
  WAD,
  wad,
  YEAR,
} from '../../support/ledgerFixture.ts'
import { taylorInterest } from '../../support/ledgerModel.ts'

const connection = await network.create()
const { time, setStorageAt, getStorageAt, takeSnapshot } = connection.networkHelpers
const fixture = () => deployLedger(connection)
const UINT128_MAX = 2n ** 128n - 1n

describe('LedgerBooks', () => {
  let f: LedgerFixture

  beforeEach(async () => {
    f = await connection.networkHelpers.loadFixture(fixture)
  })

  const state = () => f.ledger.stateOf(f.weth.id)
  const surplus = () => f.ledger.surplusOf(f.derivative)
  const repayAll = (who = f.alice) =>
    f.ledger.connect(who).adjust(f.weth.id, who, 0n, REPAY_ALL, who)

  /** Lets alice repay more than she issued: bob's derivative goes to her. */
  async function lend(amount: bigint) {
    await f.oracle.setPrice(f.wbtc.feed, wad(1e6), wad(1e6), wad(1e6), PriceState.ok)
    await f.ledger.connect(f.bob).adjust(f.wbtc.id, f.bob, 10n ** 11n, amount, f.alice)
  }

  describe('interest', () => {
    afterEach(() => expectBalancedBooks(f))

    for (const [fee, seconds] of [
      [wad(0.05), 1],
      [wad(0.05), YEAR],
      [wad(1), YEAR],
      [wad(1), 10 * YEAR],
      [1n, 1],
      [0n, YEAR],
    ] as const) {
      it(`is the three-term Taylor series at ${fee} a year over ${seconds} s`, async () => {
        await f.open(f.alice, f.weth, [10, 10_000])
        await f.relax(f.weth, [Parameter.stabilityFee, fee])
        await f.ledger.accrue(f.weth.id)
        const { totalDebt: before, accruedAt } = await state()
        const surplusBefore = await surplus()
        const interest = taylorInterest(before, fee, BigInt(seconds))
        await time.setNextBlockTimestamp(Number(accruedAt) + seconds)
        await expect(f.ledger.accrue(f.weth.id))
          .to.emit(f.ledger, 'Accrued')
          .withArgs(f.weth.id, interest, before + interest)
        expect((await state()).totalDebt).to.equal(before + interest)
        expect(await surplus()).to.equal(surplusBefore + interest)
      })
    }

    it('grows 10,000 at 5 % for a year to what the series says by hand', () => {
      // 10,000 * (0.05 + 0.05^2 / 2 + 0.05^3 / 6), against 10,000 * (e^0.05 - 1) = 512.7109...
      const interest = taylorInterest(wad(10_000), wad(0.05), BigInt(YEAR))
      expect(interest).to.equal(500n * WAD + 125n * 10n ** 17n + 208_333_333_333_333_333n)
      expectNear(interest, 10_000 * Math.expm1(0.05), 0.003)
    })

    it('is never above the exponential, and splitting the time only gets closer to it', () => {
      fc.assert(
        fc.property(
          fc.bigInt(wad(100), wad(1e9)),
          fc.bigInt(0n, WAD),
          fc.bigInt(1n, 5n * BigInt(YEAR)),
          fc.bigInt(1n, 5n * BigInt(YEAR)),
          (debt, fee, dt1, dt2) => {
            const once = taylorInterest(debt, fee, dt1 + dt2)
            const first = taylorInterest(debt, fee, dt1)
            const twice = first + taylorInterest(debt + first, fee, dt2)
            const x = (Number(fee) / 1e18) * (Number(dt1 + dt2) / YEAR)
            // Three divisions round down in each accrual, hence the few wei.
            expect(once <= twice + 6n).to.equal(true)
            expect(Number(twice) <= Number(debt) * Math.expm1(x) * (1 + 1e-12) + 6).to.equal(true)
          },
        ),
      )
    })

    it('is charged once a block', async () => {
      await f.open(f.alice, f.weth, [10, 10_000])
      await connection.provider.request({ method: 'evm_setAutomine', params: [false] })
      const first = await f.ledger.accrue(f.weth.id)
      const second = await f.ledger.accrue(f.weth.id)
      await connection.provider.request({ method: 'evm_mine', params: [] })
      await connection.provider.request({ method: 'evm_setAutomine', params: [true] })
      const receipts = [await first.wait(), await second.wait()]
      // One charge, and what it did to the caps; then nothing.
      expect(receipts.map((receipt) => receipt?.logs.length)).to.deep.equal([2, 0])
      expect(receipts[0]?.blockNumber).to.equal(receipts[1]?.blockNumber)
    })

    it('shows in the views before it is written, to the wei', async () => {
      await f.open(f.alice, f.weth, [10, 10_000])
      await f.open(f.bob, f.weth, [10, 3_333.333333])
      const at = (await f.now()) + 123_456
      const read = async () => [
        await f.ledger.accruedStateOf(f.weth.id),
        await f.ledger.debtOf(f.weth.id, f.alice),
        await f.ledger.debtOf(f.weth.id, f.bob),
      ]
      const snapshot = await takeSnapshot()
      await time.increaseTo(at)
      const promised = await read()
      expect(await state()).to.not.deep.equal(promised[0])

      await snapshot.restore()
      await time.setNextBlockTimestamp(at)
      await f.ledger.accrue(f.weth.id)
      expect(await state()).to.deep.equal(promised[0])
      expect(await read()).to.deep.equal(promised)
    })

    it('refuses an unknown market', async () => {
      const id = connection.ethers.ZeroHash
      for (const call of [
        () => f.ledger.accrue(id),
        () => f.ledger.stateOf(id),
        () => f.ledger.accruedStateOf(id),
        () => f.ledger.keyOf(id),
        () => f.ledger.collateralDecimalsOf(id),
        () => f.ledger.vaultOf(id, f.alice),
        () => f.ledger.debtOf(id, f.alice),
        () => f.ledger.ownerCount(id),
        () => f.ledger.ownerAt(id, 0),
      ]) {
        await expect(call())
          .to.be.revertedWithCustomError(f.ledger, 'LedgerUnknownMarket')
          .withArgs(id)
      }
    })

    it('saturates where uint128 ends, and neither accrual nor repaying ever reverts', async () => {
      const amount = 3n * 10n ** 32n
      await f.relax(f.weth, [Parameter.debtCeiling, 2n ** 120n], [Parameter.stabilityFee, wad(1)])
      await time.increase(DAY)
      await f.oracle.setPrice(f.weth.feed, 10n ** 30n, 10n ** 30n, 10n ** 30n, PriceState.ok)
      await f.ledger.connect(f.alice).adjust(f.weth.id, f.alice, wad(1_000_000), amount, f.alice)
      for (let decade = 0; decade < 3; decade++) {
        await time.increase(10 * YEAR)
        await f.ledger.accrue(f.weth.id)
      }
      expect((await state()).totalDebt).to.equal(UINT128_MAX)
      await time.increase(10 * YEAR)
      await f.ledger.accrue(f.weth.id)
      expect((await state()).totalDebt).to.equal(UINT128_MAX)
      await f.ledger.connect(f.alice).adjust(f.weth.id, f.alice, 0n, -amount, f.alice)
      expect((await state()).totalDebt).to.equal(UINT128_MAX - amount)
    })

    it('leaves an issue beyond what shares can count to revert, not to wrap', async () => {
      await f.relax(f.weth, [Parameter.debtCeiling, 2n ** 120n])
      await time.increase(DAY)
      await f.oracle.setPrice(f.weth.feed, 10n ** 40n, 10n ** 40n, 10n ** 40n, PriceState.ok)
      await expect(
        f.ledger.connect(f.alice).adjust(f.weth.id, f.alice, wad(1_000), 4n * 10n ** 32n, f.alice),
      ).to.be.revertedWithCustomError(f.ledger, 'SafeCastOverflowedUintDowncast')
    })
  })

  describe('fees without measure', () => {
    // What all markets owe together is more than the exposure's uint128 holds here; the caps stop counting there, the books do not.
    it('saturates also where the fees of several markets meet, and nothing ever reverts', async () => {
      for (const market of [f.weth, f.wbtc]) {
        await f.relax(market, [Parameter.debtCeiling, 2n ** 120n], [Parameter.stabilityFee, wad(1)])
        await f.oracle.setPrice(market.feed, 10n ** 33n, 10n ** 33n, 10n ** 33n, PriceState.ok)
      }
      await time.increase(DAY)
      for (const market of [f.weth, f.wbtc]) {
        const amount = 2n * 10n ** 32n
        await f.ledger.connect(f.alice).adjust(market.id, f.alice, market.unit, amount, f.alice)
      }
      for (let decade = 0; decade < 4; decade++) {
        await time.increase(10 * YEAR)
        for (const market of [f.weth, f.wbtc]) {
          const { totalDebt } = await f.ledger.accruedStateOf(market.id)
          await f.ledger.accrue(market.id)
          expect((await f.ledger.stateOf(market.id)).totalDebt).to.be.at.least(totalDebt)
        }
      }
      expect(await surplus()).to.equal(UINT128_MAX - 2n ** 96n + 1n)
      await f.ledger.connect(f.alice).adjust(f.wbtc.id, f.alice, 0n, -(10n ** 32n), f.alice)
      let owed = 0n
      for (const id of await f.ledger.markets()) owed += (await f.ledger.stateOf(id)).totalDebt
      expect((await f.derivative.totalSupply()) + (await surplus())).to.equal(owed)
    })
  })

  describe('rounding', () => {
    it('counts shares up for an issue, down for a repayment, and debt up', async () => {
      await f.open(f.alice, f.weth, [20, 10_000])
      await f.relax(f.weth, [Parameter.stabilityFee, wad(1)])
      await time.increase(YEAR + 12_345)
      await f.relax(f.weth, [Parameter.stabilityFee, 0n])
      const rate = async () => {
        const { totalDebt, totalDebtShares } = await state()
        return { debt: totalDebt + 1n, shares: totalDebtShares + 1_000_000n }
      }
      const sharesOfBob = async () => (await f.ledger.vaultOf(f.weth.id, f.bob)).debtShares
      // Amounts are chosen until the division leaves a remainder, without which no direction could be told from the other.
      const uneven = (amount: bigint, { debt, shares }: { debt: bigint; shares: bigint }) => {
        let odd = amount
        while ((odd * shares) % debt === 0n) odd += 1n
        return odd
      }

      const atIssue = await rate()
      const issued = uneven(wad(5_000), atIssue)
      await f.ledger.connect(f.bob).adjust(f.weth.id, f.bob, wad(20), issued, f.bob)
      const shares = await sharesOfBob()
      expect(shares).to.equal((issued * atIssue.shares) / atIssue.debt + 1n)

      const atRepayment = await rate()
      const repaid = uneven(wad(1_000), atRepayment)
      await f.ledger.connect(f.bob).adjust(f.weth.id, f.bob, 0n, -repaid, f.bob)
      const left = shares - (repaid * atRepayment.shares) / atRepayment.debt
      expect(await sharesOfBob()).to.equal(left)

      const now = await rate()
      expect((left * now.debt) % now.shares).to.not.equal(0n)
      const debt = (left * now.debt) / now.shares + 1n
      expect(await f.ledger.debtOf(f.weth.id, f.bob)).to.equal(debt)
      expect((await f.lens.vault(f.weth.id, f.bob)).debt).to.equal(debt)
      await expectBalancedBooks(f)
    })

    it('never lets issuing and repaying in one block cost less than nothing', async () => {
      await f.open(f.bob, f.weth, [50, 50_000])
      await f.relax(f.weth, [Parameter.stabilityFee, wad(1)])
      await time.increase(2 * YEAR + 12_345)
      await f.relax(f.weth, [Parameter.stabilityFee, 0n])
      for (const amount of [wad(2_000), wad(2_000) + 1n, wad(3_333) + 7n]) {
        await f.ledger.connect(f.alice).adjust(f.weth.id, f.alice, wad(10), amount, f.alice)
        const debt = await f.ledger.debtOf(f.weth.id, f.alice)
        expect(debt - amount).to.be.within(0n, 1n)
        await f.derivative.connect(f.bob).transfer(f.alice, 1n)
        await repayAll()
        await expectBalancedBooks(f)
      }
    })

    it('never makes many small repayments clear more than they burn', async () => {
      await f.open(f.alice, f.weth, [20, 10_000])
      await f.relax(f.weth, [Parameter.stabilityFee, wad(1)])
      await time.increase(YEAR)
      await f.relax(f.weth, [Parameter.stabilityFee, 0n])
      const before = await f.ledger.debtOf(f.weth.id, f.alice)
      let repaid = 0n
      for (const part of [1n, 1n, 7n, 999n, wad(1) / 3n, 1n]) {
        await f.ledger.connect(f.alice).adjust(f.weth.id, f.alice, 0n, -part, f.alice)
        repaid += part
      }
      expect(await f.ledger.debtOf(f.weth.id, f.alice)).to.be.at.least(before - repaid)
      await expectBalancedBooks(f)
    })

    it('takes wei that the last share leaves behind out of the surplus', async () => {
      await f.open(f.alice, f.weth, [100, 10_000])
      await f.relax(f.weth, [Parameter.stabilityFee, wad(1)])
      await time.increase(4 * YEAR)
      await f.relax(f.weth, [Parameter.stabilityFee, 0n])
      await lend(wad(900_000))
      const { totalDebt } = await state()
      const debt = await f.ledger.debtOf(f.weth.id, f.alice)
      const before = await surplus()
      await f.relax(f.wbtc, [Parameter.stabilityFee, 0n])
      const settled = await surplus()
      expect(totalDebt - debt).to.be.above(10n)
      await repayAll()
      expect(await surplus()).to.equal(settled - (totalDebt - debt))
      expect(settled).to.be.at.least(before)
      expect((await state()).slice(0, 4)).to.deep.equal([0n, 0n, wad(100), 0n])
      await expectBalancedBooks(f)
    })

    it('makes those wei deficit where the surplus is empty', async () => {
      await f.open(f.alice, f.weth, [100, 10_000])
      await f.relax(f.weth, [Parameter.stabilityFee, wad(1)])
      await time.increase(4 * YEAR)
      await f.relax(f.weth, [Parameter.stabilityFee, 0n])
      await lend(wad(900_000))
      await f.relax(f.wbtc, [Parameter.stabilityFee, 0n])
      const { totalDebt } = await state()
      const left = totalDebt - (await f.ledger.debtOf(f.weth.id, f.alice))

      // The surplus of all fees cannot be spent yet, so the test empties it by hand: the mapping in slot 2.
      const key = AbiCoder.defaultAbiCoder().encode(
        ['address', 'uint256'],
        [await f.derivative.getAddress(), 2],
      )
      const [target, slot] = [await f.ledger.getAddress(), keccak256(key)]
      expect(BigInt(await getStorageAt(target, slot))).to.equal(await surplus())
      await setStorageAt(target, slot, toBeHex(3, 32))

      await repayAll()
      expect(await surplus()).to.equal(0n)
      expect((await state()).deficit).to.equal(left - 3n)
      expect((await state()).totalDebt).to.equal(0n)
    })

    it('puts the wei into the surplus that clearing the last vault takes beyond the total', async () => {
      await f.relax(f.weth, [Parameter.stabilityFee, 0n])
      await f.open(f.alice, f.weth, [10, 2_000])
      await f.open(f.bob, f.weth, [10, 4_000])
      // 6,000e18 at 5,256e-18 a year for one second is one wei of interest.
      await f.relax(f.weth, [Parameter.stabilityFee, 5_256n])
      const at = await f.now()
      await time.setNextBlockTimestamp(at + 1)
      await f.relax(f.weth, [Parameter.stabilityFee, 0n])
      expect((await state()).totalDebt).to.equal(wad(6_000) + 1n)
      // A repayment rounded down to shares, then one rounded up to debt: the total is now below what bob's shares are worth.
      await f.ledger.connect(f.bob).adjust(f.weth.id, f.bob, 0n, -wad(1), f.bob)
      await f.derivative.connect(f.bob).transfer(f.alice, 1n)
      await repayAll(f.alice)
      const [{ totalDebt }, before] = [await state(), await surplus()]
      expect(await f.ledger.debtOf(f.weth.id, f.bob)).to.equal(totalDebt + 1n)

      await f.open(f.carol, f.usdx, [10_000, 2_000])
      await f.derivative.connect(f.carol).transfer(f.bob, wad(2))
      await repayAll(f.bob)
      expect((await state()).slice(0, 2)).to.deep.equal([0n, 0n])
      expect((await surplus()) - before).to.be.at.least(1n)
      await expectBalancedBooks(f)
    })
  })

  it('balance after any sequence of actions', async () => {
    const steps = { adjust, repayAll: clear, wait, price, fee, liquidate, writeOff }
    const action = fc.record({
      kind: fc.constantFrom(...(Object.keys(steps) as (keyof typeof steps)[])),
      actor: fc.constantFrom('alice' as const, 'bob' as const, 'carol' as const),
      /** Two numbers in [-1, 1] that each kind of step scales to what it needs. */
      size: fc.tuple(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: -1e6, max: 1e6 })),
    })
    const applied = new Map<string, number>()
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 10, maxLength: 30 }), async (actions) => {
        f = await connection.networkHelpers.loadFixture(fixture)
        await f.open(f.keeper, f.usdx, [900_000, 500_000])
        for (const owner of [f.alice, f.bob, f.carol]) {
          await f.derivative.connect(f.keeper).transfer(owner, wad(50_000))
          await f.open(owner, f.weth, [5, 4_000])
        }
        for (const { kind, actor, size } of actions) {
          const [x, y] = [size[0] / 1e6, size[1] / 1e6]
          // Many random steps are refused, and rightly; what counts is the books after those that are not.
          const done = await steps[kind](f[actor], x, y).then(
            () => true,
            () => false,
          )
          if (!done) continue
          applied.set(kind, (applied.get(kind) ?? 0) + 1)
          await expectBalancedBooks(f)
        }
      }),
      { numRuns: 12, seed: 7 },
    )
    for (const kind of Object.keys(steps)) expect(applied.get(kind) ?? 0, kind).to.be.above(0)
  })

  type Step = (owner: LedgerFixture['alice'], x: number, y: number) => Promise<unknown>

  const adjust: Step = (owner, x, y) =>
    f.ledger.connect(owner).adjust(f.weth.id, owner, wad(6 * x), wad(5_000 * y), owner)
  const clear: Step = (owner) => repayAll(owner)
  const wait: Step = (_, x) => time.increase(1 + Math.round(Math.abs(x) * YEAR))
  const price: Step = (_, x, y) => f.setPrice(f.weth, x < -0.8 ? 0.5 : 1_700 + 1_300 * y)
  const fee: Step = (_, x) => f.relax(f.weth, [Parameter.stabilityFee, wad(Math.abs(x))])
  const liquidate: Step = (owner, x) =>
    f.ledger
      .connect(f.keeper)
      .liquidate(f.weth.id, owner, x < 0 ? MaxUint256 : wad(3_000 * x), 0n, f.keeper)
  const writeOff: Step = (owner) => f.ledger.connect(f.keeper).writeOff(f.weth.id, owner, f.keeper)
})
