import { expect } from 'chai'
import fc from 'fast-check'
import { cholesky, NotPositiveDefiniteError } from '../../cli/risk/correlation.ts'

describe('cholesky', () => {
  it('gives a lower triangle whose square is the matrix', () => {
    const correlation = fc.double({ min: -0.45, max: 0.45, noNaN: true })
    fc.assert(
      fc.property(correlation, correlation, correlation, (a, b, c) => {
        const matrix = [
          [1, a, b],
          [a, 1, c],
          [b, c, 1],
        ]
        const lower = cholesky(matrix)
        for (const [i, row] of matrix.entries())
          for (const [j, value] of row.entries()) {
            const products = lower[i]!.map((entry, k) => entry * (lower[j]![k] ?? 0))
            expect(products.reduce((sum, product) => sum + product, 0)).to.be.closeTo(value, 1e-14)
          }
      }),
    )
  })

  it('factors a two by two matrix as by hand', () => {
    const [, second] = cholesky([
      [1, 0.6],
      [0.6, 1],
    ])
    expect(second![0]).to.equal(0.6)
    expect(second![1]).to.be.closeTo(0.8, 1e-15)
  })

  const impossible: readonly (readonly [string, number[][], number])[] = [
    [
      'correlations that do not fit together',
      [
        [1, 0.9, -0.9],
        [0.9, 1, 0.9],
        [-0.9, 0.9, 1],
      ],
      2,
    ],
    [
      'two names for one price',
      [
        [1, 1],
        [1, 1],
      ],
      1,
    ],
    [
      'a correlation above 1',
      [
        [1, 1.1],
        [1.1, 1],
      ],
      1,
    ],
    [
      'an asymmetric matrix',
      [
        [1, 0.5],
        [0.4, 1],
      ],
      0,
    ],
    [
      'variances instead of ones',
      [
        [0.64, 0.2],
        [0.2, 0.36],
      ],
      0,
    ],
    ['a row that is too short', [[1, 0], [0]], 1],
    [
      'an entry that is not a number',
      [
        [1, Number.NaN],
        [Number.NaN, 1],
      ],
      0,
    ],
  ]
  for (const [name, matrix, row] of impossible)
    it(`refuses ${name}`, () => {
      expect(() => cholesky(matrix))
        .to.throw(NotPositiveDefiniteError)
        .with.property('row', row)
    })
})
