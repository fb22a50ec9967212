import { expect } from 'chai'
import { network } from 'hardhat'
import { DAY, deployHub, LIMITS, NO_RATE } from './hubFixture.ts'

const connection = await network.create()
const { ethers, networkHelpers } = connection

const FEED = ethers.id('WETH/bUSD')
const UNKNOWN = ethers.id('unknown')
const ZERO = ethers.ZeroAddress

/** Listing and forcing sources calls none of them, so any addresses do. */
const addresses = (count: number): string[] =>
  Array.from({ length: count }, (_, place) => ethers.toBeHex(place + 1, 20))

async function deployHubWithFeed() {
  const fixture = await deployHub(connection)
  await fixture.hub.createFeed(FEED, addresses(3), LIMITS, NO_RATE)
  return fixture
}

const deploy = () => networkHelpers.loadFixture(deployEmptyHub)
const deployWithFeed = () => networkHelpers.loadFixture(deployHubWithFeed)
const deployEmptyHub = () => deployHub(connection)

describe('OracleHub: listing a feed', () => {
  it('stores sources and limits and lists feeds in order', async () => {
    const { hub } = await deploy()
    await hub.createFeed(FEED, addresses(3), LIMITS, NO_RATE)
    await hub.createFeed(UNKNOWN, addresses(1), { ...LIMITS, minSources: 1n }, NO_RATE)
    expect(await hub.feeds()).to.deep.equal([FEED, UNKNOWN])
    expect(await hub.sourcesOf(FEED)).to.deep.equal(addresses(3))
    expect(await hub.limitsOf(FEED)).to.deep.equal(Object.values(LIMITS))
  })

  it('emits an event for each with nothing as the old value', async () => {
    const { hub } = await deploy()
    await expect(hub.createFeed(FEED, addresses(3), LIMITS, NO_RATE))
      .to.emit(hub, 'SourcesSet')
      .withArgs(FEED, [], addresses(3))
      .and.to.emit(hub, 'MaxAgeSet')
      .withArgs(FEED, 0n, DAY)
      .and.to.emit(hub, 'MaxDeviationSet')
      .withArgs(FEED, 0n, 100n)
      .and.to.emit(hub, 'MinSourcesSet')
      .withArgs(FEED, 0n, 2n)
      .and.to.emit(hub, 'MaxJumpSet')
      .withArgs(FEED, 0n, 2_500n)
      .and.to.emit(hub, 'MaxSwitchDeviationSet')
      .withArgs(FEED, 0n, 300n)
  })

  it('refuses a feed that exists', async () => {
    const { hub } = await deployWithFeed()
    await expect(hub.createFeed(FEED, addresses(3), LIMITS, NO_RATE))
      .to.be.revertedWithCustomError(hub, 'OracleHubFeedExists')
      .withArgs(FEED)
  })

  it('accepts limits at both ends of their bounds', async () => {
    const { hub } = await deploy()
    const lowest = {
      maxAge: 60n,
      maxDeviationBps: 25n,
      minSources: 1n,
      maxJumpBps: 200n,
      maxSwitchDeviationBps: 0n,
    }
    const highest = {
      maxAge: 172_800n,
      maxDeviationBps: 1_000n,
      minSources: 5n,
      maxJumpBps: 5_000n,
      maxSwitchDeviationBps: 1_000n,
    }
    await hub.createFeed(FEED, addresses(5), lowest, NO_RATE)
    await hub.createFeed(UNKNOWN, addresses(5), highest, NO_RATE)
    expect(await hub.limitsOf(FEED)).to.deep.equal(Object.values(lowest))
    expect(await hub.limitsOf(UNKNOWN)).to.deep.equal(Object.values(highest))
  })

  const badLimits = [
    { limit: 'maxAge', limits: { ...LIMITS, maxAge: 59n }, args: [59n, 60n, 172_800n] },
    { limit: 'maxAge', limits: { ...LIMITS, maxAge: 172_801n }, args: [172_801n, 60n, 172_800n] },
    {
      limit: 'maxDeviation',
      limits: { ...LIMITS, maxDeviationBps: 24n },
      args: [24n, 25n, 1_000n],
    },
    {
      limit: 'maxDeviation',
      limits: { ...LIMITS, maxDeviationBps: 1_001n },
      args: [1_001n, 25n, 1_000n],
    },
    { limit: 'minSources', limits: { ...LIMITS, minSources: 0n }, args: [0n, 1n, 3n] },
    { limit: 'minSources', limits: { ...LIMITS, minSources: 4n }, args: [4n, 1n, 3n] },
    { limit: 'maxJump', limits: { ...LIMITS, maxJumpBps: 199n }, args: [199n, 200n, 5_000n] },
    { limit: 'maxJump', limits: { ...LIMITS, maxJumpBps: 5_001n }, args: [5_001n, 200n, 5_000n] },
    {
      limit: 'maxSwitchDeviation',
      limits: { ...LIMITS, maxSwitchDeviationBps: 1_001n },
      args: [1_001n, 0n, 1_000n],
    },
  ]
  for (const { limit, limits, args } of badLimits) {
    it(`refuses a ${limit} of ${args[0]} and lists nothing`, async () => {
      const { hub } = await deploy()
      await expect(hub.createFeed(FEED, addresses(3), limits, NO_RATE))
        .to.be.revertedWithCustomError(hub, 'OracleHubOutOfBounds')
        .withArgs(limit, ...args)
      expect(await hub.feeds()).to.deep.equal([])
    })
  }
})

describe('OracleHub: sources', () => {
  it('replaces them, by fewer and by more, and says what they were', async () => {
    const { hub } = await deployWithFeed()
    await expect(hub.forceSources(FEED, addresses(2)))
      .to.emit(hub, 'SourcesSet')
      .withArgs(FEED, addresses(3), addresses(2))
    await expect(hub.forceSources(FEED, addresses(5)))
      .to.emit(hub, 'SourcesSet')
      .withArgs(FEED, addresses(2), addresses(5))
    expect(await hub.sourcesOf(FEED)).to.deep.equal(addresses(5))
    expect(await hub.limitsOf(FEED)).to.deep.equal(Object.values(LIMITS))
  })

  const [first, second] = addresses(2) as [string, string]
  const badSources = [
    { what: 'no source', sources: [] },
    { what: 'six sources', sources: addresses(6) },
    { what: 'the zero address first', sources: [ZERO, first, second] },
    { what: 'the zero address last', sources: [first, second, ZERO] },
    { what: 'a duplicate', sources: [first, second, first] },
    { what: 'a pair of one source', sources: [first, first] },
  ]
  for (const { what, sources } of badSources) {
    it(`refuses ${what}, for a new feed and an old one, forced or not`, async () => {
      const { hub } = await deployWithFeed()
      for (const replace of [hub.setSources, hub.forceSources]) {
        await expect(replace(FEED, sources))
          .to.be.revertedWithCustomError(hub, 'OracleHubBadSources')
          .withArgs(sources.length)
      }
      await expect(hub.createFeed(UNKNOWN, sources, LIMITS, NO_RATE))
        .to.be.revertedWithCustomError(hub, 'OracleHubBadSources')
        .withArgs(sources.length)
    })
  }

  it('refuses fewer sources than must agree, and accepts as many', async () => {
    const { hub } = await deployWithFeed()
    await expect(hub.forceSources(FEED, addresses(1)))
      .to.be.revertedWithCustomError(hub, 'OracleHubBadSources')
      .withArgs(1)
    await hub.forceSources(FEED, addresses(2))
    expect(await hub.sourcesOf(FEED)).to.deep.equal(addresses(2))
  })
})

const setters = [
  { name: 'setMaxAge', event: 'MaxAgeSet', limit: 'maxAge', place: 0, min: 60n, max: 172_800n },
  {
    name: 'setMaxDeviation',
    event: 'MaxDeviationSet',
    limit: 'maxDeviation',
    place: 1,
    min: 25n,
    max: 1_000n,
  },
  {
    name: 'setMinSources',
    event: 'MinSourcesSet',
    limit: 'minSources',
    place: 2,
    min: 1n,
    max: 3n,
  },
  { name: 'setMaxJump', event: 'MaxJumpSet', limit: 'maxJump', place: 3, min: 200n, max: 5_000n },
  {
    name: 'setMaxSwitchDeviation',
    event: 'MaxSwitchDeviationSet',
    limit: 'maxSwitchDeviation',
    place: 4,
    min: 0n,
    max: 1_000n,
  },
] as const

for (const { name, event, limit, place, min, max } of setters) {
  describe(`OracleHub: ${name}`, () => {
    it('accepts both ends of its bounds, emits old and new and moves no other limit', async () => {
      const { hub } = await deployWithFeed()
      let expected = [...(await hub.limitsOf(FEED))]
      for (const value of [min, max]) {
        await expect(hub[name](FEED, value))
          .to.emit(hub, event)
          .withArgs(FEED, expected[place], value)
        expected = expected.with(place, value)
        expect(await hub.limitsOf(FEED)).to.deep.equal(expected)
      }
    })

    // The last two would be within the bounds if they were cut down to the width of the stored value.
    const outside = [0n, min - 1n, max + 1n, 2n ** 32n + min, 2n ** 256n - 1n]
    for (const value of outside.filter((value) => value > max || (value >= 0n && value < min))) {
      it(`refuses ${value}`, async () => {
        const { hub } = await deployWithFeed()
        await expect(hub[name](FEED, value))
          .to.be.revertedWithCustomError(hub, 'OracleHubOutOfBounds')
          .withArgs(limit, value, min, max)
      })
    }
  })
}

describe('OracleHub: who and what', () => {
  it('lets nobody without the role call a setter', async () => {
    const { hub, outsider } = await deployWithFeed()
    const stranger = hub.connect(outsider)
    const attempts = [
      () => stranger.createFeed(UNKNOWN, addresses(3), LIMITS, NO_RATE),
      () => stranger.setSources(FEED, addresses(3)),
      () => stranger.setMaxAge(FEED, 60n),
      () => stranger.setMaxDeviation(FEED, 25n),
      () => stranger.setMinSources(FEED, 1n),
      () => stranger.forceSources(FEED, addresses(3)),
      () => stranger.setMaxJump(FEED, 200n),
      () => stranger.setMaxSwitchDeviation(FEED, 0n),
      () => stranger.setRateSource(FEED, ZERO, 0n, 0n),
      () => stranger.setGrowthCap(FEED, 0n),
      () => stranger.setYieldDecay(FEED, 0n),
    ]
    for (const attempt of attempts) {
      await expect(attempt())
        .to.be.revertedWithCustomError(hub, 'AccessManagedUnauthorized')
        .withArgs(outsider.address)
    }
  })

  it('answers nothing about a feed that it does not know, and sets nothing', async () => {
    const { hub } = await deployWithFeed()
    const attempts = [
      () => hub.setSources(UNKNOWN, addresses(3)),
      () => hub.setMaxAge(UNKNOWN, 60n),
      () => hub.setMaxDeviation(UNKNOWN, 25n),
      () => hub.setMinSources(UNKNOWN, 1n),
      () => hub.forceSources(UNKNOWN, addresses(3)),
      () => hub.setMaxJump(UNKNOWN, 200n),
      () => hub.setMaxSwitchDeviation(UNKNOWN, 0n),
      () => hub.setRateSource(UNKNOWN, ZERO, 0n, 0n),
      () => hub.setGrowthCap(UNKNOWN, 0n),
      () => hub.setYieldDecay(UNKNOWN, 0n),
      () => hub.refresh(UNKNOWN),
      () => hub.noteDown(UNKNOWN),
      () => hub.deadSince(UNKNOWN),
      () => hub.lastWordOf(UNKNOWN),
      () => hub.lastGoodOf(UNKNOWN),
      () => hub.frozenUntil(UNKNOWN),
      () => hub.rateTermsOf(UNKNOWN),
      () => hub.rateOf(UNKNOWN),
      () => hub.peek(UNKNOWN),
      () => hub.inspect(UNKNOWN),
      () => hub.sourcesOf(UNKNOWN),
      () => hub.limitsOf(UNKNOWN),
    ]
    for (const attempt of attempts) {
      await expect(attempt())
        .to.be.revertedWithCustomError(hub, 'OracleHubUnknownFeed')
        .withArgs(UNKNOWN)
    }
  })

  it('publishes what it is built on', async () => {
    const { hub } = await deploy()
    expect(await hub.MAX_SOURCES()).to.equal(5n)
    expect(await hub.MAX_PRICE()).to.equal(2n ** 128n - 1n)
    expect(await hub.SOURCE_GAS()).to.equal(200_000n)
    expect(await hub.REFRESH_INTERVAL()).to.equal(3_600n)
    expect(await hub.LAST_GOOD_MEMORY()).to.equal(4n * 3_600n)
    expect(await hub.FORCED_FREEZE()).to.equal(DAY)
    expect(await hub.NOTE_INTERVAL()).to.equal(6n * 3_600n)
    expect(await hub.FALL_LAG()).to.equal(7_200n)
    expect([await hub.MIN_RATE(), await hub.MAX_RATE()]).to.deep.equal([10n ** 15n, 10n ** 21n])
  })
})
