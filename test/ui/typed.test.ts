import { expect } from 'chai'
import { isUnmarkedPaste, typedOf } from '../../cli/ui/typed.ts'

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

describe('isUnmarkedPaste', () => {
  it('knows text that no hand types at once', () => {
    expect(isUnmarkedPaste('title: quit everything\n'.repeat(4))).to.equal(true)
  })

  it('leaves a burst of keys and a key held down alone', () => {
    expect(isUnmarkedPaste(':parameters\r')).to.equal(false)
    expect(isUnmarkedPaste('j'.repeat(500))).to.equal(false)
  })
})
