import { expect } from 'chai'
import { ContractFactory, type InterfaceAbi } from 'ethers'
import { network } from 'hardhat'
import { deployHub, LIMITS, NO_RATE, readingOf } from '../contracts/oracle/hubFixture.ts'
import { thirdParty } from '../support/thirdParty.ts'

const connection = await network.create()
const { ethers, networkHelpers } = connection
const { time } = networkHelpers

const WINDOW = 1_800
const FEE = 3_000
const LIQUIDITY = 10n ** 18n
/** The outermost tick of a pool with this fee. */
const WIDEST = 887_220

interface Artifact {
  readonly abi: InterfaceAbi
  readonly bytecode: string
}

/** The square root of a price in smallest units, as the pool keeps it. */
const sqrtPriceOf = (price: number): bigint =>
  BigInt(Math.round(Math.sqrt(price) * 2 ** 60)) * 2n ** 36n

/** Uniswap's own factory and pool of two tokens with 18 decimals, at 2,000 of the second for one of the first. */
async function deployPool() {
  const theirs = await thirdParty()
  const artifact = (name: string): Artifact =>
    theirs(`@uniswap/v3-core/artifacts/contracts/${name}.sol/${name}.json`)
  const [owner] = await ethers.getSigners()
  const { abi, bytecode } = artifact('UniswapV3Factory')
  const made = await new ContractFactory(abi, bytecode, owner).deploy()
  const factory = await ethers.getContractAt([...made.interface.fragments], await made.getAddress())
  const tokens = [
    await ethers.deployContract('TestToken', ['A', 'A', 18]),
    await ethers.deployContract('TestToken', ['B', 'B', 18]),
  ]
  const addresses = await Promise.all(tokens.map((token) => token.getAddress()))
  await factory.getFunction('createPool')(...addresses, FEE)
  const pool = new ethers.Contract(
    await factory.getFunction('getPool')(...addresses, FEE),
    artifact('UniswapV3Pool').abi,
    owner,
  )
  const at = await pool.getAddress()
  const base: string = await pool.getFunction('token0')()
  await pool.getFunction('initialize')(sqrtPriceOf(2_000))
  await pool.getFunction('increaseObservationCardinalityNext')(151)
  const trader = await ethers.deployContract('PoolTrader')
  for (const token of tokens) await token.mint(trader, 10n ** 30n)
  await trader.provide(at, -WIDEST, WIDEST, LIQUIDITY)
  const source = await ethers.deployContract('TwapSource', [
    ...[at, base, WINDOW, LIQUIDITY / 2n, 12],
  ])
  const { hub } = await deployHub(connection)
  const key = ethers.id('A/B')
  await hub.createFeed(key, [source], { ...LIMITS, minSources: 1n }, NO_RATE)
  return { pool, at, trader, source, hub, key }
}

const deploy = () => networkHelpers.loadFixture(deployPool)

async function priceOf({ source }: Awaited<ReturnType<typeof deployPool>>): Promise<number> {
  const [priceWad] = await source.latestPrice()
  return Number(priceWad) / 1e18
}

describe("TwapSource behind Uniswap's own factory and pool", function () {
  this.timeout(180_000)

  it('has no price until the pool remembers the whole window, and the hub says so without reverting', async () => {
    const { source, hub, key } = await deploy()
    await expect(source.latestPrice()).to.be.revertedWith('OLD')
    expect((await readingOf(hub, key)).statuses).to.deep.equal(['INVALID'])
  })

  it('answers the price of a quiet pool, at most a hundredth of a percent low', async () => {
    const made = await deploy()
    await time.increase(WINDOW)
    const price = await priceOf(made)
    expect(price <= 2_000 && price > 2_000 * (1 - 1e-4), `${price}`).to.equal(true)
    expect((await readingOf(made.hub, made.key)).state).to.equal('OK')
  })

  it('does not see a trade in its own block, and a trade of twelve seconds by a 150th', async () => {
    const made = await deploy()
    const { trader, at } = made
    await time.increase(WINDOW)
    const before = await priceOf(made)
    await trader.moveTo(at, sqrtPriceOf(200), true)
    expect(await priceOf(made)).to.equal(before)
    await time.increase(12)
    const moved = await priceOf(made)
    const expected = 2_000 * 0.1 ** (12 / WINDOW)
    expect(Math.abs(moved / expected - 1) < 2e-4, `${moved} beside ${expected}`).to.equal(true)
  })

  it('arrives at a new price after the whole window, upwards and downwards', async () => {
    const made = await deploy()
    const { trader, at } = made
    await time.increase(WINDOW)
    for (const [price, down] of [
      [4_000, false],
      [500, true],
    ] as const) {
      await trader.moveTo(at, sqrtPriceOf(price), down)
      await time.increase(WINDOW)
      const seen = await priceOf(made)
      expect(seen <= price * (1 + 1e-9) && seen > price * (1 - 2e-4), `${seen}`).to.equal(true)
    }
  })

  it('computes what the sums of the pool say, over a window with several trades', async () => {
    const made = await deploy()
    const { trader, at, pool } = made
    await time.increase(WINDOW)
    for (const [price, down] of [
      [2_500, false],
      [1_800, true],
      [2_100, false],
    ] as const) {
      await trader.moveTo(at, sqrtPriceOf(price), down)
      await time.increase(400)
    }
    const [[from, to]] = await pool.getFunction('observe')([WINDOW, 0])
    const mean = Math.floor(Number(to - from) / WINDOW)
    expect(Math.abs((await priceOf(made)) / 1.0001 ** mean - 1) < 1e-9).to.equal(true)
  })

  it('has no price while the pool is thin, and has one again when it has been deep long enough', async () => {
    const made = await deploy()
    const { trader, at, source } = made
    await time.increase(WINDOW)
    await trader.withdraw(at, -WIDEST, WIDEST, (LIQUIDITY * 9n) / 10n)
    await time.increase(WINDOW)
    expect((await source.latestPrice())[0]).to.equal(0n)
    await trader.provide(at, -WIDEST, WIDEST, LIQUIDITY)
    await time.increase(WINDOW / 2)
    // In the harmonic mean half an hour of a tenth and of eleven tenths is less than a fifth.
    expect((await source.latestPrice())[0]).to.equal(0n)
    await time.increase(WINDOW)
    expect((await source.latestPrice())[0]).not.to.equal(0n)
  })

  it('answers within the gas that a source gets, with as many observations as the window has blocks', async () => {
    const made = await deploy()
    const { trader, at, source } = made
    for (let trade = 0; trade < 60; trade += 1) {
      await trader.moveTo(at, sqrtPriceOf(2_001 + trade), false)
      await time.increase(60)
    }
    const gas = (await source.latestPrice.estimateGas()) - 21_000n
    expect(gas < 100_000n, `${gas}`).to.equal(true)
  })
})
