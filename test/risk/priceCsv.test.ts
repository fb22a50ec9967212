import { expect } from 'chai'
import { PriceCsvError, parsePriceCsv } from '../../cli/risk/priceCsv.ts'

const bars = `timestamp,open,high,low,close,volume
2020-03-12T00:00:00Z,194.5,195,101.2,107.82,1
2020-03-13T00:00:00Z,107.8,150,86,133.2,2
`

describe('parsePriceCsv', () => {
  it('reads closes of bars', () => {
    expect(parsePriceCsv(bars)).to.deep.equal([
      { at: 1_583_971_200, price: 107.82 },
      { at: 1_584_057_600, price: 133.2 },
    ])
  })

  it('reads lows of bars when asked', () => {
    expect(parsePriceCsv(bars, { field: 'low' }).map(({ price }) => price)).to.deep.equal([
      101.2, 86,
    ])
  })

  it('reads plain prices, days, Windows line ends and a byte order mark', () => {
    expect(
      parsePriceCsv('\ufefftimestamp,price\r\n2021-01-01,5\r\n2021-01-01T00:30Z,6\r\n'),
    ).to.deep.equal([
      { at: 1_609_459_200, price: 5 },
      { at: 1_609_461_000, price: 6 },
    ])
  })

  const header = 'timestamp,price\n2021-01-01,5\n'
  const broken: readonly (readonly [string, string, number])[] = [
    ['an empty file', '', 1],
    ['a header without stamps', 'time,price\n2021-01-01,5', 1],
    ['a header without prices', 'timestamp,value\n2021-01-01,5', 1],
    ['a header without rows', 'timestamp,price\n', 2],
    ['a row with too few cells', `${header}2021-01-02`, 3],
    ['a stamp without zone', `${header}2021-01-02T00:00:00,5`, 3],
    ['a stamp in words', `${header}yesterday,5`, 3],
    ['a day that does not exist', `${header}2021-02-30,5`, 3],
    ['an hour that does not exist', `${header}2021-02-03T25:00:00Z,5`, 3],
    ['the same stamp twice', `${header}2021-01-01,5`, 3],
    ['an earlier stamp', `${header}2020-12-31,5`, 3],
    ['a price of zero', `${header}2021-01-02,0`, 3],
    ['a negative price', `${header}2021-01-02,-1`, 3],
    ['an empty price', `${header}2021-01-02, `, 3],
    ['a price in words', `${header}2021-01-02,5 USD`, 3],
    ['an infinite price', `${header}2021-01-02,Infinity`, 3],
    ['a blank line between rows', `${header}\n2021-01-02,5`, 3],
  ]
  for (const [name, text, line] of broken)
    it(`refuses ${name} and names line ${line}`, () => {
      expect(() => parsePriceCsv(text))
        .to.throw(PriceCsvError, `Line ${line} `)
        .with.property('line', line)
    })

  it('refuses lows of a file that has only prices', () => {
    expect(() => parsePriceCsv(header, { field: 'low' })).to.throw(PriceCsvError, 'low')
  })
})
