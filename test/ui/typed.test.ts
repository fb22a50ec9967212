import { expect } from 'chai'
import { isUnmarkedPaste, TypedReader, typedOf } from '../../cli/ui/typed.ts'

describe('typedOf', () => {
  it('takes letters that arrive together as one run', () => {
    expect(typedOf('jjj', {})).to.deep.equal([{ kind: 'text', text: 'jjj' }])
  })

  it('finds the keys between letters', () => {
    expect(typedOf(':par\r\tx\u0013', {})).to.deep.equal([
      { kind: 'text', text: ':par' },
      { kind: 'key', name: 'enter' },
      { kind: 'key', name: 'tab' },
      { kind: 'text', text: 'x' },
      { kind: 'key', name: 'ctrl+s' },
    ])
  })

  it('names a key that arrives alone', () => {
    expect(typedOf('', { escape: true })).to.deep.equal([{ kind: 'key', name: 'escape' }])
    expect(typedOf('d', { ctrl: true })).to.deep.equal([{ kind: 'key', name: 'ctrl+d' }])
  })

  it('makes nothing of a key without a name', () => {
    expect(typedOf('', {})).to.deep.equal([])
    expect(typedOf('\u001c', {})).to.deep.equal([{ kind: 'key', name: 'control 28' }])
  })
})

describe('typedOf after an Esc', () => {
  it('finds two keys where nobody presses them with Alt', () => {
    expect(typedOf('', { return: true, meta: true })).to.deep.equal([
      { kind: 'key', name: 'escape' },
      { kind: 'key', name: 'enter' },
    ])
    expect(typedOf('', { downArrow: true, meta: true })).to.deep.equal([
      { kind: 'key', name: 'down' },
    ])
  })

  it('leaves open whether a letter is one of Alt, as it was typed', () => {
    expect(typedOf('V', { meta: true, shift: true })).to.deep.equal([
      { kind: 'key', name: 'alt+v', escaped: 'V' },
    ])
  })
})

describe('TypedReader', () => {
  const text = 'title: quit everything\n'.repeat(4)

  it('takes the last piece of a long paste for what it is, however short', () => {
    const reader = new TypedReader()
    expect(reader.read(text, {}, 1_000)).to.deep.equal([{ kind: 'paste', text }])
    expect(reader.read('Q', {}, 1_040)).to.deep.equal([{ kind: 'paste', text: 'Q' }])
    expect(reader.read('Q', {}, 1_400)).to.deep.equal([{ kind: 'text', text: 'Q' }])
  })

  it('takes Enter after a paste for a key', () => {
    const reader = new TypedReader()
    reader.read(text, {}, 1_000)
    expect(reader.read('', { return: true }, 1_040)).to.deep.equal([{ kind: 'key', name: 'enter' }])
  })
})

describe('isUnmarkedPaste', () => {
  it('knows text that no hand types at once', () => {
    expect(isUnmarkedPaste('title: quit everything\n'.repeat(4))).to.equal(true)
  })

  it('leaves a burst of keys and a key held down alone', () => {
    expect(isUnmarkedPaste(':parameters\r')).to.equal(false)
    expect(isUnmarkedPaste('32')).to.equal(false)
    expect(isUnmarkedPaste('j'.repeat(500))).to.equal(false)
    expect(isUnmarkedPaste(`${'j'.repeat(90)}${'k'.repeat(40)}3`)).to.equal(false)
  })
})
