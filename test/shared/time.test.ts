import { expect } from 'chai'
import fc from 'fast-check'
import {
  formatDuration,
  formatUtc,
  formatUtcDate,
  largestUnit,
  parseDuration,
  roughDuration,
} from '../../cli/shared/time.ts'
import {
  NegativeValueError,
  TooPreciseError,
  UnitError,
  UnreadableValueError,
  WrongUnitError,
} from '../../cli/shared/units.ts'

describe('durations', () => {
  it('are read in days, hours, minutes and seconds', () => {
    expect(parseDuration('2 days')).to.equal(172_800n)
    expect(parseDuration('36 h')).to.equal(129_600n)
    expect(parseDuration('1 day 6 h')).to.equal(108_000n)
    expect(parseDuration('90 min')).to.equal(5_400n)
    expect(parseDuration('1d6h30min15s')).to.equal(109_815n)
    expect(parseDuration('172_800 s')).to.equal(172_800n)
  })

  it('read back what they write', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), (value) => {
        return parseDuration(formatDuration(value)) === value
      }),
    )
  })

  it('are written with the longest unit first', () => {
    expect(formatDuration(108_000n)).to.equal('1 day 6 h')
    expect(formatDuration(0n)).to.equal('0 s')
    expect(formatDuration(-3_600n)).to.equal('-1 h')
  })

  it('are cut to their two largest units for countdowns, never rounded up', () => {
    const cases = [
      [2n * 86_400n + 3n * 3_600n + 14n * 60n + 5n, '2 days 3 h'],
      [86_399n, '23 h 59 min'],
      [86_400n, '1 day'],
      [86_400n + 59n * 60n, '1 day'],
      [61n, '1 min 1 s'],
      [5n, '5 s'],
      [0n, '0 s'],
      [-3_661n, '-1 h 1 min'],
    ] as const
    for (const [value, text] of cases) expect(roughDuration(value)).to.equal(text)
  })

  it('are cut to their largest unit where there is room for one word', () => {
    const cases = [
      [0n, '0 s'],
      [59n, '59 s'],
      [3_599n, '59 min'],
      [86_399n, '23 h'],
      [86_400n, '1 day'],
      [300_000n, '3 days'],
    ] as const
    for (const [value, text] of cases) expect(largestUnit(value)).to.equal(text)
  })

  const refusals = [
    ['2', WrongUnitError, '2 days'],
    ['2 months', WrongUnitError, 'days, h, min or s'],
    ['-2 days', NegativeValueError, '2 days'],
    ['1.5 days', TooPreciseError, '1 day 12 h'],
    ['6 h 1 day', UnreadableValueError, '1 day 6 h'],
    ['1 day 1 day', UnreadableValueError, '2 days'],
    ['soon', UnreadableValueError, '2 days'],
    ['', UnreadableValueError, '2 days'],
  ] as const
  for (const [text, failure, instead] of refusals) {
    it(`refuse "${text}" with ${failure.name} and say what to write`, () => {
      expect(() => parseDuration(text))
        .to.throw(failure)
        .with.property('nextStep')
        .that.contains(instead)
    })
  }

  it('answer garbage with a UnitError and nothing else', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          return parseDuration(text) >= 0n
        } catch (error) {
          return error instanceof UnitError
        }
      }),
    )
  })
})

describe('dates', () => {
  it('are UTC', () => {
    expect(formatUtc(1_795_521_600n)).to.equal('2026-11-24 12:00 UTC')
    expect(formatUtcDate(1_795_521_600)).to.equal('2026-11-24')
  })
})
