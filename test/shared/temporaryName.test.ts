import { expect } from 'chai'
import { madeHere, temporaryPrefix } from '../../cli/shared/temporaryName.ts'

describe('the name of a temporary folder', () => {
  const maker = { host: 'build-box.example', pid: 4_711 }

  it('says what it is for, and who made it', () => {
    const prefix = temporaryPrefix('fork', maker)
    expect(prefix).to.equal('ballast-fork-buildboxexam-4711-')
    expect(madeHere(`${prefix}aZ09xy`, maker.host)).to.deep.equal({ kind: 'fork', pid: 4_711 })
  })

  it('has a host where the machine has no name', () => {
    const name = `${temporaryPrefix('preview', { host: '-', pid: 1 })}aaaaaa`
    expect(name).to.equal('ballast-preview-here-1-aaaaaa')
    expect(madeHere(name, '')).to.deep.equal({ kind: 'preview', pid: 1 })
  })

  for (const name of [
    'ballast-fork-elsewhere-4711-aZ09xy',
    'ballast-fork-buildboxexam-4711-aZ09x',
    'ballast-fork-buildboxexam--aZ09xy',
    'ballast-keys-buildboxexam-4711-aZ09xy',
    'ballast-fork-aZ09xy',
    'my-ballast-fork-buildboxexam-4711-aZ09xy',
    '../ballast-fork-buildboxexam-4711-aZ09xy',
  ]) {
    it(`is not ${name}`, () => {
      expect(madeHere(name, maker.host)).to.equal(undefined)
    })
  }
})
