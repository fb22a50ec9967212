import { expect } from 'chai'
import fc from 'fast-check'
import {
  formatBps,
  formatCount,
  formatTokenAmount,
  formatWad,
  formatWadPercent,
  formatWholePercent,
  NegativeValueError,
  parseBps,
  parseCount,
  parseTokenAmount,
  parseWad,
  parseWadPercent,
  parseWholePercent,
  TooPreciseError,
  UnitError,
  UnreadableValueError,
  WrongSymbolError,
  WrongUnitError,
} from '../../cli/shared/units.ts'

const amount = fc.bigInt({ min: 0n, max: 2n ** 128n })

const nextStepOf = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    if (error instanceof UnitError) return error.nextStep
    throw error
  }
  throw new Error('did not throw')
}

describe('units', () => {
  describe('every unit reads back what it writes', () => {
    const pairs: Readonly<Record<string, readonly [(v: bigint) => string, (t: string) => bigint]>> =
      {
        bps: [formatBps, parseBps],
        wadPercent: [formatWadPercent, parseWadPercent],
        wad: [formatWad, parseWad],
        tokenAmount: [(v) => formatTokenAmount(v, 'bUSD'), (t) => parseTokenAmount(t, 'bUSD')],
        count: [formatCount, parseCount],
        wholePercent: [formatWholePercent, parseWholePercent],
      }
    for (const [unit, [format, parse]] of Object.entries(pairs)) {
      it(unit, () => {
        fc.assert(fc.property(amount, (value) => parse(format(value)) === value))
      })
    }
  })

  it('reads percentages with and without a space, and underscores between thousands', () => {
    expect(parseBps('82.5%')).to.equal(8_250n)
    expect(parseBps(' 82.5 % ')).to.equal(8_250n)
    expect(parseBps('82.50%')).to.equal(8_250n)
    expect(parseWadPercent('5.25%')).to.equal(52_500_000_000_000_000n)
    expect(parseWad('1.05')).to.equal(1_050_000_000_000_000_000n)
    expect(parseTokenAmount('25_000_000 bUSD', 'bUSD')).to.equal(25_000_000n * 10n ** 18n)
    expect(parseTokenAmount('0.000000000000000001bUSD', 'bUSD')).to.equal(1n)
    expect(parseWholePercent('4%')).to.equal(4n)
  })

  it('writes the shortest exact text', () => {
    expect(formatBps(8_250n)).to.equal('82.5%')
    expect(formatBps(100_000n)).to.equal('1_000%')
    expect(formatTokenAmount(25_000_000n * 10n ** 18n, 'bUSD')).to.equal('25_000_000 bUSD')
    expect(formatWad(1n)).to.equal('0.000000000000000001')
  })

  it('never loses a digit that it accepts', () => {
    const decimal = fc.tuple(fc.nat(), fc.nat({ max: 99 })).map(([whole, part]) => ({
      text: `${whole}.${String(part).padStart(2, '0')}%`,
      value: BigInt(whole) * 100n + BigInt(part),
    }))
    fc.assert(fc.property(decimal, ({ text, value }) => parseBps(text) === value))
  })

  const refusals = [
    ['0.82', parseBps, WrongUnitError, '0.82%'],
    ['8250 bps', parseBps, WrongUnitError, 'Write 82.5%.'],
    ['82 bUSD', parseBps, WrongUnitError, '82.5%'],
    ['82.555%', parseBps, TooPreciseError, '82.55%'],
    ['-1%', parseBps, NegativeValueError, 'zero or more'],
    ['\u22121%', parseBps, NegativeValueError, 'zero or more'],
    ['82,5%', parseBps, UnreadableValueError, 'Write 82.5%.'],
    [
      '25,000,000 bUSD',
      (t: string) => parseTokenAmount(t, 'bUSD'),
      UnreadableValueError,
      '25_000_000 bUSD',
    ],
    ['25 USDC', (t: string) => parseTokenAmount(t, 'bUSD'), WrongSymbolError, '25 bUSD'],
    ['25 busd', (t: string) => parseTokenAmount(t, 'bUSD'), WrongSymbolError, '25 bUSD'],
    ['25_000', (t: string) => parseTokenAmount(t, 'bUSD'), WrongUnitError, '25_000 bUSD'],
    ['1.05%', parseWad, WrongUnitError, '1.05'],
    ['1e18', parseCount, UnreadableValueError, 'Write it out'],
    ['0x10', parseCount, UnreadableValueError, 'Write it out'],
    ['2.5', parseCount, TooPreciseError, 'Write 2'],
    ['4.5%', parseWholePercent, TooPreciseError, 'Write 4%'],
    ['many', parseCount, UnreadableValueError, 'such as 2'],
    ['1__0', parseCount, UnreadableValueError, 'such as 2'],
    ['', parseCount, UnreadableValueError, 'such as 2'],
    ['9'.repeat(200), parseCount, UnreadableValueError, 'such as 2'],
  ] as const
  for (const [text, parse, failure, instead] of refusals) {
    it(`refuses "${text.slice(0, 20)}" with ${failure.name} and says what to write`, () => {
      expect(() => parse(text)).to.throw(failure)
      expect(nextStepOf(() => parse(text))).to.contain(instead)
    })
  }

  it('answers garbage with a UnitError and nothing else', () => {
    const parsers = [parseBps, parseWad, parseCount, (t: string) => parseTokenAmount(t, 'bUSD')]
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...parsers), (text, parse) => {
        try {
          return parse(text) >= 0n
        } catch (error) {
          return error instanceof UnitError && error.nextStep.length > 0
        }
      }),
    )
  })
})
