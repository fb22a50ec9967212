import { expect } from 'chai'
import fc from 'fast-check'
import { widthOf } from '../../cli/ui/cell.ts'
import { textState } from '../../cli/ui/hooks/useTextField.ts'
import { textWindow } from '../../cli/ui/textWindow.ts'

describe('textWindow', () => {
  it('shows all of a text that fits, the cursor behind it', () => {
    expect(textWindow(textState('abc'), 10)).to.deep.equal({ before: 'abc', under: ' ', after: '' })
  })

  it('follows the cursor through a text that does not fit', () => {
    const state = textState('abcdefgh')
    expect(textWindow(state, 4)).to.deep.equal({ before: 'fgh', under: ' ', after: '' })
    expect(textWindow({ ...state, cursor: 0 }, 4)).to.deep.equal({
      before: '',
      under: 'a',
      after: 'bcd',
    })
  })

  it('counts cells, not characters', () => {
    expect(textWindow(textState('日本語'), 5)).to.deep.equal({
      before: '本語',
      under: ' ',
      after: '',
    })
  })

  it('never takes more cells than there are, wherever the cursor is', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z日本👍é]{0,30}$/u),
        fc.nat(30),
        fc.integer({ min: 2, max: 20 }),
        (text, at, width) => {
          const { characters } = textState(text)
          const { before, under, after } = textWindow(
            { characters, cursor: Math.min(at, characters.length) },
            width,
          )
          expect(widthOf(before + under + after)).to.be.at.most(width)
        },
      ),
    )
  })
})
