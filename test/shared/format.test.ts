import { expect } from 'chai'
import {
  formatNumber,
  formatSigned,
  forPeople,
  listOf,
  plural,
  printable,
  printableLines,
  shortHex,
} from '../../cli/shared/format.ts'
import { formatBps } from '../../cli/shared/units.ts'

describe('format', () => {
  it('separates thousands and cuts decimals towards zero', () => {
    expect(formatNumber(25_000_000n)).to.equal('25,000,000')
    expect(formatNumber(1_234_567_891n, 6, 2)).to.equal('1,234.56')
    expect(formatNumber(-1_234_567_891n, 6, 2)).to.equal('\u22121,234.56')
  })

  it('turns the text of a file into text for people', () => {
    expect(forPeople('25_000_000 bUSD')).to.equal('25,000,000 bUSD')
    expect(forPeople('82.5%')).to.equal('82.5 %')
    expect(forPeople('1 day 6 h')).to.equal('1 day 6 h')
  })

  it('gives differences their sign', () => {
    expect(formatSigned(200n, formatBps)).to.equal('+2%')
    expect(formatSigned(-200n, formatBps)).to.equal('\u22122%')
    expect(formatSigned(0n, formatBps)).to.equal('\u00b10%')
  })

  it('shortens addresses and leaves selectors whole', () => {
    expect(shortHex(`0x1234${'0'.repeat(32)}abcd`)).to.equal('0x1234\u2026abcd')
    expect(shortHex('0x12345678')).to.equal('0x12345678')
  })

  it('writes out what cannot be seen, and leaves every letter', () => {
    expect(printable('5"\n\u001b[2K\u2714 pass')).to.equal('5"\\u{a}\\u{1b}[2K\u2714 pass')
    for (const hidden of [
      '\u0000',
      '\r',
      '\t',
      '\u007f',
      '\u0085',
      '\u009b',
      '\u200b',
      '\u200f',
      '\u2028',
      '\u2029',
      '\u202a',
      '\u202e',
      '\u2060',
      '\u2066',
      '\u2069',
      '\ufeff',
      '\ud800',
      '\u{e0041}',
    ])
      expect(printable(hidden)).to.equal(`\\u{${hidden.codePointAt(0)!.toString(16)}}`)
    const letters = 'Größe, \u65e5\u672c, \u0639\u0631\u0628, \u{1f600} \u2212 82 %'
    expect(printable(letters)).to.equal(letters)
  })

  it('counts and lists', () => {
    expect([plural(1, 'call'), plural(2, 'call')]).to.deep.equal(['1 call', '2 calls'])
    expect(plural(12_061, 'vote')).to.equal('12,061 votes')
    expect([listOf([]), listOf(['a']), listOf(['a', 'b', 'c'])]).to.deep.equal([
      '',
      'a',
      'a, b and c',
    ])
  })
})

describe('somebody else\u2019s text on several lines', () => {
  it('keeps its own line breaks and nothing else that moves a cursor', () => {
    expect(printableLines('one\r\ntwo\n\u001b[2Jthree\rfour')).to.deep.equal([
      'one',
      'two',
      '\\u{1b}[2Jthree\\u{d}four',
    ])
  })
})
