import { expect } from 'chai'
import { ZeroAddress } from 'ethers'
import { network } from 'hardhat'
import { HOUR, stageFeed, wad } from './feedStage.ts'
import { DAY, LIMITS, NO_RATE } from './hubFixture.ts'

const connection = await network.create()
const { ethers, networkHelpers } = connection
const { time } = networkHelpers

const plain = () => stageFeed(connection)
const stage = () => networkHelpers.loadFixture(plain)

/** Sources that say these prices now. */
async function sourcesOf(...prices: readonly number[]): Promise<string[]> {
  const now = await time.latest()
  const addresses: string[] = []
  for (const price of prices) {
    const source = await ethers.deployContract('FixedSource', [wad(price), now])
    addresses.push(await source.getAddress())
  }
  return addresses
}

const OK = 0
const DEGRADED = 1
const DOWN = 2

describe('OracleHub: switching sources', () => {
  for (const price of [1_940, 2_060]) {
    it(`follows sources that say ${price}, exactly the limit away`, async () => {
      const { hub, feed, peek } = await stage()
      const sources = await sourcesOf(price, price)
      await expect(hub.setSources(feed, sources)).to.emit(hub, 'SourcesSet')
      expect(await hub.sourcesOf(feed)).to.deep.equal(sources)
      expect(await peek()).to.deep.equal({ low: price, mid: price, high: price, state: 'OK' })
      expect(await hub.frozenUntil(feed)).to.equal(0n)
    })
  }

  for (const price of [1_939.999999, 2_060.000001, 2]) {
    it(`refuses sources that say ${price}`, async () => {
      const { hub, feed } = await stage()
      const before = await hub.sourcesOf(feed)
      await expect(hub.setSources(feed, await sourcesOf(price, price)))
        .to.be.revertedWithCustomError(hub, 'OracleHubSwitchTooFar')
        .withArgs(feed, wad(2_000), wad(price), 300n)
      expect(await hub.sourcesOf(feed)).to.deep.equal(before)
    })
  }

  it('takes only the very same median where the limit is 0', async () => {
    const { hub, feed } = await stage()
    await hub.setMaxSwitchDeviation(feed, 0)
    await expect(
      hub.setSources(feed, await sourcesOf(2_000.000001, 2_000.000001)),
    ).to.be.revertedWithCustomError(hub, 'OracleHubSwitchTooFar')
    await hub.setSources(feed, await sourcesOf(1_999, 2_001))
  })

  it('refuses new sources that do not agree, and such that do not answer', async () => {
    const { hub, feed } = await stage()
    await expect(hub.setSources(feed, await sourcesOf(1_980, 2_020)))
      .to.be.revertedWithCustomError(hub, 'OracleHubCannotCompare')
      .withArgs(feed, OK, DEGRADED)
    await expect(hub.setSources(feed, await sourcesOf(0, 0)))
      .to.be.revertedWithCustomError(hub, 'OracleHubCannotCompare')
      .withArgs(feed, OK, DOWN)
  })

  it('compares with what a DEGRADED feed says, and with nothing where it is DOWN', async () => {
    const { hub, feed, say, neglect } = await stage()
    await say(1_900, 2_000, 2_100)
    await hub.setSources(feed, await sourcesOf(2_010, 2_010))
    await neglect(Number(DAY) + 1)
    await expect(hub.setSources(feed, await sourcesOf(2_010, 2_010)))
      .to.be.revertedWithCustomError(hub, 'OracleHubCannotCompare')
      .withArgs(feed, DOWN, OK)
  })

  it('keeps the last good price, which bounds the next jump too', async () => {
    const { hub, feed } = await stage()
    await hub.refresh(feed)
    await hub.setSources(feed, await sourcesOf(2_060, 2_060))
    expect((await hub.lastGoodOf(feed)).mid).to.equal(wad(2_000))
  })
})

describe('OracleHub: forcing sources', () => {
  it('follows them at once, forgets the last good price and freezes for a day', async () => {
    const { hub, feed, peek } = await stage()
    await hub.refresh(feed)
    const sources = await sourcesOf(1, 1)
    await time.setNextBlockTimestamp((await time.latest()) + 10)
    const until = (await time.latest()) + 10 + Number(DAY)
    await expect(hub.forceSources(feed, sources))
      .to.emit(hub, 'SourcesForced')
      .withArgs(feed, until)
      .and.to.emit(hub, 'LastGoodSet')
      .withArgs(feed, wad(2_000), 0n)
    expect(await hub.frozenUntil(feed)).to.equal(BigInt(until))
    expect(await hub.lastGoodOf(feed)).to.deep.equal([0n, 0n, 0n, 0n])
    expect(await peek()).to.deep.equal({ low: 1, mid: 1, high: 1, state: 'DEGRADED' })
  })

  it('is OK to the second when the day is over, and remembers again', async () => {
    const { hub, feed, peek } = await stage()
    await hub.setMaxAge(feed, 172_800)
    await hub.forceSources(feed, await sourcesOf(1, 1))
    const until = Number(await hub.frozenUntil(feed))
    await time.increaseTo(until - 1)
    expect((await peek()).state).to.equal('DEGRADED')
    await hub.refresh(feed)
    expect((await hub.lastGoodOf(feed)).storedAt).to.equal(BigInt(until))
    expect((await peek()).state).to.equal('OK')
  })

  it('does not bring back what is DOWN', async () => {
    const { hub, feed, peek } = await stage()
    await hub.forceSources(feed, await sourcesOf(0, 0))
    expect((await peek()).state).to.equal('DOWN')
  })
})

describe('OracleHub: switching the rate source', () => {
  const rateOf = async (rate: number): Promise<string> =>
    (await ethers.deployContract('FixedRate', [wad(rate)])).getAddress()

  it('lists a feed with its rate in one call', async () => {
    const { hub } = await stage()
    const [feed, source] = [ethers.id('rated'), await rateOf(1.1)]
    const rate = { source, growthCapWad: wad(0.08), yieldDecayWad: wad(0.25) }
    await expect(hub.createFeed(feed, await sourcesOf(2_000, 2_000), LIMITS, rate))
      .to.emit(hub, 'RateSourceSet')
      .withArgs(feed, ZeroAddress, source)
      .and.to.emit(hub, 'GrowthCapSet')
      .withArgs(feed, 0n, wad(0.08))
      .and.to.emit(hub, 'YieldDecaySet')
      .withArgs(feed, 0n, wad(0.25))
      .and.to.emit(hub, 'RateSnapshotTaken')
      .withArgs(feed, 0n, wad(1.1))
    expect(await hub.rateTermsOf(feed)).to.deep.equal([source, wad(0.08), wad(0.25)])
    expect((await hub.peek(feed)).mid).to.equal(wad(2_200))
  })

  it('takes a rate near 1 for a feed without one, and refuses what moves the price too far', async () => {
    const { hub, feed, peek } = await stage()
    await hub.setRateSource(feed, await rateOf(1.03), wad(0.08), wad(0.25))
    expect((await peek()).mid).to.equal(2_060)
    await expect(hub.setRateSource(feed, await rateOf(1.1), wad(0.08), wad(0.25)))
      .to.be.revertedWithCustomError(hub, 'OracleHubSwitchTooFar')
      .withArgs(feed, wad(2_060), wad(2_200), 300n)
    await hub.setRateSource(feed, ZeroAddress, 0, 0)
    expect((await peek()).mid).to.equal(2_000)
    expect(await hub.rateTermsOf(feed)).to.deep.equal(Object.values(NO_RATE))
  })

  it('moves a token from prices of its own to prices of its underlying while forced', async () => {
    const { hub, feed, peek } = await stage()
    await hub.forceSources(feed, await sourcesOf(1_000, 1_000))
    await hub.setRateSource(feed, await rateOf(2), wad(0.08), wad(0.25))
    expect(await peek()).to.deep.equal({ low: 2_000, mid: 2_000, high: 2_000, state: 'DEGRADED' })
  })

  it('cannot compare a price that is DOWN', async () => {
    const { hub, feed, neglect } = await stage()
    await neglect(Number(DAY) + 1)
    await expect(hub.setRateSource(feed, await rateOf(1), 0, wad(0.25)))
      .to.be.revertedWithCustomError(hub, 'OracleHubCannotCompare')
      .withArgs(feed, DOWN, DOWN)
  })

  for (const rate of [0, 0.000999, 1_000.000001, 1e15]) {
    it(`refuses a source that says ${rate}`, async () => {
      const { hub, feed } = await stage()
      await expect(hub.setRateSource(feed, await rateOf(rate), 0, wad(0.25)))
        .to.be.revertedWithCustomError(hub, 'OracleHubBadRate')
        .withArgs(feed, wad(rate))
    })
  }

  it('refuses a source that does not answer', async () => {
    const { hub, feed, sources } = await stage()
    for (const source of [ethers.toBeHex(0xdead, 20), await sources[0]!.getAddress()])
      await expect(hub.setRateSource(feed, source, 0, wad(0.25)))
        .to.be.revertedWithCustomError(hub, 'OracleHubBadRate')
        .withArgs(feed, 0n)
  })

  const outside = [
    { limit: 'growthCap', terms: [wad(0.3) + 1n, wad(0.25)], bounds: [0n, wad(0.3)] },
    { limit: 'yieldDecay', terms: [0n, wad(0.05) - 1n], bounds: [wad(0.05), wad(1)] },
    { limit: 'yieldDecay', terms: [0n, wad(1) + 1n], bounds: [wad(0.05), wad(1)] },
  ] as const
  for (const { limit, terms, bounds } of outside) {
    it(`refuses a ${limit} beyond its bounds, ${terms.join(' and ')}`, async () => {
      const { hub, feed } = await stage()
      const value = limit === 'growthCap' ? terms[0] : terms[1]
      await expect(hub.setRateSource(feed, await rateOf(1), ...terms))
        .to.be.revertedWithCustomError(hub, 'OracleHubOutOfBounds')
        .withArgs(limit, value, ...bounds)
    })
  }

  it('refuses numbers without a source', async () => {
    const { hub, feed } = await stage()
    await expect(hub.setRateSource(feed, ZeroAddress, 0, wad(0.25)))
      .to.be.revertedWithCustomError(hub, 'OracleHubOutOfBounds')
      .withArgs('yieldDecay', wad(0.25), 0n, 0n)
    const rate = { ...NO_RATE, growthCapWad: 1n }
    await expect(hub.createFeed(ethers.id('x'), await sourcesOf(1, 1), LIMITS, rate))
      .to.be.revertedWithCustomError(hub, 'OracleHubOutOfBounds')
      .withArgs('growthCap', 1n, 0n, 0n)
  })

  it('has no growth cap and no decay to set without a rate source', async () => {
    const { hub, feed } = await stage()
    for (const attempt of [hub.setGrowthCap(feed, 0), hub.setYieldDecay(feed, wad(0.1))])
      await expect(attempt)
        .to.be.revertedWithCustomError(hub, 'OracleHubNoRateSource')
        .withArgs(feed)
    expect(await hub.rateOf(feed)).to.deep.equal([0n, 0n, 0n, 0n, 0n, wad(1), wad(1)])
    await time.increase(HOUR)
  })
})
