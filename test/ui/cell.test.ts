import { expect } from 'chai'
import fc from 'fast-check'
import stringWidth from 'string-width'
import { cell, charactersOf, cutTo, widthOf } from '../../cli/ui/cell.ts'
import { themeOf } from '../../cli/ui/theme.ts'

const left = { align: 'left', ellipsis: '…' } as const
const right = { align: 'right', ellipsis: '…' } as const

describe('cell', () => {
  it('pads words to the right and numbers to the left', () => {
    expect(cell('ab', 4, left)).to.equal('ab  ')
    expect(cell('12', 4, right)).to.equal('  12')
  })

  it('cuts with an ellipsis', () => {
    expect(cell('threshold', 5, left)).to.equal('thre…')
    expect(cell('threshold', 5, { align: 'left', ellipsis: '...' })).to.equal('th...')
  })

  it('never cuts a wide character in two', () => {
    expect(cell('日本語', 4, left)).to.equal('日… ')
    expect(cell('👨‍👩‍👧‍👦 family', 4, left)).to.equal('👨‍👩‍👧‍👦 …')
  })

  it('keeps an accent with its letter', () => {
    expect(cell('e\u0301e\u0301e\u0301', 2, left)).to.equal('e\u0301…')
  })

  it('has room for nothing in no cells', () => {
    expect(cell('abc', 0, left)).to.equal('')
    expect(cell('abc', 1, { align: 'left', ellipsis: '...' })).to.equal('.')
  })

  it('takes exactly its cells, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 40 }),
        fc.integer({ min: 0, max: 30 }),
        fc.constantFrom(left, right),
        (text, width, drawn) => {
          // What cannot be seen is escaped before it is drawn.
          const seen = text.replace(/[\p{Cc}\p{Cf}]/gu, '')
          expect(stringWidth(cell(seen, width, drawn))).to.equal(width)
        },
      ),
    )
  })
})

describe('cutTo', () => {
  it('leaves a text that fits as it is', () => {
    expect(cutTo('abc', 3, '…')).to.equal('abc')
  })
})

describe('charactersOf', () => {
  it('counts what people count', () => {
    expect(charactersOf('a👍🏽e\u0301')).to.deep.equal(['a', '👍🏽', 'e\u0301'])
  })
})

describe('widthOf', () => {
  it('counts the cells that a terminal takes, also where it need not look at each character', () => {
    const symbols = Object.values(
      themeOf({ colour: true, unicode: true, animation: true }).symbols,
    ).flat()
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(...symbols, '–', '−', '日', '👨‍👩‍👧‍👦', 'e\u0301'),
    )
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join('')
        expect(widthOf(text)).to.equal(stringWidth(text))
      }),
    )
  })
})
