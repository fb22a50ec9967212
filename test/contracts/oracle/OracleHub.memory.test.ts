import { expect } from 'chai'
import { network } from 'hardhat'
import { type FeedStage, HOUR, MINUTE, stageFeed, wad } from './feedStage.ts'
import { DAY } from './hubFixture.ts'

const connection = await network.create()
const { ethers, networkHelpers } = connection
const { time } = networkHelpers

const plain = () => stageFeed(connection)
const stage = () => networkHelpers.loadFixture(plain)

const at = (state: 'OK' | 'DEGRADED', price: number) => ({
  ...{ low: price, mid: price, high: price },
  state,
})
const nothing = { low: 0, mid: 0, high: 0, state: 'DOWN' }

describe('OracleHub: the last good price', () => {
  it('is nothing before the first refresh, and what was OK after it', async () => {
    const { hub, feed, say } = await stage()
    expect(await hub.lastGoodOf(feed)).to.deep.equal([0n, 0n, 0n, 0n])
    await say(1_990, 2_000, 2_005)
    await expect(hub.refresh(feed)).to.emit(hub, 'LastGoodSet').withArgs(feed, 0n, wad(2_000))
    expect(await hub.lastGoodOf(feed)).to.deep.equal([
      wad(1_990),
      wad(2_000),
      wad(2_005),
      BigInt(await time.latest()),
    ])
  })

  it('moves on once an hour, whoever refreshes', async () => {
    const { hub, feed, say } = await stage()
    const [, , , somebody] = await ethers.getSigners()
    await hub.connect(somebody!).refresh(feed)
    const first = await time.latest()
    await say(2_100)
    await time.setNextBlockTimestamp(first + HOUR - 1)
    await hub.refresh(feed)
    expect((await hub.lastGoodOf(feed)).mid).to.equal(wad(2_000))
    await time.setNextBlockTimestamp(first + HOUR)
    await hub.refresh(feed)
    expect((await hub.lastGoodOf(feed)).mid).to.equal(wad(2_100))
  })

  it('stays when the price is DEGRADED or DOWN', async () => {
    const { hub, feed, wait, neglect, say } = await stage()
    await hub.refresh(feed)
    await wait(2 * HOUR)
    await say(2_000, 2_200, 2_400)
    await hub.refresh(feed)
    expect((await hub.lastGoodOf(feed)).high).to.equal(wad(2_000))
    await neglect(Number(DAY) + HOUR)
    await hub.refresh(feed)
    expect((await hub.lastGoodOf(feed)).high).to.equal(wad(2_000))
  })
})

describe('OracleHub: the jump limit', () => {
  const jumps = [
    { what: 'exactly the limit upwards', after: MINUTE, price: 2_500, state: 'OK' },
    {
      what: 'just more than the limit upwards',
      after: MINUTE,
      price: 2_500.000001,
      state: 'DEGRADED',
    },
    { what: 'exactly the limit downwards', after: MINUTE, price: 1_500, state: 'OK' },
    {
      what: 'just more than the limit downwards',
      after: MINUTE,
      price: 1_499.999999,
      state: 'DEGRADED',
    },
    { what: 'twice the limit within two hours', after: 2 * HOUR, price: 3_000, state: 'OK' },
    {
      what: 'more than twice the limit within two hours',
      after: 2 * HOUR,
      price: 3_001,
      state: 'DEGRADED',
    },
    { what: 'any fall after four hours', after: 4 * HOUR, price: 0.000001, state: 'OK' },
    {
      what: 'a hundredfold after four hundred hours',
      after: 400 * HOUR,
      price: 200_000,
      state: 'OK',
    },
  ] as const
  for (const { what, after, price, state } of jumps) {
    it(`answers ${state} to ${what}`, async () => {
      const { hub, feed, sources, peek } = await stage()
      await hub.refresh(feed)
      const until = (await time.latest()) + after
      for (const source of sources) await source.set(wad(price), until)
      await time.increaseTo(until)
      expect((await peek()).state).to.equal(state)
    })
  }

  it('knows no jump before the first refresh', async () => {
    const { say, peek } = await stage()
    await say(20)
    expect(await peek()).to.deep.equal(at('OK', 20))
  })

  it('stretches the band to the last good price, for four hours', async () => {
    const { hub, feed, sources, say, peek } = await stage()
    await hub.setMaxJump(feed, 200)
    await say(1_995, 2_000, 2_005)
    await hub.refresh(feed)
    const stored = await time.latest()
    await say(1_000, 1_001, 1_002)
    expect(await peek()).to.deep.equal({ low: 1_000, mid: 1_001, high: 2_005, state: 'DEGRADED' })
    await say(3_000, 3_001, 3_002)
    expect(await peek()).to.deep.equal({ low: 1_995, mid: 3_001, high: 3_002, state: 'DEGRADED' })
    for (const source of sources) await source.set(wad(1_000), stored + 4 * HOUR)
    await time.increaseTo(stored + 4 * HOUR)
    expect((await peek()).high).to.equal(2_005)
    await time.increaseTo(stored + 4 * HOUR + 1)
    expect(await peek()).to.deep.equal(at('DEGRADED', 1_000))
  })

  it('lets no outlier into the band of a jump or of forced sources: it has no say there either', async () => {
    const { hub, feed, sources, say, peek } = await stage()
    await hub.refresh(feed)
    await say(900, 1_000, 1_001)
    expect(await peek()).to.deep.equal({ low: 1_000, mid: 1_000.5, high: 2_000, state: 'DEGRADED' })
    await say(1_000, 1_001, 9_000)
    expect(await peek()).to.deep.equal({ low: 1_000, mid: 1_000.5, high: 2_000, state: 'DEGRADED' })
    await hub.forceSources(feed, [...sources])
    expect(await peek()).to.deep.equal({ low: 1_000, mid: 1_000.5, high: 1_001, state: 'DEGRADED' })
  })

  it('stretches the band of sources that disagree, too', async () => {
    const { hub, feed, say, peek } = await stage()
    await hub.refresh(feed)
    await say(2_050, 2_150, 2_300)
    expect(await peek()).to.deep.equal({ low: 2_000, mid: 2_150, high: 2_300, state: 'DEGRADED' })
  })

  it('lets nothing come back from the dead: DOWN has no price, whatever was good', async () => {
    const { hub, feed, neglect, peek } = await stage()
    await neglect(Number(DAY) - HOUR)
    await hub.refresh(feed)
    await neglect(HOUR + MINUTE)
    expect(await peek()).to.deep.equal(nothing)
  })
})

describe('OracleHub: a dead feed', () => {
  const HALF_DAY = Number(DAY) / 2

  /** Notes every six hours, as keepers do. */
  async function noteFor({ hub, feed, neglect }: FeedStage, hours: number): Promise<number> {
    await hub.noteDown(feed)
    const since = await time.latest()
    for (let passed = 0; passed < hours; passed += 5) {
      await neglect(5 * HOUR)
      await hub.noteDown(feed)
    }
    return since
  }

  it('is dead since the first of an unbroken row of notes', async () => {
    const staged = await stage()
    const { hub, feed, neglect } = staged
    await neglect(2 * Number(DAY))
    expect(await hub.lastWordOf(feed)).to.deep.equal([0n, 0n])
    const since = await noteFor(staged, 30)
    expect(await hub.deadSince(feed)).to.equal(BigInt(since))
  })

  it('is told with the high end of the last good price, its last word', async () => {
    const staged = await stage()
    const { hub, feed, neglect, say } = staged
    await say(1_990, 2_000, 2_005)
    await hub.refresh(feed)
    expect(await hub.lastWordOf(feed)).to.deep.equal([0n, wad(2_005)])
    await neglect(2 * Number(DAY))
    const since = await noteFor(staged, 25)
    expect(await hub.lastWordOf(feed)).to.deep.equal([BigInt(since), wad(2_005)])
  })

  it('says so once, when the first note is taken and when it is withdrawn', async () => {
    const { hub, feed, neglect, say } = await stage()
    await neglect(2 * Number(DAY))
    await hub.noteDown(feed)
    const since = await time.latest()
    const [first] = await hub.queryFilter(hub.filters.DownNoted, since === 0 ? 0 : -1)
    expect(first?.args.slice(1)).to.deep.equal([0n, BigInt(since)])
    await expect(hub.noteDown(feed)).not.to.emit(hub, 'DownNoted')
    await say(2_000)
    await expect(hub.refresh(feed)).to.emit(hub, 'DownNoted').withArgs(feed, since, 0n)
  })

  it('is not dead while it has a price, even a DEGRADED one', async () => {
    const { hub, feed, neglect, sources } = await stage()
    await neglect(2 * Number(DAY))
    await hub.noteDown(feed)
    await sources[0]!.set(wad(5), await time.latest())
    expect(await hub.deadSince(feed)).to.equal(0n)
    await hub.noteDown(feed)
    await neglect(2 * Number(DAY))
    expect(await hub.deadSince(feed)).to.equal(0n)
  })

  it('was alive if a source has updated since, though nobody looked', async () => {
    const { hub, feed, neglect, say } = await stage()
    await neglect(2 * Number(DAY))
    await hub.noteDown(feed)
    await say(2_000)
    await neglect(Number(DAY) + 1)
    await hub.noteDown(feed)
    const again = await time.latest()
    expect(await hub.deadSince(feed)).to.equal(BigInt(again))
  })

  it('begins anew after a gap in the notes: a source that reverts does not tell', async () => {
    const { hub, feed, neglect } = await stage()
    await neglect(2 * Number(DAY))
    await hub.noteDown(feed)
    const first = await time.latest()
    await time.increaseTo(first + 6 * HOUR)
    expect(await hub.deadSince(feed)).to.equal(BigInt(first))
    await time.increaseTo(first + 6 * HOUR + 1)
    expect(await hub.deadSince(feed)).to.equal(0n)
    await hub.noteDown(feed)
    expect(await hub.deadSince(feed)).to.equal(BigInt(await time.latest()))
    await neglect(HALF_DAY)
    await hub.refresh(feed)
    expect(await hub.deadSince(feed)).to.equal(BigInt(await time.latest()))
  })
})
