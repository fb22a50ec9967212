import process from 'node:process'
import { expect } from 'chai'
import fc from 'fast-check'
import { charactersOf, widthOf } from '../../cli/ui/cell.ts'
import { placeBeside, rowAt, textRows } from '../../cli/ui/textRows.ts'

const rowsOf = (text: string, width: number) =>
  textRows(charactersOf(text), width).map(({ from, to }) => text.slice(from, to))

describe('textRows', () => {
  it('breaks at line breaks, between words, and in a word that is too long', () => {
    expect(rowsOf('one two\n\nthree', 20)).to.deep.equal(['one two', '', 'three'])
    expect(rowsOf('one two three', 8)).to.deep.equal(['one two ', 'three'])
    expect(rowsOf('abcdefghij', 4)).to.deep.equal(['abcd', 'efgh', 'ij'])
    expect(rowsOf('', 4)).to.deep.equal([''])
    expect(rowsOf('a\n', 4)).to.deep.equal(['a', ''])
  })

  it('keeps every character, in rows that fit', () => {
    const text = fc
      .array(fc.constantFrom('a', 'word ', ' ', '\n', '中', '🙂', 'long-word-here'))
      .map((all) => all.join(''))
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 12 }), (whole, width) => {
        const characters = charactersOf(whole)
        const rows = textRows(characters, width)
        let at = 0
        for (const { from, to } of rows) {
          expect(from - at).to.be.oneOf([0, 1])
          if (from > at) expect(characters[at]).to.equal('\n')
          const row = characters.slice(from, to)
          expect(row).not.to.include('\n')
          if (row.length > 1) expect(widthOf(row.join('').trimEnd())).to.be.at.most(width)
          at = to
        }
        expect(at).to.equal(characters.length)
      }),
    )
  })

  it('takes ten thousand characters in no time', () => {
    const characters = charactersOf('word '.repeat(2_000))
    const times = [1, 2, 3].map(() => {
      const before = process.threadCpuUsage()
      textRows(characters, 60)
      const { user, system } = process.threadCpuUsage(before)
      return (user + system) / 1_000
    })
    // Its own work, and the quickest: whatever else the machine does meanwhile is not this function's.
    expect(Math.min(...times)).to.be.below(20)
  })
})

describe('placeBeside', () => {
  const rows = textRows(charactersOf('one two three\nx\nlonger'), 8)

  it('goes to the same column of the row above and below, or to its end', () => {
    expect(rows.map(({ from }) => from)).to.deep.equal([0, 8, 14, 16])
    expect(placeBeside(rows, 2, 1)).to.equal(10)
    expect(placeBeside(rows, 12, 1)).to.equal(15)
    expect(placeBeside(rows, 20, -1)).to.equal(15)
    expect(placeBeside(rows, 15, -1)).to.equal(9)
  })

  it('stays on the row that it goes to', () => {
    const place = placeBeside(rows, 13, -1)!
    expect(rowAt(rows, place)).to.equal(0)
  })

  it('is nowhere above the first row and below the last', () => {
    expect(placeBeside(rows, 2, -1)).to.equal(undefined)
    expect(placeBeside(rows, 17, 1)).to.equal(undefined)
  })
})
