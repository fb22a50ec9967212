import { expect } from 'chai'
import fc from 'fast-check'
import stringWidth from 'string-width'
import { wrapText } from '../../cli/ui/wrap.ts'

describe('a text in lines', () => {
  it('is broken between words', () => {
    expect(wrapText('the vote ends in two days', 10)).to.deep.equal([
      'the vote',
      'ends in',
      'two days',
    ])
  })

  it('breaks a word that is too long anywhere', () => {
    expect(wrapText('to 0x1234567890', 6)).to.deep.equal(['to', '0x1234', '567890'])
  })

  it('counts cells, not characters', () => {
    expect(wrapText('日本語日本語', 6)).to.deep.equal(['日本語', '日本語'])
  })

  it('is one empty line for nothing', () => {
    expect(wrapText('', 10)).to.deep.equal([''])
  })

  it('keeps every word, and no line is too wide', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { maxLength: 30 }),
        fc.integer({ min: 1, max: 40 }),
        (words, width) => {
          const lines = wrapText(words.join(' '), width)
          expect(Math.max(...lines.map((line) => stringWidth(line)))).to.be.at.most(width)
          expect(lines.join('').replaceAll(' ', '')).to.equal(words.join(''))
        },
      ),
    )
  })
})
