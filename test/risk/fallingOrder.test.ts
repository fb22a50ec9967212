import { expect } from 'chai'
import fc from 'fast-check'
import { fallingOrder } from '../../cli/risk/fallingOrder.ts'

describe('fallingOrder', () => {
  const positive = fc.oneof(
    fc.constantFrom(0, 1, 1 + Number.EPSILON, Number.MIN_VALUE, Number.MAX_VALUE, Infinity),
    fc.double({ min: 0, noNaN: true }).map(Math.abs),
  )

  it('puts the largest first, each place once', () => {
    fc.assert(
      fc.property(fc.float64Array({ noNaN: true, min: 0 }), fc.array(positive), (some, more) => {
        const values = Float64Array.from([...some.map(Math.abs), ...more])
        const order = fallingOrder(values)
        const sorted = [...values].sort((a, b) => (a < b ? 1 : a > b ? -1 : 0))
        expect(Array.from(order, (place) => values[place])).to.deep.equal(sorted)
        expect(new Set(order).size).to.equal(values.length)
      }),
    )
  })

  it('leaves the array as it was', () => {
    const values = Float64Array.of(1, 3, 2)
    expect([...fallingOrder(values)]).to.deep.equal([1, 2, 0])
    expect([...values]).to.deep.equal([1, 3, 2])
  })
})
