import { expect } from 'chai'
import { encodeBytes32String, MaxUint256, ZeroHash } from 'ethers'
import { network } from 'hardhat'
import type { LedgerFixture, TestMarket } from '../../support/ledgerFixture.ts'
import {
  DAY,
  deployWithoutFees,
  eachOnFreshLedger,
  Parameter,
  PriceState,
  REPAY_ALL,
  wad,
} from '../../support/ledgerFixture.ts'

const connection = await network.create()
const { time } = connection.networkHelpers

const ETHER = encodeBytes32String('asset:ether')
const LIDO = encodeBytes32String('protocol:lido')
const LINK = encodeBytes32String('oracle:chainlink')
const WHOLE = ZeroHash
const MAX_CAP = 2n ** 112n - 1n

/** Without a fee; WETH rests on ether and Chainlink, WBTC on Chainlink alone, USDX on nothing that has a name. */
async function deployWithRisks() {
  const f = await deployWithoutFees(connection)
  await f.exposures.assignRisks(f.weth.id, [ETHER, ZeroHash, LINK])
  await f.exposures.assignRisks(f.wbtc.id, [ZeroHash, ZeroHash, LINK])
  return f
}

describe('ExposureCaps', () => {
  let f: LedgerFixture

  eachOnFreshLedger(connection, deployWithRisks, (fresh) => {
    f = fresh
  })

  const exposure = (risk: string) => f.exposures.exposureOf(f.derivative, risk)
  const used = async (...risks: string[]) =>
    Promise.all(risks.map(async (risk) => (await exposure(risk)).used))
  const setCap = (risk: string, cap: bigint) => f.exposures.setExposureCap(f.derivative, risk, cap)
  const cutCap = (risk: string, cap: bigint) => f.exposures.cutExposureCap(f.derivative, risk, cap)
  const setShare = (risk: string, bps: bigint) =>
    f.exposures.setRelativeCap(f.derivative, risk, bps)
  const repay = (market: TestMarket, owner = f.alice, amount = REPAY_ALL) =>
    f.ledger.connect(owner).adjust(market.id, owner, 0n, amount, owner)

  describe('counting', () => {
    it('adds a market to every risk it rests on and to the whole', async () => {
      await f.open(f.alice, f.weth, [10, 5_000])
      await f.open(f.alice, f.wbtc, [1, 3_000])
      await f.open(f.alice, f.usdx, [10_000, 2_000])
      expect(await used(WHOLE, LINK, ETHER)).to.deep.equal([wad(10_000), wad(8_000), wad(5_000)])
    })

    it('follows fees', async () => {
      await f.relax(f.weth, [Parameter.stabilityFee, wad(1)])
      await f.open(f.alice, f.weth, [100, 50_000])
      await time.increase(30 * DAY)
      await f.ledger.accrue(f.weth.id)
      const { totalDebt } = await f.ledger.stateOf(f.weth.id)
      expect(totalDebt).to.be.above(wad(54_000))
      expect(await used(WHOLE, LINK, ETHER)).to.deep.equal([totalDebt, totalDebt, totalDebt])
    })

    it('follows repayments, liquidations, auctions, bad debt and what covers it', async () => {
      await f.open(f.alice, f.weth, [10, 12_000])
      await f.open(f.bob, f.weth, [10, 12_000])
      await f.open(f.carol, f.weth, [10, 12_000])
      await f.open(f.admin, f.usdx, [600_000, 300_000])
      const expectUsed = async (owed: bigint) => {
        expect(await used(WHOLE, LINK, ETHER)).to.deep.equal([wad(300_000) + owed, owed, owed])
      }
      await expectUsed(wad(36_000))
      await repay(f.weth, f.carol, -wad(1_000))
      await expectUsed(wad(35_000))

      await f.setPrice(f.weth, 900)
      await f.ledger.seize(f.weth.id, f.bob, wad(12_000), f.admin)
      await expectUsed(wad(35_000))
      await f.ledger.settle(f.weth.id, wad(7_000), wad(7_000), wad(1_000))
      await expectUsed(wad(28_000))

      const call = [f.weth.id, f.alice, MaxUint256, 0n, f.admin] as const
      const [repaid] = await f.ledger.liquidate.staticCall(...call)
      await f.ledger.liquidate(...call)
      await expectUsed(wad(28_000) - repaid)

      await f.setPrice(f.weth, 0.5)
      await f.ledger.writeOff(f.weth.id, f.carol, f.admin)
      await expectUsed(wad(28_000) - repaid)

      await f.ledger.coverDeficit(f.weth.id, wad(2_000))
      await expectUsed(wad(26_000) - repaid)
      await f.ledger.settle(f.weth.id, wad(5_000), wad(4_000), 0n)
      await expectUsed(wad(22_000) - repaid)
      await f.ledger.coverFromSurplus(f.weth.id)
      await expectUsed(wad(21_000) - repaid)
    })

    it('follows redemptions from a market that is shut', async () => {
      await f.open(f.alice, f.weth, [10, 12_000])
      await f.oracle.setPrice(f.weth.feed, 0n, 0n, 0n, PriceState.down)
      await f.oracle.setLastWord(f.weth.feed, 1, wad(900))
      await f.ledger.shutdown(f.weth.id)
      await f.ledger.connect(f.alice).redeemFrom(f.weth.id, f.alice, wad(2_000), 0n, f.alice)
      expect(await used(WHOLE, ETHER)).to.deep.equal([wad(10_000), wad(10_000)])
      await f.ledger.connect(f.alice).redeemFrom(f.weth.id, f.alice, MaxUint256, 0n, f.alice)
      const { deficit } = await f.ledger.stateOf(f.weth.id)
      expect(await used(WHOLE, ETHER)).to.deep.equal([deficit, deficit])
    })

    it('is the Ledger’s alone', async () => {
      await expect(f.exposures.count(f.weth.id, f.derivative, 0n, 1n, 1n))
        .to.be.revertedWithCustomError(f.exposures, 'ExposureCapsOnlyLedger')
        .withArgs(f.admin)
      expect(await f.exposures.LEDGER()).to.equal(await f.ledger.getAddress())
    })

    it('keeps derivatives apart', async () => {
      const euro = await connection.ethers.deployContract('Derivative', ['E', 'E', f.ledger])
      await f.open(f.alice, f.weth, [10, 5_000])
      expect((await f.exposures.exposureOf(euro, WHOLE)).used).to.equal(0n)
      await expect(f.exposures.exposureOf(euro, ETHER))
        .to.be.revertedWithCustomError(f.exposures, 'ExposureCapsUnknownRisk')
        .withArgs(euro, ETHER)
    })
  })

  describe('naming risks', () => {
    it('moves what the market owes from the old ones to the new ones', async () => {
      await f.open(f.alice, f.weth, [10, 5_000])
      await f.open(f.alice, f.wbtc, [1, 3_000])
      await expect(f.exposures.assignRisks(f.weth.id, [LIDO, ETHER, ZeroHash]))
        .to.emit(f.exposures, 'RisksAssigned')
        .withArgs(f.weth.id, [ETHER, ZeroHash, LINK], [LIDO, ETHER, ZeroHash])
      expect(await f.exposures.risksOf(f.weth.id)).to.deep.equal([LIDO, ETHER, ZeroHash])
      expect(await used(WHOLE, LINK, ETHER, LIDO)).to.deep.equal([
        ...[wad(8_000), wad(3_000), wad(5_000), wad(5_000)],
      ])
      await repay(f.weth)
      expect(await used(WHOLE, LINK, ETHER, LIDO)).to.deep.equal([wad(3_000), wad(3_000), 0n, 0n])
    })

    it('moves deficit and debt in auction along', async () => {
      await f.open(f.alice, f.weth, [10, 12_000])
      await f.setPrice(f.weth, 900)
      await f.ledger.seize(f.weth.id, f.alice, wad(12_000), f.admin)
      await f.ledger.settle(f.weth.id, 0n, 0n, wad(2_000))
      await f.exposures.assignRisks(f.weth.id, [LIDO, ZeroHash, ZeroHash])
      expect(await used(LIDO, ETHER, LINK)).to.deep.equal([wad(12_000), 0n, 0n])
    })

    it('starts a new risk without caps', async () => {
      await f.exposures.assignRisks(f.usdx.id, [LIDO, ZeroHash, ZeroHash])
      expect(await exposure(LIDO)).to.deep.equal([0n, MAX_CAP, 10_000n, 0n, 0n])
      expect(await exposure(WHOLE)).to.deep.equal([0n, MAX_CAP, 10_000n, 0n, 0n])
    })

    it('refuses one twice, a market that is none, and strangers', async () => {
      await expect(f.exposures.assignRisks(f.weth.id, [LINK, ZeroHash, LINK]))
        .to.be.revertedWithCustomError(f.exposures, 'ExposureCapsDuplicateRisk')
        .withArgs(LINK)
      await expect(f.exposures.assignRisks(ZeroHash, [LINK, ZeroHash, ZeroHash]))
        .to.be.revertedWithCustomError(f.ledger, 'LedgerUnknownMarket')
        .withArgs(ZeroHash)
      const stranger = f.exposures.connect(f.alice)
      for (const call of [
        () => stranger.assignRisks(f.weth.id, [LINK, ZeroHash, ZeroHash]),
        () => stranger.setExposureCap(f.derivative, LINK, 0n),
        () => stranger.cutExposureCap(f.derivative, LINK, 0n),
        () => stranger.setRelativeCap(f.derivative, LINK, 0n),
      ]) {
        await expect(call())
          .to.be.revertedWithCustomError(f.exposures, 'AccessManagedUnauthorized')
          .withArgs(f.alice)
      }
    })
  })

  describe('a cap', () => {
    for (const [name, risk] of [
      ['of a risk', LINK],
      ['of the derivative', WHOLE],
    ] as const) {
      it(`${name} falls at once and lets issuing reach it exactly`, async () => {
        await expect(setCap(risk, wad(8_000)))
          .to.emit(f.exposures, 'ExposureCapSet')
          .withArgs(f.derivative, risk, MAX_CAP, wad(8_000), 0n)
        await f.open(f.alice, f.weth, [10, 5_000])
        await expect(f.open(f.alice, f.wbtc, [1, 3_000.000001]))
          .to.be.revertedWithCustomError(f.exposures, 'ExposureCapsExceeded')
          .withArgs(f.derivative, risk, wad(8_000.000001), wad(8_000))
        await f.open(f.alice, f.wbtc, [1, 3_000])
      })

      it(`${name} rises a day later, to the second`, async () => {
        await setCap(risk, wad(5_000))
        await f.open(f.alice, f.weth, [10, 5_000])
        const at = (await f.now()) + 10
        await time.setNextBlockTimestamp(at)
        await expect(setCap(risk, wad(9_000)))
          .to.emit(f.exposures, 'ExposureCapSet')
          .withArgs(f.derivative, risk, wad(5_000), wad(9_000), at + DAY)
        expect((await exposure(risk)).slice(1)).to.deep.equal([
          ...[wad(5_000), 10_000n, wad(9_000), BigInt(at + DAY)],
        ])
        await f.weth.token.connect(f.alice).approve(f.ledger, MaxUint256)
        await time.setNextBlockTimestamp(at + DAY - 1)
        await expect(f.open(f.alice, f.weth, [10, 1])).to.be.revertedWithCustomError(
          f.exposures,
          'ExposureCapsExceeded',
        )
        await time.setNextBlockTimestamp(at + DAY)
        await f.open(f.alice, f.weth, [10, 4_000])
        expect((await exposure(risk)).slice(1)).to.deep.equal([wad(9_000), 10_000n, 0n, 0n])
      })
    }

    it('rises from a raise that has matured, and waits again for the next', async () => {
      await setCap(LINK, wad(1_000))
      await setCap(LINK, wad(2_000))
      await time.increase(DAY)
      await setCap(LINK, wad(3_000))
      expect((await exposure(LINK)).slice(1, 4)).to.deep.equal([wad(2_000), 10_000n, wad(3_000)])
      await time.increase(DAY / 2)
      await setCap(LINK, wad(4_000))
      await time.increase(DAY / 2 + 10)
      expect((await exposure(LINK)).cap).to.equal(wad(2_000))
    })

    it('loses a pending raise when it is lowered or set to what it is', async () => {
      for (const back of [setCap, cutCap]) {
        await setCap(LINK, wad(1_000))
        await setCap(LINK, wad(2_000))
        await back(LINK, wad(1_000))
        await time.increase(2 * DAY)
        expect((await exposure(LINK)).slice(1)).to.deep.equal([wad(1_000), 10_000n, 0n, 0n])
      }
    })

    it('is cut by the guardian, downward only, also below a raise that has matured', async () => {
      await setCap(LINK, wad(1_000))
      await setCap(LINK, wad(2_000))
      await expect(cutCap(LINK, wad(1_001)))
        .to.be.revertedWithCustomError(f.exposures, 'ExposureCapsNotLower')
        .withArgs(wad(1_000), wad(1_001))
      await time.increase(DAY)
      await expect(cutCap(LINK, wad(1_999)))
        .to.emit(f.exposures, 'ExposureCapSet')
        .withArgs(f.derivative, LINK, wad(2_000), wad(1_999), 0n)
    })

    it('keeps to its bounds and to risks that have a name', async () => {
      await setCap(LINK, MAX_CAP)
      await expect(setCap(LINK, MAX_CAP + 1n))
        .to.be.revertedWithCustomError(f.exposures, 'ExposureCapsOutOfBounds')
        .withArgs(MAX_CAP + 1n, MAX_CAP)
      for (const call of [setCap, cutCap, setShare]) {
        await expect(call(LIDO, 1n))
          .to.be.revertedWithCustomError(f.exposures, 'ExposureCapsUnknownRisk')
          .withArgs(f.derivative, LIDO)
      }
      const foreign = await connection.ethers.deployContract('Derivative', ['F', 'F', f.alice])
      await expect(f.exposures.setExposureCap(foreign, WHOLE, 1n))
        .to.be.revertedWithCustomError(f.exposures, 'ExposureCapsUnknownRisk')
        .withArgs(foreign, WHOLE)
    })

    it('of the derivative exists before any market names a risk', async () => {
      const euro = await connection.ethers.deployContract('Derivative', ['E', 'E', f.ledger])
      await f.exposures.setExposureCap(euro, WHOLE, wad(5))
      expect((await f.exposures.exposureOf(euro, WHOLE)).cap).to.equal(wad(5))
    })
  })

  describe('a relative cap', () => {
    it('limits the share of what the derivative rests on after the issue', async () => {
      await expect(setShare(ETHER, 5_000n))
        .to.emit(f.exposures, 'RelativeCapSet')
        .withArgs(f.derivative, ETHER, 10_000n, 5_000n)
      await f.open(f.alice, f.usdx, [30_000, 5_000])
      await expect(f.open(f.alice, f.weth, [10, 5_000.000001]))
        .to.be.revertedWithCustomError(f.exposures, 'ExposureCapsShareExceeded')
        .withArgs(f.derivative, ETHER, wad(5_000.000001), wad(10_000.000001), 5_000n)
      await f.open(f.alice, f.weth, [10, 5_000])
    })

    it('acts at once in both directions, within its bounds', async () => {
      await setShare(ETHER, 0n)
      await expect(f.open(f.alice, f.weth, [10, 2_000])).to.be.revertedWithCustomError(
        f.exposures,
        'ExposureCapsShareExceeded',
      )
      await setShare(ETHER, 10_000n)
      await f.open(f.alice, f.weth, [10, 2_000])
      await expect(setShare(ETHER, 10_001n))
        .to.be.revertedWithCustomError(f.exposures, 'ExposureCapsOutOfBounds')
        .withArgs(10_001n, 10_000n)
    })

    it('has no meaning for the derivative as a whole, and is refused there', async () => {
      await expect(setShare(WHOLE, 5_000n))
        .to.be.revertedWithCustomError(f.exposures, 'ExposureCapsUnknownRisk')
        .withArgs(f.derivative, WHOLE)
    })

    it('is exceeded when others repay, which stops nobody but the next issue', async () => {
      await setShare(ETHER, 5_000n)
      await f.open(f.alice, f.usdx, [30_000, 5_000])
      await f.open(f.alice, f.weth, [10, 5_000])
      await repay(f.usdx, f.alice, -wad(1_000))
      await repay(f.weth, f.alice, -wad(100))
      await expect(repay(f.weth, f.alice, 1n)).to.be.revertedWithCustomError(
        f.exposures,
        'ExposureCapsShareExceeded',
      )
      await f.open(f.alice, f.usdx, [0, 1_000])
    })
  })

  it('never stand between an owner and the way out', async () => {
    await f.relax(f.weth, [Parameter.stabilityFee, wad(1)])
    await f.open(f.alice, f.weth, [10, 5_000])
    await f.open(f.bob, f.weth, [10, 5_000])
    await f.open(f.keeper, f.usdx, [30_000, 10_000])
    for (const risk of [WHOLE, ETHER, LINK]) await cutCap(risk, 0n)
    for (const risk of [ETHER, LINK]) await setShare(risk, 0n)
    await time.increase(30 * DAY)
    await f.derivative.connect(f.keeper).transfer(f.alice, wad(1_000))
    await repay(f.weth)
    await f.ledger.connect(f.alice).adjust(f.weth.id, f.alice, -wad(10), 0n, f.alice)
    await f.ledger.connect(f.bob).adjust(f.weth.id, f.bob, -wad(1), 0n, f.bob)
    await f.setPrice(f.weth, 600)
    await f.ledger.connect(f.keeper).liquidate(f.weth.id, f.bob, MaxUint256, 0n, f.keeper)
  })
})
