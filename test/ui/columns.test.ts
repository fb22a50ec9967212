import { expect } from 'chai'
import fc from 'fast-check'
import { fitColumns } from '../../cli/ui/columns.ts'

const widths = (fitted: ReturnType<typeof fitColumns>) => fitted.map(({ width }) => width)

describe('fitColumns', () => {
  it('gives what is left to the columns that grow', () => {
    const fitted = fitColumns(
      [{ width: 5 }, { width: 5, grows: true }, { width: 5, grows: true }],
      24,
    )
    expect(widths(fitted)).to.deep.equal([5, 9, 8])
  })

  it('lets the least important leave first, of two alike the last', () => {
    const columns = [
      { width: 10, id: 'a' },
      { width: 10, id: 'b', priority: 3 },
      { width: 10, id: 'c', priority: 2 },
      { width: 10, id: 'd', priority: 3 },
    ] as const
    const kept = (width: number) =>
      fitColumns(columns, width)
        .map(({ column }) => column.id)
        .join('')
    expect(kept(43)).to.equal('abcd')
    expect(kept(42)).to.equal('abc')
    expect(kept(31)).to.equal('ac')
    expect(kept(20)).to.equal('a')
  })

  it('takes from the widest where even the most important are too wide', () => {
    expect(widths(fitColumns([{ width: 20 }, { width: 6 }], 17))).to.deep.equal([10, 6])
  })

  it('never takes more cells than there are, down to three for a column', () => {
    const wish = fc.record({
      width: fc.integer({ min: 3, max: 40 }),
      priority: fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const),
      grows: fc.boolean(),
    })
    fc.assert(
      fc.property(
        fc.array(wish, { minLength: 1, maxLength: 10 }),
        fc.integer({ min: 40, max: 250 }),
        (columns, width) => {
          const fitted = fitColumns(columns, width)
          const taken = fitted.reduce((sum, one) => sum + one.width, fitted.length - 1)
          expect(taken).to.be.at.most(width)
          expect(fitted.every((one) => one.width >= 3)).to.equal(true)
        },
      ),
    )
  })
})
