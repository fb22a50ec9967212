import { expect } from 'chai'
import { keyName } from '../../cli/ui/keyName.ts'

describe('keyName', () => {
  it('names special keys', () => {
    expect(keyName('', { upArrow: true })).to.equal('up')
    expect(keyName('\r', { return: true })).to.equal('enter')
    expect(keyName('\n', {})).to.equal('enter')
    expect(keyName('\t', { tab: true })).to.equal('tab')
    expect(keyName('', { tab: true, shift: true })).to.equal('shift+tab')
  })

  it('leaves letters as they were typed', () => {
    expect(keyName('v', {})).to.equal('v')
    expect(keyName('V', { shift: true })).to.equal('V')
    expect(keyName('?', {})).to.equal('?')
    expect(keyName('é', {})).to.equal('é')
  })

  it('knows a capital letter of a terminal that reports Shift beside a small one', () => {
    expect(keyName('s', { shift: true })).to.equal('S')
  })

  it('makes no letter of a letter with Ctrl, Alt or Cmd', () => {
    expect(keyName('s', { ctrl: true })).to.equal('ctrl+s')
    expect(keyName('s', { meta: true })).to.equal('alt+s')
    expect(keyName('s', { super: true })).to.equal('super+s')
    expect(keyName('s', { hyper: true })).to.equal('super+s')
    expect(keyName(' ', { ctrl: true })).to.equal('ctrl+ ')
  })

  it('tells moving by words from moving by characters', () => {
    expect(keyName('', { leftArrow: true, ctrl: true })).to.equal('word+left')
    expect(keyName('', { rightArrow: true, meta: true })).to.equal('word+right')
    expect(keyName('', { backspace: true, meta: true })).to.equal('word+backspace')
    expect(keyName('', { upArrow: true, ctrl: true })).to.equal('up')
    expect(keyName('', { leftArrow: true, shift: true })).to.equal('left')
  })

  it('has no name for a key that says nothing', () => {
    expect(keyName('', {})).to.equal('')
    expect(keyName('', { meta: true })).to.equal('')
  })
})
