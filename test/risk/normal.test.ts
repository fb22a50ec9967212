import { expect } from 'chai'
import fc from 'fast-check'
import { normalDistribution, normalQuantile } from '../../cli/risk/normal.ts'

describe('the normal distribution', () => {
  // Oracle: 40-digit arithmetic (root of the distribution function), rounded to doubles.
  const quantiles: readonly (readonly [number, number])[] = [
    [1e-300, -37.0470962993612],
    [1e-20, -9.262340089798405],
    [1e-5, -4.2648907939228256],
    [0.0249, -1.9616778690637862],
    [0.0751, -1.4388253927525398],
    [0.4999, -0.0002506628300880075],
    [0.6, 0.2533471031357997],
    [0.99, 2.326347874040841],
  ]
  for (const [p, x] of quantiles)
    it(`has the quantile ${x} at ${p}`, () => {
      expect(Math.abs(normalQuantile(p) / x - 1)).to.be.below(1e-15)
    })

  // Oracle: 40-digit arithmetic.
  const masses: readonly (readonly [number, number])[] = [
    [-30, 4.906713927148188e-198],
    [-5, 2.8665157187919396e-7],
    [-1, 0.15865525393145705],
    [0.5, 0.6914624612740131],
    [3.01, 0.9986937615512306],
  ]
  for (const [x, p] of masses)
    it(`has the mass ${p} below ${x}`, () => {
      expect(Math.abs(normalDistribution(x) / p - 1)).to.be.below(1e-13)
    })

  it('has its median at 0, exactly', () => {
    expect(normalQuantile(0.5)).to.equal(0)
    expect(normalDistribution(0)).to.equal(0.5)
  })

  it('is antisymmetric wherever 1 - p is exact', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 30 - 1 }), (k) => {
        const p = k / 2 ** 31
        expect(normalQuantile(1 - p)).to.be.closeTo(-normalQuantile(p), 1e-13)
      }),
    )
  })

  it('undoes its own quantile', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-12, max: 1 - 1e-9, noNaN: true }), (p) => {
        expect(Math.abs(normalDistribution(normalQuantile(p)) - p)).to.be.below(1e-13)
      }),
    )
  })
})
