import { expect } from 'chai'
import type { Addressable, AddressLike } from 'ethers'
import { network } from 'hardhat'
import { deployHub, LIMITS, NO_RATE, readingOf } from './hubFixture.ts'

const connection = await network.create()
const { ethers, networkHelpers } = connection

const WAD = 10n ** 18n
const FEED = ethers.id('WETH/bUSD')
/** 64 bytes that would be a good answer; the hostile ones are a little shorter or longer. */
const goodAnswer = (updatedAt: number): string =>
  ethers.AbiCoder.defaultAbiCoder().encode(
    ['uint256', 'uint256'],
    [2_000n * WAD + WAD / 2n, updatedAt],
  )

async function deployHonestPair() {
  const { hub } = await deployHub(connection)
  const now = await networkHelpers.time.latest()
  const lower = await ethers.deployContract('FixedSource', [2_000n * WAD, now])
  const upper = await ethers.deployContract('FixedSource', [2_001n * WAD, now])
  return { hub, now, lower, upper }
}

const fixed = (price: bigint, updatedAt: number): Promise<Addressable> =>
  ethers.deployContract('FixedSource', [price, updatedAt])
const garbage = (answer: string): Promise<Addressable> =>
  ethers.deployContract('GarbageSource', [answer])
const bytes = (count: number) => (now: number) =>
  garbage(ethers.dataSlice(`${goodAnswer(now)}${'00'.repeat(64)}`, 0, count))

/** What the third of three sources may be: with an honest one in its place the feed reads 2,000, 2,000.5, 2,001. */
const thirds: Record<string, { make: (now: number) => Promise<AddressLike>; status: string }> = {
  'an honest answer': { make: (now) => fixed(2_000n * WAD + WAD / 2n, now), status: 'USED' },
  'an honest answer as raw bytes': { make: bytes(64), status: 'USED' },
  'a price of 0': { make: (now) => fixed(0n, now), status: 'INVALID' },
  'a price of 1': { make: (now) => fixed(1n, now), status: 'OUTLIER' },
  'the largest price': { make: (now) => fixed(2n ** 128n - 1n, now), status: 'OUTLIER' },
  'a price of 2^255 - 1': { make: (now) => fixed(2n ** 255n - 1n, now), status: 'INVALID' },
  'a price of 2^256 - 1': { make: (now) => fixed(2n ** 256n - 1n, now), status: 'INVALID' },
  'an update time of 0': { make: () => fixed(2_000n * WAD, 0), status: 'INVALID' },
  'an update time in the future': {
    make: (now) => fixed(2_000n * WAD, now + 10_000),
    status: 'INVALID',
  },
  'a revert': { make: () => ethers.deployContract('RevertingSource'), status: 'INVALID' },
  'all gas burnt': { make: () => ethers.deployContract('GasBurningSource'), status: 'INVALID' },
  'no bytes': { make: bytes(0), status: 'INVALID' },
  '31 bytes': { make: bytes(31), status: 'INVALID' },
  '32 bytes': { make: bytes(32), status: 'INVALID' },
  '63 bytes': { make: bytes(63), status: 'INVALID' },
  '65 bytes': { make: bytes(65), status: 'INVALID' },
  '96 bytes': { make: bytes(96), status: 'INVALID' },
  'an address without code': { make: async () => ethers.toBeHex(0xdead, 20), status: 'INVALID' },
  'a contract without the function': {
    make: () => ethers.deployContract('TestFeed', [8, '']),
    status: 'INVALID',
  },
  'a return bomb': {
    make: () => ethers.deployContract('ReturnBombSource', [250_000, false]),
    status: 'INVALID',
  },
  'a revert bomb': {
    make: () => ethers.deployContract('ReturnBombSource', [250_000, true]),
    status: 'INVALID',
  },
}

describe('OracleHub with one bad source of three', () => {
  for (const [what, { make, status }] of Object.entries(thirds)) {
    for (const place of [0, 1, 2]) {
      it(`reads the same price with ${what} in place ${place}`, async () => {
        const { hub, now, lower, upper } = await networkHelpers.loadFixture(deployHonestPair)
        const sources: AddressLike[] = [lower, upper]
        await hub.createFeed(FEED, sources.toSpliced(place, 0, await make(now)), LIMITS, NO_RATE)
        expect(await readingOf(hub, FEED)).to.deep.equal({
          low: 2_000n * WAD,
          mid: 2_000n * WAD + WAD / 2n,
          high: 2_001n * WAD,
          state: 'OK',
          statuses: ['USED', 'USED'].toSpliced(place, 0, status),
        })
      })
    }
  }

  it('says what a source answered, even if it does not count', async () => {
    const { hub, now, lower, upper } = await networkHelpers.loadFixture(deployHonestPair)
    const absurd = await fixed(2n ** 256n - 1n, now - 5)
    const sources: AddressLike[] = [absurd, lower, upper, await bytes(65)(now)]
    await hub.createFeed(FEED, sources, LIMITS, NO_RATE)
    const { readings } = await hub.inspect(FEED)
    expect(
      readings.map(({ source, priceWad, updatedAt }) => [source, priceWad, updatedAt]),
    ).to.deep.equal([
      [await absurd.getAddress(), 2n ** 256n - 1n, BigInt(now - 5)],
      [await lower.getAddress(), 2_000n * WAD, BigInt(now)],
      [await upper.getAddress(), 2_001n * WAD, BigInt(now)],
      [await ethers.resolveAddress(sources[3]!), 0n, 0n],
    ])
  })

  it('pays for no byte of a bomb beyond the gas that the source had', async () => {
    const { hub, lower, upper } = await networkHelpers.loadFixture(deployHonestPair)
    const [burnt, bombed] = [ethers.id('burnt'), ethers.id('bombed')]
    const bomb = await ethers.deployContract('ReturnBombSource', [250_000, false])
    await hub.createFeed(
      burnt,
      [lower, upper, await ethers.deployContract('GasBurningSource')],
      LIMITS,
      NO_RATE,
    )
    await hub.createFeed(bombed, [lower, upper, bomb], LIMITS, NO_RATE)
    const enough = await leastGas((gasLimit) => hub.peek(burnt, { gasLimit }))
    expect((await hub.peek(bombed, { gasLimit: enough })).state).to.equal(0n)
  })

  /** The smallest gas limit with which the call succeeds. */
  async function leastGas(call: (gasLimit: bigint) => Promise<unknown>): Promise<bigint> {
    let [tooLittle, enough] = [23_000n, 5_000_000n]
    while (enough - tooLittle > 1n) {
      const middle = (tooLittle + enough) / 2n
      const succeeds = await call(middle).then(
        () => true,
        () => false,
      )
      if (succeeds) enough = middle
      else tooLittle = middle
    }
    return enough
  }
})

describe('OracleHub and the gas of its caller', () => {
  /** Sources that answer something else with less gas, catch their own failure, or fail. */
  async function deploySensitiveFeed() {
    const { hub } = await deployHub(connection)
    const sources = [
      await ethers.deployContract('GasMeterSource'),
      await ethers.deployContract('FallbackSource', [199_000n, 198_500n, 150_000n]),
      await ethers.deployContract('GasBurningSource'),
      await ethers.deployContract('FallbackSource', [199_500n, 1n, 190_000n]),
      await ethers.deployContract('GasMeterSource'),
    ]
    await hub.createFeed(FEED, sources, LIMITS, NO_RATE)
    return { hub }
  }

  it('gives each source its whole allowance', async () => {
    const { hub } = await networkHelpers.loadFixture(deploySensitiveFeed)
    const { readings, price } = await hub.inspect(FEED)
    const [first, second, third, fourth, fifth] = readings.map(({ priceWad }) => priceWad)
    // The meter starts some instructions after the call did.
    expect(first! > 199_500n && first! < 200_000n, `${first}`).to.equal(true)
    expect([second, third, fourth, fifth]).to.deep.equal([199_000n, 0n, 199_500n, first])
    expect(price.state).to.equal(0n)
  })

  it('answers alike with every amount of gas, or reverts', async () => {
    const { hub } = await networkHelpers.loadFixture(deploySensitiveFeed)
    const expected = [...(await hub.peek(FEED))]
    const { reverts, answers } = await sweep(hub, expected)
    expect(answers, 'calls that answered').to.be.greaterThan(50)
    expect(reverts.get('OracleHubInsufficientGas') ?? 0, 'calls refused').to.be.greaterThan(50)
  })

  it('says how much gas it had and how much it needs', async () => {
    const { hub } = await networkHelpers.loadFixture(deploySensitiveFeed)
    await expect(hub.peek(FEED, { gasLimit: 150_000n }))
      .to.be.revertedWithCustomError(hub, 'OracleHubInsufficientGas')
      .withArgs(
        (available: bigint) => available < 150_000n,
        200_000n + 200_000n / 63n + 1n + 10_000n,
      )
  })

  type Hub = Awaited<ReturnType<typeof deploySensitiveFeed>>['hub']

  /** Peeks with 23,000 to 1,100,000 gas, finely from where the first source can be asked to where the last has been. */
  async function sweep(hub: Hub, expected: readonly bigint[]) {
    const reverts = new Map<string, number>()
    let answers = 0
    for (const gasLimit of gasLimits()) {
      try {
        expect([...(await hub.peek(FEED, { gasLimit }))], `with ${gasLimit} gas`).to.deep.equal(
          expected,
        )
        answers += 1
      } catch (error) {
        const name = revertName(hub, error)
        if (name === undefined) throw error
        reverts.set(name, (reverts.get(name) ?? 0) + 1)
      }
    }
    return { reverts, answers }
  }

  function* gasLimits(): Generator<bigint> {
    for (let gas = 23_000n; gas < 230_000n; gas += 19_997n) yield gas
    for (let gas = 230_000n; gas < 1_100_000n; gas += 1_499n) yield gas
  }

  /** The custom error's name, `out of gas`, or nothing for a failure that is not the chain's. */
  function revertName(hub: Hub, error: unknown): string | undefined {
    if (!(error instanceof Error)) return undefined
    if (/out of gas/i.test(error.message)) return 'out of gas'
    return /OracleHubInsufficientGas/.test(error.message)
      ? hub.interface.getError('OracleHubInsufficientGas')?.name
      : undefined
  }
})
