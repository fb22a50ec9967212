import { expect } from 'chai'
import fc from 'fast-check'
import { CounterRandom, philox4x32 } from '../../cli/risk/random.ts'
import { RiskInputError } from '../../cli/risk/riskInputError.ts'
import { mean, variance } from './books.ts'

const hex = (words: Uint32Array): string =>
  Array.from(words, (word) => word.toString(16).padStart(8, '0')).join(' ')

describe('Philox4x32-10', () => {
  // Oracle: the known-answer file of Random123 (D. E. Shaw Research), rows philox4x32 with 10 rounds.
  const answers: readonly (readonly [string, number[], number[], string])[] = [
    ['zeros', [0, 0, 0, 0], [0, 0], '6627e8d5 e169c58d bc57ac4c 9b00dbd8'],
    ['ones', [-1, -1, -1, -1], [-1, -1], '408f276d 41c83b0e a20bc7c6 6d5451fd'],
    [
      'the digits of pi',
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      'd16cfe09 94fdcceb 5001e420 24126ea1',
    ],
  ]
  for (const [name, counter, key, answer] of answers)
    it(`gives the published answer for ${name}`, () => {
      const output = new Uint32Array(4)
      philox4x32(Uint32Array.from(counter), Uint32Array.from(key), output)
      expect(hex(output)).to.equal(answer)
    })
})

describe('CounterRandom', () => {
  const draws = 200_000

  it('has the moments of a uniform distribution', () => {
    const random = new CounterRandom(1)
    const sample = Float64Array.from({ length: draws }, (_, i) =>
      random.uniform(i >> 8, i & 255, 0),
    )
    expect(Math.abs(mean(sample) - 1 / 2) * Math.sqrt(12 * draws)).to.be.below(4)
    // The variance of (U - 1/2)^2 is 1/180.
    const squares = sample.map((u) => (u - 0.5) ** 2)
    expect(Math.abs(mean(squares) - 1 / 12) * Math.sqrt(180 * draws)).to.be.below(4)
  })

  it('fills a hundred equal cells evenly (chi-square with 99 degrees of freedom)', () => {
    const random = new CounterRandom(2)
    const cells = new Float64Array(100)
    for (let i = 0; i < draws; i++) {
      const cell = Math.floor(100 * random.uniform(i, 0, i % 3))
      cells[cell] = cells[cell]! + 1
    }
    const expected = draws / 100
    const statistic = cells.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
    // Mean 99, standard deviation sqrt(198).
    expect(Math.abs(statistic - 99) / Math.sqrt(198)).to.be.below(4)
  })

  it('has the first four moments of a standard normal distribution', () => {
    const random = new CounterRandom(3)
    const sample = Float64Array.from({ length: draws }, (_, i) => random.normal(i, 7, 1))
    const moment = (power: number): number => mean(sample.map((x) => x ** power))
    // Var(Z^k) = E[Z^2k] - E[Z^k]^2: 1, 2, 15, 96.
    const z = (power: number, value: number, spread: number): number =>
      (Math.abs(moment(power) - value) * Math.sqrt(draws)) / Math.sqrt(spread)
    expect(z(1, 0, 1)).to.be.below(4)
    expect(z(2, 1, 2)).to.be.below(4)
    expect(z(3, 0, 15)).to.be.below(4)
    expect(z(4, 3, 96)).to.be.below(4)
  })

  it('has no correlation between neighbouring paths, steps and factors', () => {
    const random = new CounterRandom(4)
    const shifts = [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ] as const
    for (const [path, step, factor] of shifts) {
      const products = Float64Array.from(
        { length: 50_000 },
        (_, i) => random.normal(i, 5, 2) * random.normal(i + path, 5 + step, 2 + factor),
      )
      expect(
        Math.abs(mean(products)) / Math.sqrt(variance(products) / products.length),
      ).to.be.below(4)
    }
  })

  it('answers by place, whatever was asked before', () => {
    const place = fc.tuple(fc.nat(1e6), fc.nat(1e4), fc.nat(10))
    fc.assert(
      fc.property(fc.nat(), place, place, (seed, first, second) => {
        const random = new CounterRandom(seed)
        const before = random.uniform(...first)
        random.uniform(...second)
        expect(random.uniform(...first)).to.equal(before)
        expect(new CounterRandom(seed).uniform(...first)).to.equal(before)
      }),
    )
  })

  it('uses all 53 bits of a seed', () => {
    const small = new CounterRandom(5).uniform(0, 0, 0)
    expect(new CounterRandom(5 + 2 ** 32).uniform(0, 0, 0)).to.not.equal(small)
    expect(new CounterRandom(6).uniform(0, 0, 0)).to.not.equal(small)
  })

  it('refuses a seed that is not a whole number from 0', () => {
    for (const seed of [-1, 0.5, Number.NaN, 2 ** 53])
      expect(() => new CounterRandom(seed)).to.throw(RiskInputError)
  })
})
