import { expect } from 'chai'
import fc from 'fast-check'
import { charactersOf } from '../../../cli/ui/cell.ts'
import { editText, textState } from '../../../cli/ui/hooks/useTextField.ts'

const text = (state: ReturnType<typeof textState>) => state.characters.join('')
const typed = (start: string, added: string) =>
  editText(textState(start), { kind: 'insert', text: added })

describe('editText', () => {
  it('inserts at the cursor', () => {
    const moved = editText(textState('abc'), { kind: 'move', to: 'left' })
    const state = editText(moved, { kind: 'insert', text: 'X' })
    expect([text(state), state.cursor]).to.deep.equal(['abXc', 3])
  })

  it('joins an accent to the letter before it', () => {
    const state = typed('e', '\u0301')
    expect([state.characters, state.cursor]).to.deep.equal([['e\u0301'], 1])
  })

  it('joins the parts of an emoji', () => {
    expect(typed('👍', '🏽').characters).to.deep.equal(['👍🏽'])
  })

  it('erases what people see as one character', () => {
    expect(text(editText(textState('a👨‍👩‍👧‍👦'), { kind: 'erase', what: 'before' }))).to.equal('a')
  })

  it('replaces what is selected, and keeps it where the cursor is moved', () => {
    const selected = { ...textState('155%'), isSelected: true }
    expect(text(editText(selected, { kind: 'insert', text: '1' }))).to.equal('1')
    expect(text(editText(selected, { kind: 'erase', what: 'before' }))).to.equal('')
    const moved = editText(selected, { kind: 'move', to: 'end' })
    expect(text(editText(moved, { kind: 'insert', text: '!' }))).to.equal('155%!')
    const once = editText(selected, { kind: 'insert', text: '1' })
    expect(text(editText(once, { kind: 'insert', text: '6' }))).to.equal('16')
  })

  it('moves and erases by words', () => {
    const state = textState('one two  three')
    expect(editText(state, { kind: 'move', to: 'wordLeft' }).cursor).to.equal(9)
    expect(editText({ ...state, cursor: 0 }, { kind: 'move', to: 'wordRight' }).cursor).to.equal(3)
    expect(text(editText(state, { kind: 'erase', what: 'word' }))).to.equal('one two  ')
  })

  it('erases to either end', () => {
    const state = { ...textState('abcd'), cursor: 2 }
    expect(text(editText(state, { kind: 'erase', what: 'toStart' }))).to.equal('cd')
    expect(text(editText(state, { kind: 'erase', what: 'toEnd' }))).to.equal('ab')
    expect(text(editText(state, { kind: 'erase', what: 'after' }))).to.equal('abd')
  })

  it('keeps a paste of several lines on one line', () => {
    expect(text(typed('', 'a\r\nb\tc\nd'))).to.equal('a b c d')
  })

  it('drops what moves the cursor, hides or reorders', () => {
    expect(text(typed('', '\u001b[31mred\u202Etxt\u200B\u2028\ufeff'))).to.equal('[31mredtxt')
    expect(text(editText(textState(''), { kind: 'set', text: 'a\u0007b' }))).to.equal('ab')
  })

  it('stays whole whatever is done to it', () => {
    const action = fc.oneof(
      fc.record({
        kind: fc.constant('insert' as const),
        text: fc.string({ unit: 'grapheme', maxLength: 6 }),
      }),
      fc.record({
        kind: fc.constant('move' as const),
        to: fc.constantFrom(
          'start' as const,
          'end' as const,
          'left' as const,
          'right' as const,
          'wordLeft' as const,
          'wordRight' as const,
        ),
      }),
      fc.record({
        kind: fc.constant('erase' as const),
        what: fc.constantFrom(
          'before' as const,
          'after' as const,
          'word' as const,
          'toStart' as const,
          'toEnd' as const,
        ),
      }),
    )
    fc.assert(
      fc.property(fc.array(action, { maxLength: 20 }), (actions) => {
        const state = actions.reduce(editText, textState('start'))
        expect(state.cursor).to.be.within(0, state.characters.length)
        expect(state.characters.every((character) => charactersOf(character).length >= 1)).to.equal(
          true,
        )
      }),
    )
  })
})
