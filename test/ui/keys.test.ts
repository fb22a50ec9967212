import { readFileSync, writeFileSync } from 'node:fs'
import process from 'node:process'
import { expect } from 'chai'
import { bindingOf, intentOf, rankOf, shownKey, shownKeys } from '../../cli/ui/bindings.ts'
import { keyBindings, keyGroups } from '../../cli/ui/keys.ts'
import { keysMarkdown } from './keysMarkdown.ts'

describe('the key table', () => {
  it('gives no key to two intents', () => {
    const keys = keyBindings.flatMap((binding) => binding.keys)
    const twice = keys.filter((key, index) => keys.indexOf(key) !== index)
    expect(twice).to.deep.equal([])
  })

  it('names no intent twice', () => {
    const intents = keyBindings.map(({ intent }) => intent)
    expect(new Set(intents).size).to.equal(intents.length)
  })

  it('needs neither function keys nor Alt, and keeps Ctrl-C for leaving', () => {
    for (const key of keyBindings.flatMap((binding) => binding.keys)) {
      expect(key).not.to.match(/^(f\d+|alt\+.*|ctrl\+c)$/)
    }
  })

  it('acts on the chain with capital letters, but for the vote', () => {
    for (const { intent, keys, group } of keyBindings) {
      if (group === 'chain' && intent !== 'vote') expect(keys[0]).to.match(/^[A-Z]$/)
    }
  })

  it('has every group that it names, and a word and a sentence for each key', () => {
    expect(new Set(keyBindings.map(({ group }) => group))).to.deep.equal(
      new Set(Object.keys(keyGroups)),
    )
    for (const { word, help } of keyBindings) {
      expect(word).not.to.equal('')
      expect(help).to.match(/^\S.*[^.]$/)
    }
  })

  it('is what README shows', () => {
    const path = new URL('../../README.md', import.meta.url)
    const committed = readFileSync(path, 'utf8')
    const fresh = committed.replace(
      /(<!-- keys: .* -->\n)[\s\S]*?(<!-- end of keys -->)/,
      (_, start, end) => `${start}\n${keysMarkdown()}\n\n${end}`,
    )
    expect(fresh).to.contain(keysMarkdown())
    if (process.env['UPDATE_KEYS'] === '1') writeFileSync(path, fresh)
    else expect(committed, 'npm run docs:keys writes the table anew').to.equal(fresh)
  })
})

describe('bindings', () => {
  it('knows what a key means', () => {
    expect(intentOf('j')).to.equal('down')
    expect(intentOf('V')).to.equal(undefined)
    expect(bindingOf('down').keys).to.contain('j')
  })

  it('writes keys as people read them', () => {
    expect(['up', 'ctrl+s', 'shift+tab', 'v'].map((key) => shownKey(key))).to.deep.equal([
      '↑',
      'Ctrl-S',
      'Shift-Tab',
      'v',
    ])
    expect(['up', 'left', 'enter'].map((key) => shownKey(key, true))).to.deep.equal([
      'Up',
      'Left',
      'Enter',
    ])
    expect(shownKeys(bindingOf('screen'))).to.equal('1 – 9')
    expect(shownKeys(bindingOf('undo'))).to.equal('u Ctrl-Z')
  })

  it('keeps what acts on the chain longest, and what is everywhere shortest', () => {
    expect([
      rankOf(bindingOf('vote')),
      rankOf(bindingOf('filter')),
      rankOf(bindingOf('quit')),
    ]).to.deep.equal([1, 2, 3])
  })
})
