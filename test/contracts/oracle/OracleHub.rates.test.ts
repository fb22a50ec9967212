import { expect } from 'chai'
import { network } from 'hardhat'
import { type FeedStage, HOUR, MINUTE, stageFeed, wad } from './feedStage.ts'
import { DAY } from './hubFixture.ts'

const LAG = 2 * HOUR

const connection = await network.create()
const { ethers, networkHelpers, provider } = connection
const { time } = networkHelpers

const YEAR = 365 * Number(DAY)

/** Rate 1.2, which may grow by 10 % a year and decays by 25 % a day; sources may be a day old. */
const rated = () =>
  stageFeed(connection, { rate: { start: 1.2, growthCap: 0.1, yieldDecay: 0.25 } })
const stage = () => networkHelpers.loadFixture(rated)

/** The rates that count now. */
async function rates({ hub, feed }: FeedStage): Promise<{ low: number; high: number }> {
  const { lowWad, highWad } = await hub.rateOf(feed)
  const shown = (value: bigint) => Number(ethers.formatEther(value))
  return { low: shown(lowWad), high: shown(highWad) }
}

/** Two refreshes, a block apart: what a patient keeper does. */
async function settle({ hub, feed }: FeedStage): Promise<void> {
  await hub.refresh(feed)
  await hub.refresh(feed)
}

const both = (rate: number) => ({ low: rate, high: rate })

describe('OracleHub: a rate that rises', () => {
  it('multiplies the price, the low side rounded down and the high side up', async () => {
    const staged = await stage()
    const { hub, feed, sources, rate, peek } = staged
    expect(await peek()).to.deep.equal({ low: 2_400, mid: 2_400, high: 2_400, state: 'OK' })
    const at = await time.latest()
    for (const [place, source] of sources.entries()) await source.set(1_000n + BigInt(place), at)
    await rate.set(wad(1.199999))
    const { low, mid, high } = await hub.peek(feed)
    expect([low, mid, high]).to.deep.equal([1_199n, 1_201n, 1_203n])
  })

  it('counts only once a later block has seen it again', async () => {
    const staged = await stage()
    const { hub, feed, rate } = staged
    await time.increase(YEAR / 2)
    await rate.set(wad(1.21))
    expect(await rates(staged)).to.deep.equal({ low: 1.2, high: 1.2 })
    await hub.refresh(feed)
    expect((await rates(staged)).high).to.equal(1.2)
    await expect(hub.refresh(feed)).to.emit(hub, 'RateAccepted').withArgs(feed, wad(1.2), wad(1.21))
    expect(await rates(staged)).to.deep.equal(both(1.21))
  })

  it('does not count in the block that saw it first, however often that block refreshes', async () => {
    const staged = await stage()
    const { hub, feed, rate } = staged
    await time.increase(YEAR / 2)
    await provider.request({ method: 'evm_setAutomine', params: [false] })
    const gasLimit = 1_500_000
    await rate.set(wad(1.21), { gasLimit })
    for (let count = 0; count < 3; count += 1) await hub.refresh(feed, { gasLimit })
    await networkHelpers.mine()
    await provider.request({ method: 'evm_setAutomine', params: [true] })
    expect((await hub.rateOf(feed)).acceptedWad).to.equal(wad(1.2))
  })

  it('takes the lower of what the two blocks saw', async () => {
    const staged = await stage()
    const { hub, feed, rate } = staged
    await time.increase(YEAR / 2)
    await rate.set(wad(1.22))
    await hub.refresh(feed)
    await rate.set(wad(1.21))
    await hub.refresh(feed)
    expect((await hub.rateOf(feed)).acceptedWad).to.equal(wad(1.21))
    await rate.set(wad(1.23))
    await hub.refresh(feed)
    expect((await hub.rateOf(feed)).acceptedWad).to.equal(wad(1.21))
  })

  it('never counts beyond the growth cap', async () => {
    const staged = await stage()
    const { hub, feed, rate } = staged
    await rate.set(wad(5))
    await hub.refresh(feed)
    const { snapshotAt } = await hub.rateOf(feed)
    await time.setNextBlockTimestamp(Number(snapshotAt) + YEAR / 4)
    await hub.refresh(feed)
    expect((await hub.rateOf(feed)).acceptedWad).to.equal(wad(1.23))
    await time.setNextBlockTimestamp(Number(snapshotAt) + 2 * YEAR)
    await hub.refresh(feed)
    expect(await rates(staged)).to.deep.equal(both(1.44))
  })

  it('never counts at all with a growth cap of 0', async () => {
    const staged = await stage()
    await staged.hub.setGrowthCap(staged.feed, 0)
    await staged.rate.set(wad(1.3))
    await time.increase(YEAR)
    await settle(staged)
    expect(await rates(staged)).to.deep.equal(both(1.2))
  })
})

describe('OracleHub: a rate that falls', () => {
  it('counts at once on the low side, refreshed or not, and comes back with the source', async () => {
    const staged = await stage()
    const { rate, say, peek } = staged
    await rate.set(wad(1))
    expect(await rates(staged)).to.deep.equal({ low: 1, high: 1.2 })
    await say(1_999, 2_000, 2_001)
    expect(await peek()).to.deep.equal({ low: 1_999, mid: 2_000, high: 2_401.2, state: 'OK' })
    await rate.set(wad(1.2))
    expect(await rates(staged)).to.deep.equal(both(1.2))
  })

  it('counts on the high side two hours after a refresh noted it', async () => {
    const staged = await stage()
    const { hub, feed, rate, wait } = staged
    await rate.set(wad(1.1))
    await wait(3 * LAG)
    expect((await rates(staged)).high).to.equal(1.2)
    await hub.refresh(feed)
    const noted = await time.latest()
    await time.increaseTo(noted + LAG - 1)
    expect((await rates(staged)).high).to.equal(1.2)
    await time.increaseTo(noted + LAG)
    expect((await rates(staged)).high).to.equal(1.1)
  })

  it('is forgotten if a refresh sees the old rate within the lag', async () => {
    const staged = await stage()
    const { hub, feed, rate, wait } = staged
    await rate.set(wad(0.5))
    await hub.refresh(feed)
    await rate.set(wad(1.2))
    await settle(staged)
    await wait(2 * LAG)
    expect(await rates(staged)).to.deep.equal(both(1.2))
  })

  it('counts no further than the highest rate seen within the lag', async () => {
    const staged = await stage()
    const { hub, feed, rate, wait } = staged
    await rate.set(wad(0.5))
    await hub.refresh(feed)
    await rate.set(wad(1.1))
    await hub.refresh(feed)
    await wait(LAG)
    expect((await rates(staged)).high).to.equal(1.1)
  })

  it('counts no further than the source says in the very moment the lag is over', async () => {
    const staged = await stage()
    const { hub, feed, rate, wait } = staged
    await rate.set(wad(0.5))
    await hub.refresh(feed)
    await wait(LAG)
    await rate.set(wad(1.15))
    expect((await rates(staged)).high).to.equal(1.15)
  })

  it('has a lag of its own for a further fall', async () => {
    const staged = await stage()
    const { hub, feed, rate } = staged
    await rate.set(wad(1.1))
    await hub.refresh(feed)
    const first = await time.latest()
    await time.setNextBlockTimestamp(first + LAG - 2 * MINUTE)
    await rate.set(wad(0.5))
    await hub.refresh(feed)
    await time.increaseTo(first + LAG)
    expect((await rates(staged)).high).to.equal(1.1)
    await hub.refresh(feed)
    const second = await time.latest()
    await time.increaseTo(second + LAG - 1)
    expect((await rates(staged)).high).to.equal(1.1)
    await time.increaseTo(second + LAG)
    expect((await rates(staged)).high).to.equal(0.5)
  })

  it('is not held up by a source that jitters: no note ever moves the first', async () => {
    const staged = await stage()
    const { hub, feed, rate } = staged
    await rate.set(wad(1.1))
    await hub.refresh(feed)
    const noted = await time.latest()
    for (let count = 1; count <= 5; count += 1) {
      await time.increaseTo(noted + count * 20 * MINUTE)
      await rate.set(wad(1.1) - BigInt(count))
      await hub.refresh(feed)
    }
    await time.increaseTo(noted + LAG)
    expect((await rates(staged)).high).to.equal(1.1)
  })

  it('of two moments is contradicted by a keeper who comes every hour, even a little late', async () => {
    const staged = await stage()
    const { hub, feed, rate } = staged
    await rate.set(wad(0.5))
    await hub.refresh(feed)
    const noted = await time.latest()
    await rate.set(wad(1.2))
    // Before the keeper comes, it is too early; afterwards, too late.
    await time.increaseTo(noted + HOUR + MINUTE)
    await rate.set(wad(0.5))
    expect((await rates(staged)).high).to.equal(1.2)
    await rate.set(wad(1.2))
    await hub.refresh(feed)
    await time.increaseTo(noted + LAG)
    await rate.set(wad(0.5))
    expect((await rates(staged)).high).to.equal(1.2)
  })

  it('may rise again like any rate, two blocks at a time', async () => {
    const staged = await stage()
    const { hub, feed, rate } = staged
    await rate.set(wad(1.1))
    await hub.refresh(feed)
    await rate.set(wad(1.2))
    await hub.refresh(feed)
    expect((await rates(staged)).low).to.equal(1.1)
    await hub.refresh(feed)
    expect((await rates(staged)).low).to.equal(1.2)
  })
})

describe('OracleHub: a rate that nobody refreshes', () => {
  /** Accepts 1.25, five hundredths above the snapshot. */
  async function grown(): Promise<FeedStage> {
    const staged = await rated()
    await time.increase(YEAR)
    await staged.rate.set(wad(1.25))
    await settle(staged)
    return staged
  }
  const days = (count: number) => Math.round(count * Number(DAY))
  const table = [
    { after: 0.5, low: 1.25 },
    { after: 1, low: 1.25 },
    { after: 2, low: 1.2375 },
    { after: 3.5, low: 1.21875 },
    { after: 5, low: 1.2 },
    { after: 400, low: 1.2 },
  ]
  for (const { after, low } of table) {
    it(`counts as ${low} after ${after} days, with a maximum age of one`, async () => {
      const staged = await networkHelpers.loadFixture(grown)
      await time.increaseTo((await time.latest()) + days(after))
      expect(await rates(staged)).to.deep.equal({ low, high: 1.25 })
    })
  }

  it('decays by the second', async () => {
    const staged = await networkHelpers.loadFixture(grown)
    const { hub, feed } = staged
    const { refreshedAt } = await hub.rateOf(feed)
    await time.increaseTo(Number(refreshedAt + DAY) + 864)
    const grownBy = wad(0.05)
    const { lowWad } = await hub.rateOf(feed)
    expect(lowWad).to.equal(wad(1.2) + (grownBy * 9_975n) / 10_000n)
  })

  it('counts again in full after the next refresh, if it is still there', async () => {
    const staged = await networkHelpers.loadFixture(grown)
    const { hub, feed, rate } = staged
    await time.increase(days(4))
    await rate.set(wad(1.24))
    await hub.refresh(feed)
    expect((await rates(staged)).low).to.equal(1.24)
  })

  it('does not decay below the snapshot, nor a rate that is below it', async () => {
    const staged = await stage()
    const { hub, feed, rate } = staged
    await rate.set(wad(1.1))
    await hub.refresh(feed)
    await time.increase(days(30))
    expect((await rates(staged)).low).to.equal(1.1)
  })

  it('goes on decaying while the source is silent, which makes the price DEGRADED', async () => {
    const staged = await networkHelpers.loadFixture(grown)
    const { hub, feed, rate, say, peek } = staged
    await rate.set(0)
    await time.increase(days(2))
    await hub.refresh(feed)
    expect((await rates(staged)).low).to.be.within(1.2374, 1.2376)
    await say(2_000)
    expect((await peek()).state).to.equal('DEGRADED')
  })
})

describe('OracleHub: the numbers of a rate', () => {
  it('takes a new snapshot with a new growth cap, within what that cap allows', async () => {
    const staged = await stage()
    const { hub, feed, rate } = staged
    await time.increase(YEAR)
    await rate.set(wad(1.25))
    await settle(staged)
    await expect(hub.setGrowthCap(feed, wad(0.05)))
      .to.emit(hub, 'GrowthCapSet')
      .withArgs(feed, wad(0.1), wad(0.05))
      .and.to.emit(hub, 'RateSnapshotTaken')
      .withArgs(feed, wad(1.2), wad(1.25))
    const { snapshotWad, snapshotAt } = await hub.rateOf(feed)
    expect([snapshotWad, snapshotAt]).to.deep.equal([wad(1.25), BigInt(await time.latest())])
  })

  it('refuses a growth cap that the rate exceeds already', async () => {
    const staged = await stage()
    const { hub, feed, rate } = staged
    const { snapshotAt } = await hub.rateOf(feed)
    await rate.set(wad(1.25))
    await time.setNextBlockTimestamp(Number(snapshotAt) + YEAR)
    await expect(hub.setGrowthCap(feed, wad(0.04)))
      .to.be.revertedWithCustomError(hub, 'OracleHubRateCapped')
      .withArgs(feed, wad(1.25), wad(1.248))
  })

  it('refuses a growth cap while the source is silent', async () => {
    const { hub, feed, rate } = await stage()
    await rate.set(0)
    await expect(hub.setGrowthCap(feed, wad(0.05))).to.be.revertedWithCustomError(
      hub,
      'OracleHubBadRate',
    )
  })

  it('lets in nothing that waits for a second block by setting the cap', async () => {
    const staged = await stage()
    const { hub, feed, rate } = staged
    await time.increase(YEAR)
    await rate.set(wad(1.25))
    await hub.setGrowthCap(feed, wad(0.05))
    expect((await hub.rateOf(feed)).acceptedWad).to.equal(wad(1.2))
  })

  it('sets the decay alone and leaves the snapshot', async () => {
    const { hub, feed } = await stage()
    const before = await hub.rateOf(feed)
    await expect(hub.setYieldDecay(feed, wad(0.5)))
      .to.emit(hub, 'YieldDecaySet')
      .withArgs(feed, wad(0.25), wad(0.5))
    expect((await hub.rateOf(feed)).snapshotAt).to.equal(before.snapshotAt)
    expect((await hub.rateTermsOf(feed)).yieldDecayWad).to.equal(wad(0.5))
  })

  it('accepts both ends of the bounds and nothing beyond', async () => {
    const { hub, feed } = await stage()
    for (const value of [0n, wad(0.3)]) await hub.setGrowthCap(feed, value)
    for (const value of [wad(0.05), wad(1)]) await hub.setYieldDecay(feed, value)
    await expect(hub.setGrowthCap(feed, wad(0.3) + 1n))
      .to.be.revertedWithCustomError(hub, 'OracleHubOutOfBounds')
      .withArgs('growthCap', wad(0.3) + 1n, 0n, wad(0.3))
    for (const value of [wad(0.05) - 1n, wad(1) + 1n, 2n ** 64n + wad(0.5)])
      await expect(hub.setYieldDecay(feed, value))
        .to.be.revertedWithCustomError(hub, 'OracleHubOutOfBounds')
        .withArgs('yieldDecay', value, wad(0.05), wad(1))
  })
})

describe('OracleHub with a hostile rate source', () => {
  const word = (value: bigint) => ethers.toBeHex(value, 32).slice(2)
  /** The code of a contract that answers the first bytes of a word, and zeros beyond it. */
  const answering = (value: bigint, bytes = 32) =>
    `0x7f${word(value)}60005260${bytes.toString(16).padStart(2, '0')}6000f3`
  const hostile: Readonly<Record<string, string>> = {
    'no code': '0x',
    'a revert': '0x60006000fd',
    'all gas burnt': '0x5b600056',
    'no bytes': answering(wad(1.2), 0),
    '31 bytes': answering(wad(1.2) << 8n, 31),
    '33 bytes': answering(wad(1.2), 33),
    '64 bytes': answering(wad(1.2), 64),
    'a rate of 0': answering(0n),
    'a rate of 2e36': answering(2n * 10n ** 36n),
    'a rate of 2^256 - 1': answering(2n ** 256n - 1n),
  }
  for (const [what, code] of Object.entries(hostile)) {
    it(`keeps the accepted rate with ${what}, DEGRADED, and refreshing changes nothing`, async () => {
      const { hub, feed, rate, peek } = await stage()
      await networkHelpers.setCode(await rate.getAddress(), code)
      expect(await peek()).to.deep.equal({ low: 2_400, mid: 2_400, high: 2_400, state: 'DEGRADED' })
      const before = await hub.rateOf(feed)
      expect(before.observedWad).to.equal(0n)
      await hub.refresh(feed)
      expect(await hub.rateOf(feed)).to.deep.equal(before)
      expect((await hub.lastGoodOf(feed)).storedAt).to.equal(0n)
    })
  }

  it('gives it the same allowance as a source, or reverts', async () => {
    const { hub, feed } = await stage()
    const meter = await ethers.deployContract('GasMeterRate')
    await hub.forceSources(feed, [...(await hub.sourcesOf(feed))])
    await hub.setRateSource(feed, meter, 0, wad(0.25))
    const { snapshotWad } = await hub.rateOf(feed)
    const given = Number(snapshotWad / 10n ** 13n)
    expect(given).to.be.within(199_500, 200_000)
    const whole = await hub.peek(feed)
    for (let gasLimit = 230_000n; gasLimit < 420_000n; gasLimit += 7_919n) {
      const answer = await hub.peek(feed, { gasLimit }).catch((error: Error) => {
        expect(error.message).to.match(/OracleHubInsufficientGas|out of gas/i)
      })
      if (answer !== undefined) expect(answer).to.deep.equal(whole)
    }
  })

  it('is not taken down by one source of three, whatever it says, and is not dead while the others live', async () => {
    const { hub, feed, sources } = await stage()
    const honest = await hub.peek(feed)
    for (const absurd of [2n ** 128n - 1n, 1n]) {
      await sources[2]!.set(absurd, await time.latest())
      const price = await hub.peek(feed)
      expect(price.state).to.equal(0n)
      expect(price.high).to.equal(honest.high)
      await hub.noteDown(feed)
      expect(await hub.deadSince(feed)).to.equal(0n)
    }
    // A second one beside it, that the first does not agree with: nobody knows the price, and yet there is one.
    await sources[1]!.set(2n ** 127n, await time.latest())
    await sources[2]!.set(1n, await time.latest())
    const price = await hub.peek(feed)
    expect(price.state).to.equal(1n)
    expect(price.high).to.be.at.most(2n ** 128n - 1n)
  })

  it('counts no feed dead whose sources go on updating, though their product is no price', async () => {
    const { hub, feed, sources } = await stage()
    for (let hours = 0; hours <= 24; hours += 5) {
      for (const source of sources) await source.set(2n ** 128n - 1n, await time.latest())
      expect((await hub.peek(feed)).state).to.equal(2n)
      await hub.noteDown(feed)
      await time.increase(5 * 3_600)
    }
    for (const source of sources) await source.set(2n ** 128n - 1n, await time.latest())
    expect(await hub.deadSince(feed)).to.equal(0n)
  })

  it('is no price where the product is 0 or too large', async () => {
    const { rate, sources, peek } = await stage()
    const at = await time.latest()
    await rate.set(wad(0.1))
    for (const source of sources) await source.set(9n, at)
    expect((await peek()).state).to.equal('DOWN')
    for (const source of sources) await source.set(2n ** 128n - 1n, at)
    expect((await peek()).state).to.equal('DOWN')
    await rate.set(wad(1))
    expect((await peek()).state).to.equal('DOWN')
  })
})
