import { expect } from 'chai'
import fc from 'fast-check'
import { network } from 'hardhat'

const { ethers, networkHelpers } = await network.create()
const { time } = networkHelpers

const WINDOW = 1_800
const LIQUIDITY = 10n ** 12n
const MAX_TICK = 443_636
const ONE = 2n ** 128n

/** What the pool adds to its second sum in a window of constant liquidity. */
const perLiquidity = (liquidity: bigint) => (BigInt(WINDOW) * ONE) / liquidity

async function poolOf(decimals0: number, decimals1: number) {
  const tokens = [
    await ethers.deployContract('TestToken', ['A', 'A', decimals0]),
    await ethers.deployContract('TestToken', ['B', 'B', decimals1]),
  ] as const
  const pool = await ethers.deployContract('TestPool', [...tokens])
  const source = (token: 0 | 1, window = WINDOW, liquidity = LIQUIDITY, blockTime = 12) =>
    ethers.deployContract('TwapSource', [pool, tokens[token], window, liquidity, blockTime])
  const set = (tick: number | bigint, liquidity = LIQUIDITY) =>
    pool.set([0n, BigInt(tick) * BigInt(WINDOW)], [0n, perLiquidity(liquidity)])
  return { tokens, pool, source, set }
}

async function pair(decimals0: number, decimals1: number) {
  const made = await poolOf(decimals0, decimals1)
  return { ...made, ofFirst: await made.source(0), ofSecond: await made.source(1) }
}

/** 1.0001^tick times the scale, with 60 digits more than a power of a double would have. */
function exactPrice(tick: bigint, scale: bigint): bigint {
  const digits = 2n ** 400n
  let power = digits
  let factor = (digits * 10_001n) / 10_000n
  for (let rest = tick < 0n ? -tick : tick; rest > 0n; rest /= 2n) {
    if (rest % 2n === 1n) power = (power * factor) / digits
    factor = (factor * factor) / digits
  }
  return tick < 0n ? (scale * digits) / power : (scale * power) / digits
}

const isClose = (price: bigint, exact: bigint): boolean => {
  const distance = price > exact ? price - exact : exact - price
  return distance <= 1n + exact / 2n ** 59n
}

describe('TwapSource', () => {
  const wethUsdc = () => pair(18, 6)

  it('prices either token in whole tokens of the other', async () => {
    const { set, ofFirst, ofSecond } = await networkHelpers.loadFixture(wethUsdc)
    // 1.0001^-200,311 tokens of 1e-6 per wei is about 2,000 dollars for an ether.
    await set(-200_311)
    const [price, updatedAt] = await ofFirst.latestPrice()
    expect(price / 10n ** 15n).to.equal(exactPrice(-200_311n, 10n ** 30n) / 10n ** 15n)
    expect(Number(price) / 1e18).to.be.within(1_990, 2_010)
    expect(updatedAt).to.equal(BigInt(await time.latest()))
    const [inverse] = await ofSecond.latestPrice()
    expect(Number(inverse) / 1e18).to.be.within(1 / 2_010, 1 / 1_990)
  })

  it('is exact to 2^-59 at every tick it takes, with any decimals', async () => {
    const pools = [await pair(18, 6), await pair(0, 24), await pair(24, 0), await pair(18, 18)]
    const scales = [30n, -6n, 42n, 18n]
    const tick = fc.oneof(
      fc.constantFrom(-MAX_TICK, -1, 0, 1, MAX_TICK),
      fc.integer({ min: -MAX_TICK, max: MAX_TICK }),
      fc.integer({ min: 0, max: 18 }).map((bit) => 2 ** bit),
    )
    await fc.assert(
      fc.asyncProperty(tick, fc.nat({ max: 3 }), async (at, place) => {
        const { set, ofFirst, ofSecond } = pools[place]!
        await set(at)
        const exponent = scales[place]!
        const scaled = (power: bigint, of: bigint) =>
          of < 0n ? exactPrice(power, 1n) / 10n ** -of : exactPrice(power, 10n ** of)
        const [[first], [second]] = [await ofFirst.latestPrice(), await ofSecond.latestPrice()]
        expect(isClose(first, scaled(BigInt(at), exponent)), `first at ${at}`).to.equal(true)
        expect(isClose(second, scaled(BigInt(-at), 36n - exponent)), `second at ${at}`).to.equal(
          true,
        )
      }),
      { numRuns: 150 },
    )
  })

  it('has no price beyond the ticks whose power keeps its digits', async () => {
    const { set, ofFirst, ofSecond } = await networkHelpers.loadFixture(wethUsdc)
    for (const tick of [MAX_TICK + 1, -MAX_TICK - 1, 887_272, -887_272]) {
      await set(tick)
      expect((await ofFirst.latestPrice())[0], `${tick}`).to.equal(0n)
      expect((await ofSecond.latestPrice())[0], `${tick}`).to.equal(0n)
    }
  })

  it('rounds a mean between two ticks so that the price is the lower one, for either token', async () => {
    const { pool, set, ofFirst, ofSecond } = await networkHelpers.loadFixture(wethUsdc)
    for (const sum of [1n, BigInt(WINDOW) - 1n]) {
      for (const from of [-3, 0, 7]) {
        await set(from)
        const [lower] = await ofFirst.latestPrice()
        await set(from + 1)
        const [inverseLower] = await ofSecond.latestPrice()
        await pool.set([0n, BigInt(from * WINDOW) + sum], [0n, perLiquidity(LIQUIDITY)])
        expect((await ofFirst.latestPrice())[0]).to.equal(lower)
        expect((await ofSecond.latestPrice())[0]).to.equal(inverseLower)
      }
    }
  })

  it('reads sums that have wrapped', async () => {
    const { pool, set, ofFirst } = await networkHelpers.loadFixture(wethUsdc)
    await set(1_000)
    const [price] = await ofFirst.latestPrice()
    const end = 2n ** 55n - 1n
    const wrapped = end + BigInt(1_000 * WINDOW) - 2n ** 56n
    const liquidity = perLiquidity(LIQUIDITY)
    await pool.set([end, wrapped], [2n ** 160n - 1n, liquidity - 1n])
    expect((await ofFirst.latestPrice())[0]).to.equal(price)
  })

  it('has no price while the mean liquidity is too low', async () => {
    const { set, ofFirst } = await networkHelpers.loadFixture(wethUsdc)
    await set(1_000, LIQUIDITY - 1n)
    expect(await ofFirst.latestPrice()).to.deep.equal([0n, BigInt(await time.latest())])
    await set(1_000, LIQUIDITY)
    expect((await ofFirst.latestPrice())[0]).not.to.equal(0n)
  })

  it('says what it reads', async () => {
    const { tokens, pool, ofSecond } = await networkHelpers.loadFixture(wethUsdc)
    expect([
      await ofSecond.POOL(),
      await ofSecond.BASE(),
      await ofSecond.WINDOW(),
      await ofSecond.MIN_LIQUIDITY(),
    ]).to.deep.equal([
      await pool.getAddress(),
      await tokens[1].getAddress(),
      BigInt(WINDOW),
      LIQUIDITY,
    ])
  })

  it('takes windows from a quarter of an hour to a day', async () => {
    const { source, ofFirst } = await networkHelpers.loadFixture(wethUsdc)
    for (const window of [900, 86_400]) await source(0, window)
    for (const window of [0, 899, 86_401])
      await expect(source(0, window))
        .to.be.revertedWithCustomError(ofFirst, 'TwapSourceBadWindow')
        .withArgs(window, 900, 86_400)
  })

  it('refuses a pool that dust swaps could make forget the window', async () => {
    const { pool, source, ofFirst } = await networkHelpers.loadFixture(wethUsdc)
    // A window of 1,800 seconds and blocks of 12: 150 of them and the one before.
    await pool.setPlaces(151)
    await source(0)
    await pool.setPlaces(150)
    await expect(source(0))
      .to.be.revertedWithCustomError(ofFirst, 'TwapSourceForgetful')
      .withArgs(150n, 151n)
    await pool.setPlaces(1_800)
    for (const blockTime of [0, 1]) {
      await expect(source(0, WINDOW, LIQUIDITY, blockTime))
        .to.be.revertedWithCustomError(ofFirst, 'TwapSourceForgetful')
        .withArgs(1_800n, 1_801n)
    }
  })

  it('refuses a token that the pool does not have, no minimum of liquidity, and too many decimals', async () => {
    const { pool, source, ofFirst } = await networkHelpers.loadFixture(wethUsdc)
    const stranger = ethers.toBeHex(0xdead, 20)
    await expect(ethers.deployContract('TwapSource', [pool, stranger, WINDOW, LIQUIDITY, 12]))
      .to.be.revertedWithCustomError(ofFirst, 'TwapSourceNotInPool')
      .withArgs(ethers.getAddress(stranger))
    await expect(source(0, WINDOW, 0n)).to.be.revertedWithCustomError(
      ofFirst,
      'TwapSourceNoMinimum',
    )
    for (const [first, second] of [
      [25, 18],
      [18, 25],
    ] as const) {
      const large = await poolOf(first, second)
      await expect(large.source(0))
        .to.be.revertedWithCustomError(ofFirst, 'TwapSourceBadDecimals')
        .withArgs(25, 24)
    }
  })
})
