import { expect } from 'chai'
import fc from 'fast-check'
import { type LossHistogram, lossHistogram, mostBins } from '../../cli/risk/lossHistogram.ts'

const histogramOf = (before: readonly number[], after: readonly number[]): LossHistogram =>
  lossHistogram(Float64Array.from(before), Float64Array.from(after))

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0)

/** Losses as bad debt has them: often none, and then of any size. */
const loss = fc.oneof(
  fc.constant(0),
  fc.double({ min: 0, max: 1e9, noNaN: true }),
  fc.integer({ min: -12, max: 12 }).map((exponent) => 10 ** exponent),
  fc.constantFrom(1, 2, 5, 10, 20, 50, 0.1, 0.2, 0.5, Number.MIN_VALUE, Number.MAX_VALUE / 10),
)
const pairs = fc.array(fc.tuple(loss, loss), { minLength: 1, maxLength: 60 })

describe('lossHistogram', () => {
  it('counts paths without a loss by themselves', () => {
    const { paths, none, bins } = histogramOf([0, 0, 0, 7], [0, 0, 3, 7])
    expect(paths).to.equal(4)
    expect(none).to.deep.equal({ before: 3, after: 2 })
    expect(bins).to.deep.equal([
      { from: 2, to: 5, before: 0, after: 1 },
      { from: 5, to: 10, before: 1, after: 1 },
    ])
  })

  it('has no bins where nothing was lost', () => {
    expect(histogramOf([0, 0], [0, 0])).to.deep.equal({
      paths: 2,
      none: { before: 2, after: 2 },
      bins: [],
    })
  })

  it('puts a loss that is an edge into the bin that begins there', () => {
    const { bins } = histogramOf([10], [20])
    expect(bins.map(({ from, to }) => [from, to])).to.deep.equal([
      [10, 20],
      [20, 50],
    ])
  })

  it('keeps the bins between two far losses, empty ones too', () => {
    const { bins } = histogramOf([0.3], [4_000])
    expect(bins.map(({ from }) => from)).to.deep.equal([
      0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000,
    ])
  })

  it('lets losses that are eight decades smaller than the largest share one bin', () => {
    const { bins } = histogramOf([1e-9, 1e-8, 1_000], [1e-9, 0, 1_000])
    expect(bins).to.have.length(mostBins)
    expect(bins[0]).to.deep.include({ from: 0, before: 2, after: 1 })
    expect(bins.at(-1)).to.deep.equal({ from: 1_000, to: 2_000, before: 1, after: 1 })
  })

  it('counts every path exactly once, before and after', () => {
    fc.assert(
      fc.property(pairs, (drawn) => {
        const { paths, none, bins } = histogramOf(
          drawn.map(([before]) => before),
          drawn.map(([, after]) => after),
        )
        expect(none.before + sum(bins.map(({ before }) => before))).to.equal(paths)
        expect(none.after + sum(bins.map(({ after }) => after))).to.equal(paths)
        expect(bins.length).to.be.at.most(mostBins)
      }),
    )
  })

  it('equals counting each bin by its own definition', () => {
    fc.assert(
      fc.property(pairs, (drawn) => {
        const before = drawn.map(([first]) => first)
        const after = drawn.map(([, second]) => second)
        const within = (losses: readonly number[], from: number, to: number) =>
          losses.filter((one) => one > 0 && one >= from && one < to).length
        const { bins } = histogramOf(before, after)
        for (const [i, bin] of bins.entries()) {
          expect(bin.before).to.equal(within(before, bin.from, bin.to))
          expect(bin.after).to.equal(within(after, bin.from, bin.to))
          if (i > 0) expect(bin.from).to.equal(bins[i - 1]!.to)
        }
        const largest = Math.max(...before, ...after)
        if (largest > 0) {
          const last = bins.at(-1)!
          expect(last.before + last.after, 'the last bin holds the largest loss').to.be.above(0)
        }
      }),
    )
  })
})
