import { expect } from 'chai'
import fc from 'fast-check'
import { network } from 'hardhat'
import { DAY, deployReader, LIMITS, type SourceCase } from './hubFixture.ts'
import { type Limits, MAX_PRICE, modelReading, type Reading } from './hubModel.ts'

const connection = await network.create()
const { read } = await deployReader(connection)

/** Prices in the table are so small that the edge of a deviation is a whole number. */
const at = (price: bigint, age: bigint | 'never' = 0n): SourceCase => ({ price, age })
const silent: SourceCase = 'silent'

interface TableRow {
  readonly what: string
  readonly sources: readonly SourceCase[]
  readonly limits?: Partial<Limits>
  readonly expected: readonly [low: bigint, mid: bigint, high: bigint]
  readonly statuses: string
}

function tableOf(state: Reading['state'], rows: readonly TableRow[]): void {
  describe(`OracleHub reads ${state}`, () => {
    for (const { what, sources, limits: change, expected, statuses } of rows) {
      it(what, async () => {
        const limits = { ...LIMITS, ...change }
        const { reading, answers, now } = await read(sources, limits)
        const [low, mid, high] = expected
        expect(reading).to.deep.equal({ low, mid, high, state, statuses: statuses.split(' ') })
        expect(modelReading(answers, limits, now)).to.deep.equal(reading)
      })
    }
  })
}

const one = { minSources: 1n }

tableOf('OK', [
  { what: 'one source', sources: [at(7n)], limits: one, expected: [7n, 7n, 7n], statuses: 'USED' },
  {
    what: 'two equal sources',
    sources: [at(10_000n), at(10_000n)],
    expected: [10_000n, 10_000n, 10_000n],
    statuses: 'USED USED',
  },
  {
    what: 'two sources, the mean rounded down',
    sources: [at(10_001n), at(10_000n)],
    expected: [10_000n, 10_000n, 10_001n],
    statuses: 'USED USED',
  },
  {
    what: 'two sources that differ by exactly the deviation',
    sources: [at(19_900n), at(20_100n)],
    expected: [19_900n, 20_000n, 20_100n],
    statuses: 'USED USED',
  },
  {
    what: 'three sources, in any order',
    sources: [at(10_050n), at(9_950n), at(10_000n)],
    expected: [9_950n, 10_000n, 10_050n],
    statuses: 'USED USED USED',
  },
  {
    what: 'three sources with both neighbours at the exact edge',
    sources: [at(9_900n), at(10_000n), at(10_100n)],
    expected: [9_900n, 10_000n, 10_100n],
    statuses: 'USED USED USED',
  },
  {
    what: 'three sources, one just above the edge dropped',
    sources: [at(10_101n), at(10_000n), at(9_990n)],
    expected: [9_990n, 9_995n, 10_000n],
    statuses: 'OUTLIER USED USED',
  },
  {
    what: 'three sources, one just below the edge dropped',
    sources: [at(10_000n), at(10_010n), at(9_899n)],
    expected: [10_000n, 10_005n, 10_010n],
    statuses: 'USED USED OUTLIER',
  },
  {
    what: 'four sources, the mean of the middle pair',
    sources: [at(10_040n), at(9_990n), at(10_010n), at(9_960n)],
    expected: [9_960n, 10_000n, 10_040n],
    statuses: 'USED USED USED USED',
  },
  {
    what: 'four sources, one dropped and the median of three taken',
    sources: [at(10_000n), at(10_010n), at(10_020n), at(20_000n)],
    expected: [10_000n, 10_010n, 10_020n],
    statuses: 'USED USED USED OUTLIER',
  },
  {
    what: 'five sources, one dropped on either side',
    sources: [at(1n), at(10_000n), at(10_010n), at(10_020n), at(MAX_PRICE)],
    expected: [10_000n, 10_010n, 10_020n],
    statuses: 'OUTLIER USED USED USED OUTLIER',
  },
  {
    what: 'five sources, two dropped on one side and the mean not taken over them',
    sources: [at(MAX_PRICE), at(10_000n), at(10_020n), at(10_010n), at(MAX_PRICE)],
    expected: [10_000n, 10_010n, 10_020n],
    statuses: 'OUTLIER USED USED USED OUTLIER',
  },
  {
    what: 'the largest price',
    sources: [at(MAX_PRICE), at(MAX_PRICE)],
    expected: [MAX_PRICE, MAX_PRICE, MAX_PRICE],
    statuses: 'USED USED',
  },
  {
    what: 'a source of exactly the greatest age',
    sources: [at(10_000n, DAY), at(10_000n)],
    expected: [10_000n, 10_000n, 10_000n],
    statuses: 'USED USED',
  },
  {
    what: 'enough sources beside one of each kind that does not count',
    sources: [at(10_000n), at(10_020n), at(5n, DAY + 1n), silent, at(20_000n, -1n)],
    expected: [10_000n, 10_010n, 10_020n],
    statuses: 'USED USED STALE INVALID INVALID',
  },
])

tableOf('DEGRADED', [
  {
    what: 'two sources that differ by just more than the deviation, though each is near the median',
    sources: [at(19_899n), at(20_101n)],
    expected: [19_899n, 20_000n, 20_101n],
    statuses: 'USED USED',
  },
  {
    what: 'two sources far apart, even if one were enough',
    sources: [at(10_000n), at(20_000n)],
    limits: one,
    expected: [10_000n, 15_000n, 20_000n],
    statuses: 'OUTLIER OUTLIER',
  },
  {
    what: 'three sources far apart, with the outliers in the band',
    sources: [at(30_000n), at(20_000n), at(10_000n)],
    expected: [10_000n, 20_000n, 30_000n],
    statuses: 'OUTLIER USED OUTLIER',
  },
  {
    what: 'three sources that must all agree, with one outlier',
    sources: [at(10_000n), at(10_010n), at(10_112n)],
    limits: { minSources: 3n },
    expected: [10_000n, 10_010n, 10_112n],
    statuses: 'USED USED OUTLIER',
  },
  {
    what: 'four sources in two camps',
    sources: [at(10_000n), at(20_000n), at(10_000n), at(20_000n)],
    expected: [10_000n, 15_000n, 20_000n],
    statuses: 'OUTLIER OUTLIER OUTLIER OUTLIER',
  },
  {
    what: 'four sources near the median whose middle pair disagrees',
    sources: [at(19_850n), at(19_890n), at(20_110n), at(20_150n)],
    expected: [19_850n, 20_000n, 20_150n],
    statuses: 'USED USED USED USED',
  },
  {
    what: 'a rest whose own median leaves a member below',
    // The median is 10,000; without the outlier it is 10,050, and 9,900 is 150 away from it.
    sources: [at(1n), at(9_900n), at(10_000n), at(10_100n), at(10_100n)],
    limits: { minSources: 4n },
    expected: [1n, 10_000n, 10_100n],
    statuses: 'OUTLIER USED USED USED USED',
  },
  {
    what: 'a rest whose own median leaves a member above',
    // The median is 10,000; without the outlier it is 9,955, and 10,100 is 145 away from it.
    sources: [at(9_900n), at(9_910n), at(10_000n), at(10_100n), at(MAX_PRICE)],
    limits: { minSources: 4n },
    expected: [9_900n, 10_000n, MAX_PRICE],
    statuses: 'USED USED USED USED OUTLIER',
  },
  {
    what: 'one fresh source where two are needed',
    sources: [at(10_000n), at(10_000n, DAY + 1n), silent],
    expected: [10_000n, 10_000n, 10_000n],
    statuses: 'USED STALE INVALID',
  },
])

tableOf('DOWN', [
  {
    what: 'a stale source',
    sources: [at(1n, DAY + 1n)],
    limits: one,
    expected: [0n, 0n, 0n],
    statuses: 'STALE',
  },
  {
    what: 'a source that never updated',
    sources: [at(1n, 'never')],
    limits: one,
    expected: [0n, 0n, 0n],
    statuses: 'INVALID',
  },
  {
    what: 'a source from the future',
    sources: [at(1n, -1n)],
    limits: one,
    expected: [0n, 0n, 0n],
    statuses: 'INVALID',
  },
  {
    what: 'a price of 0',
    sources: [at(0n)],
    limits: one,
    expected: [0n, 0n, 0n],
    statuses: 'INVALID',
  },
  {
    what: 'a price just too large',
    sources: [at(MAX_PRICE + 1n)],
    limits: one,
    expected: [0n, 0n, 0n],
    statuses: 'INVALID',
  },
  {
    what: 'five sources, each silent or stale',
    sources: [silent, at(1n, DAY + 1n), silent, at(2n, 2n * DAY), at(0n, 2n * DAY)],
    expected: [0n, 0n, 0n],
    statuses: 'INVALID STALE INVALID STALE INVALID',
  },
])

const basePrice = fc.oneof(
  fc.bigInt(1n, 100n),
  fc.bigInt(1n, 10n ** 6n),
  fc.bigInt(10n ** 17n, 10n ** 23n),
  fc.bigInt(1n, MAX_PRICE),
)
const anyPrice = fc.oneof(
  fc.constantFrom(0n, 1n, MAX_PRICE, MAX_PRICE + 1n, 2n ** 255n - 1n, 2n ** 256n - 1n),
  fc.bigInt(0n, 2n ** 256n - 1n),
  basePrice,
)
const fewBps = fc.oneof(fc.bigInt(-60n, 60n), fc.bigInt(-1_100n, 1_100n))
const nudge = fc.bigInt(-2n, 2n)

/** A price some basis points from `base` and perhaps a hair more, so that many fall on both sides of the edge. */
const priceNear = (base: bigint) =>
  fc.tuple(fewBps, nudge).map(([bps, hair]) => {
    const price = (base * (10_000n + bps)) / 10_000n + hair
    return price < 0n ? 0n : price
  })

const ageAround = (maxAge: bigint) =>
  fc.oneof(
    { weight: 8, arbitrary: fc.bigInt(0n, maxAge) },
    { weight: 2, arbitrary: fc.constantFrom<bigint | 'never'>(-1n, maxAge, maxAge + 1n, 'never') },
  )

/** Limits that a first reading does not ask for. */
const NO_MOVES = {
  maxJumpBps: fc.constant(LIMITS.maxJumpBps),
  maxSwitchDeviationBps: fc.constant(LIMITS.maxSwitchDeviationBps),
}

const feedCase = fc
  .record({
    base: basePrice,
    count: fc.integer({ min: 1, max: 5 }),
    maxAge: fc.bigInt(60n, 172_800n),
    maxDeviationBps: fc.oneof(fc.constantFrom(25n, 100n, 1_000n), fc.bigInt(25n, 1_000n)),
  })
  .chain(({ base, count, maxAge, maxDeviationBps }) => {
    const price = fc.oneof(
      { weight: 9, arbitrary: priceNear(base) },
      { weight: 1, arbitrary: anyPrice },
    )
    const source = fc.oneof(
      { weight: 12, arbitrary: fc.record({ price, age: ageAround(maxAge) }) },
      { weight: 1, arbitrary: fc.constant<SourceCase>('silent') },
    )
    return fc.record({
      sources: fc.array(source, { minLength: count, maxLength: count }),
      limits: fc.record({
        ...NO_MOVES,
        maxAge: fc.constant(maxAge),
        maxDeviationBps: fc.constant(maxDeviationBps),
        minSources: fc.bigInt(1n, BigInt(count)),
      }),
    })
  })

describe('OracleHub, whatever its sources say', () => {
  it('reads what the model reads, and low <= mid <= high', async () => {
    const seen = { OK: 0, DEGRADED: 0, DOWN: 0 }
    await fc.assert(
      fc.asyncProperty(feedCase, async ({ sources, limits }) => {
        const { reading, answers, now } = await read(sources, limits)
        expect(reading).to.deep.equal(modelReading(answers, limits, now))
        expect(reading.low <= reading.mid && reading.mid <= reading.high).to.equal(true)
        expect(reading.low === 0n).to.equal(reading.state === 'DOWN')
        seen[reading.state] += 1
      }),
      { numRuns: 400 },
    )
    // A generator that reaches only one state would prove little.
    expect(seen.OK, 'readings that are OK').to.be.greaterThan(40)
    expect(seen.DEGRADED, 'readings that are DEGRADED').to.be.greaterThan(40)
    expect(seen.DOWN, 'readings that are DOWN').to.be.greaterThan(4)
  })

  it('lets one bad source of three neither block the price nor move it beyond the others', async () => {
    const honestPair = fc
      .record({
        lower: basePrice,
        maxDeviationBps: fc.bigInt(25n, 1_000n),
        share: fc.bigInt(0n, 100n),
      })
      .map(({ lower, maxDeviationBps, share }) => {
        const upper = lower + (lower * maxDeviationBps * share) / 1_000_000n
        return { lower, upper: upper > MAX_PRICE ? lower : upper, maxDeviationBps }
      })
    const badSource = (lower: bigint) =>
      fc.oneof(
        fc.constant<SourceCase>('silent'),
        fc.record({ price: fc.oneof(anyPrice, priceNear(lower)), age: ageAround(DAY) }),
      )
    const scenario = honestPair.chain((pair) =>
      fc.record({
        pair: fc.constant(pair),
        bad: badSource(pair.lower),
        place: fc.integer({ min: 0, max: 2 }),
      }),
    )
    await fc.assert(
      fc.asyncProperty(
        scenario,
        async ({ pair: { lower, upper, maxDeviationBps }, bad, place }) => {
          const sources = [at(lower), at(upper)].toSpliced(place, 0, bad)
          const { reading } = await read(sources, { ...LIMITS, maxDeviationBps })
          expect(reading.state).to.equal('OK')
          expect(reading.mid >= lower && reading.mid <= upper, 'mid within the others').to.equal(
            true,
          )
          expect((lower - reading.low) * 10_000n <= lower * maxDeviationBps, 'low').to.equal(true)
          expect((reading.high - upper) * 10_000n <= upper * maxDeviationBps, 'high').to.equal(true)
        },
      ),
      { numRuns: 300 },
    )
  })
})
