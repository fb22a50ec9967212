import { expect } from 'chai'
import { MaxUint256, ZeroAddress } from 'ethers'
import { network } from 'hardhat'
import { Parameter, wad, YEAR } from '../../support/ledgerFixture.ts'
import { deployAuctions, expectBalancedAuctions, MODULE } from './auctionFixture.ts'

const connection = await network.create()
const { ethers, networkHelpers } = connection

/** Places in the Solidity enums of the same names. */
const P = { surplusBuffer: 0, poolShare: 1, insuranceShare: 2, salePrice: 3, saleSize: 4 } as const
const Source = { surplus: 0n, proceeds: 1n, insurance: 2n } as const

/**
 * A deficit of 2,000 in WETH-A: alice's 10 WETH went for 1,000 each and the penalty. 3,000 governance tokens lie in the backstop,
 * 1,000 of which one sale offers from 4 each; the insurance pool holds 800 of the keeper's.
 */
async function deploy() {
  const f = await deployAuctions(connection)
  const token = await ethers.deployContract('TestToken', ['Ballast', 'BLST', 18])
  const backstop = await ethers.deployContract('Backstop', [f.house, token, f.bob, f.manager])
  const pool = await ethers.deployContract('InsurancePool', [f.derivative, 'Pool', 'P', f.manager])
  const insurance = await ethers.deployContract('InsurancePool', [
    f.derivative,
    'Insurance',
    'I',
    f.manager,
  ])
  await f.manager.setTargetFunctionRole(insurance, [insurance.draw.fragment.selector], MODULE)
  await f.manager.grantRole(MODULE, backstop, 0)
  await token.mint(backstop, wad(3_000))

  const govern = (...settings: readonly (readonly [parameter: number, value: bigint])[]) =>
    backstop.configure(
      f.derivative,
      settings.map(([parameter, value]) => ({ parameter, value })),
    )
  await govern([P.salePrice, wad(4)], [P.saleSize, wad(1_000)])
  await backstop.setPools(f.derivative, pool, insurance)
  await f.derivative.connect(f.keeper).approve(insurance, MaxUint256)
  await f.derivative.connect(f.keeper).approve(pool, MaxUint256)
  await insurance.connect(f.keeper).deposit(wad(800), f.keeper)
  const spendable = await insurance.spendable()
  return { ...f, token, backstop, pool, insurance, spendable, govern }
}

describe('The backstop', () => {
  let f: Awaited<ReturnType<typeof deploy>>

  beforeEach(async () => {
    f = await networkHelpers.loadFixture(deploy)
  })

  afterEach(() => expectBalancedAuctions(f))

  const HOUR = 3_600
  const deficit = async () => (await f.ledger.stateOf(f.weth.id)).deficit
  const cover = () => f.backstop.connect(f.carol).cover(f.weth.id)

  /** Notes what is lacking, and covers it an hour later. */
  async function coverStanding() {
    await cover()
    await networkHelpers.time.increase(HOUR)
    return cover()
  }

  /** alice's vault is sold at once at 1,100: the lot brings less than her debt. */
  async function lose() {
    await f.setPrice(f.weth, 1_000)
    const lotId = await f.kick()
    await f.passUntil(lotId, 1)
    await f.take(lotId)
    return deficit()
  }

  /** bob's vault goes the same way. */
  async function loseAgain() {
    const before = await deficit()
    await f.setPrice(f.weth, 2_000)
    await f.open(f.bob, f.weth, [10, 12_000])
    await f.setPrice(f.weth, 1_000)
    const lotId = await f.kick(f.weth, f.bob)
    await f.passUntil(lotId, 1)
    await f.take(lotId)
    return (await deficit()) - before
  }

  const insure = () => f.insurance.connect(f.keeper).deposit(wad(20_000), f.keeper)

  /** Fees of a year on the keeper's 300,000. */
  async function earn() {
    await f.relax(f.usdx, [Parameter.stabilityFee, wad(0.01)])
    await networkHelpers.time.increase(YEAR)
    await f.ledger.accrue(f.usdx.id)
    await f.relax(f.usdx, [Parameter.stabilityFee, 0n])
    return f.ledger.surplusOf(f.derivative)
  }

  describe('covers a deficit', () => {
    it('that has stood for an hour from the insurance pool, and offers tokens for the rest', async () => {
      const lost = await lose()
      const note = cover()
      await expect(note)
        .to.emit(f.backstop, 'DeficitNoted')
        .withArgs(f.derivative, 0n, lost, BigInt((await f.now()) + 1))
      await expect(note).to.not.emit(f.backstop, 'SaleStarted')
      expect(await deficit()).to.equal(lost)
      const notedAt = await f.now()
      await networkHelpers.time.setNextBlockTimestamp(notedAt + HOUR - 1)
      await expect(cover()).to.not.emit(f.backstop, 'Covered')
      const rest = lost - f.spendable
      const call = cover()
      await expect(call)
        .to.emit(f.backstop, 'Covered')
        .withArgs(f.weth.id, Source.insurance, f.spendable)
      await expect(call)
        .to.emit(f.backstop, 'SaleStarted')
        .withArgs(f.derivative, 2n, wad(1_000), rest, wad(4))
      expect(await deficit()).to.equal(rest)
      expect(await f.backstop.saleOf(f.derivative)).to.equal(2n)
      expect(await f.backstop.standingOf(f.derivative)).to.deep.equal([
        rest,
        rest,
        BigInt(notedAt + HOUR),
      ])
    })

    it('after the fees of other markets, which anybody charges within the hour', async () => {
      const lost = await lose()
      await f.relax(f.usdx, [Parameter.stabilityFee, wad(0.01)])
      await networkHelpers.time.increase(YEAR)
      expect(await f.ledger.surplusOf(f.derivative)).to.equal(0n)
      await cover()
      await f.ledger.accrue(f.usdx.id)
      await networkHelpers.time.increase(HOUR)
      const call = cover()
      await expect(call).to.emit(f.backstop, 'Covered').withArgs(f.weth.id, Source.surplus, lost)
      await expect(call).to.not.emit(f.insurance, 'Drawn')
    })

    it('of an hour, whoever comes in between, and not what came later', async () => {
      const lost = await lose()
      await cover()
      await networkHelpers.time.increase(HOUR / 2)
      const more = await loseAgain()
      expect(await deficit()).to.equal(lost + more)
      await cover()
      await networkHelpers.time.increase(HOUR / 2)
      await insure()
      await expect(cover())
        .to.emit(f.backstop, 'Covered')
        .withArgs(f.weth.id, Source.insurance, lost)
      expect(await deficit()).to.equal(more)
      await networkHelpers.time.increase(HOUR)
      await expect(cover())
        .to.emit(f.backstop, 'Covered')
        .withArgs(f.weth.id, Source.insurance, more)
    })

    it('that was covered in between and came back only after another hour', async () => {
      const lost = await lose()
      await cover()
      await f.ledger.connect(f.keeper).coverDeficit(f.weth.id, lost)
      await cover()
      await loseAgain()
      await networkHelpers.time.increase(HOUR)
      await expect(cover()).to.not.emit(f.backstop, 'Covered')
      await networkHelpers.time.increase(HOUR)
      await expect(cover()).to.emit(f.backstop, 'Covered')
    })

    it('not on the strength of a note of yesterday', async () => {
      await lose()
      await cover()
      await networkHelpers.time.increase(25 * HOUR)
      await expect(cover()).to.not.emit(f.backstop, 'Covered')
      await networkHelpers.time.increase(24 * HOUR - 9)
      await expect(cover()).to.emit(f.backstop, 'Covered')
    })

    it('from the surplus first, and asks for nothing else where it suffices', async () => {
      const lost = await lose()
      const surplus = await earn()
      expect(surplus).to.be.above(lost)
      const call = cover()
      await expect(call).to.emit(f.backstop, 'Covered').withArgs(f.weth.id, Source.surplus, lost)
      await expect(call).to.not.emit(f.insurance, 'Drawn')
      expect(await deficit()).to.equal(0n)
    })

    it('from what a sale brought before it draws on the insured', async () => {
      const lost = await lose()
      await f.derivative.connect(f.keeper).transfer(f.backstop, lost)
      const call = cover()
      await expect(call).to.emit(f.backstop, 'Covered').withArgs(f.weth.id, Source.proceeds, lost)
      await expect(call).to.not.emit(f.insurance, 'Drawn')
    })

    it('from the sale, once somebody buys', async () => {
      await lose()
      await coverStanding()
      const rest = await deficit()
      await f.take(2n)
      expect(await f.derivative.balanceOf(f.backstop)).to.be.within(rest, rest + 4n)
      await expect(cover())
        .to.emit(f.backstop, 'Covered')
        .withArgs(f.weth.id, Source.proceeds, rest)
      expect(await deficit()).to.equal(0n)
      // What was not needed came back.
      expect(await f.token.balanceOf(f.backstop)).to.equal(wad(3_000) - (rest + 3n) / 4n)
      const [standing, noted] = await f.backstop.standingOf(f.derivative)
      expect([standing, noted]).to.deep.equal([0n, 0n])
    })

    it('again and again without doing anything twice', async () => {
      await expect(cover()).to.not.emit(f.backstop, 'DeficitNoted')
      await lose()
      await coverStanding()
      const call = cover()
      await expect(call).to.not.emit(f.backstop, 'Covered')
      await expect(call).to.not.emit(f.backstop, 'SaleStarted')
      await expect(call).to.not.emit(f.backstop, 'DeficitNoted')
    })

    it('with a new sale when the last one ran out of time', async () => {
      await lose()
      await coverStanding()
      await f.passUntil(2n, 21_601)
      const call = cover()
      await expect(call).to.emit(f.backstop, 'SaleEnded').withArgs(f.derivative, 2n, wad(1_000))
      await expect(call).to.emit(f.backstop, 'SaleStarted')
      expect(await f.backstop.saleOf(f.derivative)).to.equal(3n)
      expect(await f.token.balanceOf(f.backstop)).to.equal(wad(2_000))
    })

    it('and cuts a sale, at its price, when somebody else has covered a part', async () => {
      await lose()
      await coverStanding()
      const rest = await deficit()
      await f.ledger.connect(f.keeper).coverDeficit(f.weth.id, wad(5))
      const { startedAt } = await f.house.lotOf(2n)
      const call = cover()
      await expect(call)
        .to.emit(f.house, 'SaleCut')
        .withArgs(2n, rest, rest - wad(5))
      await expect(call).to.not.emit(f.backstop, 'SaleEnded')
      expect((await f.house.lotOf(2n)).startedAt).to.equal(startedAt)
    })

    it('and ends a sale when somebody else has covered it all', async () => {
      await lose()
      await coverStanding()
      await f.ledger.connect(f.keeper).coverDeficit(f.weth.id, await deficit())
      await expect(f.backstop.cover(f.usdx.id))
        .to.emit(f.backstop, 'SaleEnded')
        .withArgs(f.derivative, 2n, wad(1_000))
      expect(await f.token.balanceOf(f.backstop)).to.equal(wad(3_000))
      expect(await f.house.openLotCount()).to.equal(0n)
    })

    it('and leaves a sale alone whose proceeds have not been put to use', async () => {
      await lose()
      await coverStanding()
      await f.take(2n, wad(10))
      await expect(f.backstop.cover(f.usdx.id)).to.not.emit(f.house, 'SaleCut')
      await expect(cover()).to.not.emit(f.house, 'SaleCut')
    })

    it('as far as it has tokens, price and size', async () => {
      await lose()
      await f.govern([P.saleSize, wad(10_000)])
      await f.backstop.release(f.token, wad(2_000), f.carol)
      await expect(coverStanding()).to.emit(f.backstop, 'SaleStarted')
      expect((await f.house.lotOf(2n)).collateral).to.equal(wad(1_000))
    })

    it('and leaves the rest where nothing is for sale', async () => {
      const lost = await lose()
      await f.govern([P.salePrice, 0n])
      await cover()
      await networkHelpers.time.increase(HOUR)
      await expect(cover()).to.not.emit(f.backstop, 'SaleStarted')
      expect(await deficit()).to.equal(lost - f.spendable)
      await f.backstop.setPools(f.derivative, ZeroAddress, ZeroAddress)
      await cover()
      expect(await deficit()).to.equal(lost - f.spendable)
    })
  })

  describe('distributes surplus', () => {
    it('to the pools and the treasury, and keeps the buffer', async () => {
      const surplus = await earn()
      await f.pool.connect(f.keeper).deposit(wad(100), f.keeper)
      await f.govern(
        [P.surplusBuffer, wad(1_000)],
        [P.poolShare, 5_000n],
        [P.insuranceShare, 2_500n],
      )
      const amount = surplus - wad(1_000)
      const [toPool, toInsurance] = [amount / 2n, amount / 4n]
      const call = f.backstop.connect(f.carol).distribute(f.derivative)
      await expect(call)
        .to.emit(f.backstop, 'SurplusDistributed')
        .withArgs(f.derivative, toPool, toInsurance, amount - toPool - toInsurance)
      await expect(call).to.changeTokenBalances(
        ethers,
        f.derivative,
        [f.pool, f.insurance, f.bob, f.backstop],
        [toPool, toInsurance, amount - toPool - toInsurance, 0n],
      )
      expect(await f.ledger.surplusOf(f.derivative)).to.equal(wad(1_000))
      await expect(f.backstop.distribute(f.derivative)).to.be.revertedWithCustomError(
        f.backstop,
        'BackstopNothingToDo',
      )
    })

    it('to the treasury where a pool takes no yield', async () => {
      const surplus = await earn()
      await f.govern([P.poolShare, 10_000n])
      await expect(f.backstop.distribute(f.derivative))
        .to.emit(f.backstop, 'SurplusDistributed')
        .withArgs(f.derivative, 0n, 0n, surplus)
    })

    it('only above what deficits will need', async () => {
      const surplus = await earn()
      await lose()
      // Bad debt took its part of the surplus at once.
      expect(await deficit()).to.equal(0n)
      const left = await f.ledger.surplusOf(f.derivative)
      expect(left).to.be.below(surplus)
      await f.govern([P.surplusBuffer, left])
      await expect(f.backstop.distribute(f.derivative)).to.be.revertedWithCustomError(
        f.backstop,
        'BackstopNothingToDo',
      )
    })
  })

  it('distributes nothing that open lots may lose', async () => {
    const surplus = await earn()
    await f.setPrice(f.weth, 1_000)
    await f.kick()
    expect(await f.ledger.inAuctionOf(f.derivative)).to.be.above(surplus)
    await expect(f.backstop.distribute(f.derivative)).to.be.revertedWithCustomError(
      f.backstop,
      'BackstopNothingToDo',
    )
  })

  describe('is governed', () => {
    it('within bounds, in order, with old and new values', async () => {
      await expect(f.govern([P.saleSize, wad(5)]))
        .to.emit(f.backstop, 'BackstopParameterSet')
        .withArgs(f.derivative, P.saleSize, wad(1_000), wad(5))
      expect(await f.backstop.storedParameter(f.derivative, P.saleSize)).to.equal(wad(5))
      const most = [2n ** 120n, 10_000n, 10_000n, 2n ** 120n, 2n ** 100n]
      for (const [parameter, max] of most.entries()) {
        await expect(f.govern([parameter, max + 1n]))
          .to.be.revertedWithCustomError(f.backstop, 'BackstopOutOfBounds')
          .withArgs(parameter, max + 1n, 0n, max)
      }
      await expect(f.govern()).to.be.revertedWithCustomError(f.backstop, 'BackstopEmptyTuple')
      await expect(f.govern([P.saleSize, 1n], [P.saleSize, 1n]))
        .to.be.revertedWithCustomError(f.backstop, 'BackstopUnorderedTuple')
        .withArgs(P.saleSize, P.saleSize)
      await expect(f.govern([P.poolShare, 5_000n], [P.insuranceShare, 5_001n]))
        .to.be.revertedWithCustomError(f.backstop, 'BackstopSharesTooLarge')
        .withArgs(5_000n, 5_001n)
      await f.govern([P.poolShare, 5_000n], [P.insuranceShare, 5_000n])
    })

    it('with pools of the derivative only', async () => {
      const other = await ethers.deployContract('InsurancePool', [
        f.weth.token,
        'O',
        'O',
        f.manager,
      ])
      await expect(f.backstop.setPools(f.derivative, other, ZeroAddress))
        .to.be.revertedWithCustomError(f.backstop, 'BackstopWrongAsset')
        .withArgs(other, f.weth.token)
      expect(await f.backstop.poolsOf(f.derivative)).to.deep.equal([
        await f.pool.getAddress(),
        await f.insurance.getAddress(),
      ])
    })

    it('by who holds the capability', async () => {
      const as = f.backstop.connect(f.bob)
      for (const call of [
        () => as.configure(f.derivative, []),
        () => as.setPools(f.derivative, ZeroAddress, ZeroAddress),
        () => as.release(f.token, 1n, f.bob),
      ]) {
        await expect(call()).to.be.revertedWithCustomError(f.backstop, 'AccessManagedUnauthorized')
      }
      await expect(f.backstop.release(f.token, 1n, ZeroAddress)).to.be.revertedWithCustomError(
        f.backstop,
        'BackstopZeroReceiver',
      )
    })
  })
})
