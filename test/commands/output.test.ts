import { expect } from 'chai'
import { progressOn, toJson } from '../../cli/commands/output.ts'
import type { Progress } from '../../cli/shared/progress.ts'

describe('toJson', () => {
  it('writes bigints as decimal strings, however deep and large', () => {
    const document = { schema: 'x', list: [{ value: 2n ** 256n - 1n }], negative: -1n }
    expect(JSON.parse(toJson(document))).to.deep.equal({
      schema: 'x',
      list: [{ value: (2n ** 256n - 1n).toString() }],
      negative: '-1',
    })
  })

  it('writes maps as objects, maps of bigints included', () => {
    const inner = new Map([['stored', 8_200n]])
    expect(JSON.parse(toJson({ values: new Map([['WETH-A', inner]]) }))).to.deep.equal({
      values: { 'WETH-A': { stored: '8200' } },
    })
  })
})

const ESCAPE = '\u001b'

describe('progressOn', () => {
  const environment = { CI: process.env['CI'], TERM: process.env['TERM'] }
  const set = (name: string, value: string | undefined) => {
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
  }
  beforeEach(() => {
    set('CI', undefined)
    set('TERM', 'xterm')
  })
  afterEach(() => {
    for (const [name, value] of Object.entries(environment)) set(name, value)
  })

  const written = (isTTY: boolean, quiet: boolean, talk: (progress: Progress) => void): string => {
    const chunks: string[] = []
    const stream = { isTTY, write: (text: string) => chunks.push(text) }
    talk(progressOn(stream as unknown as NodeJS.WriteStream, { quiet }))
    return chunks.join('')
  }
  const everything = (progress: Progress) => {
    progress.stage('dry run')
    progress.step(1, 3)
    progress.step(0, 0)
    progress.finish('executed')
    progress.say('A sentence.')
  }

  it('writes nothing with quiet, in a terminal and elsewhere', () => {
    expect(written(true, true, everything)).to.equal('')
    expect(written(false, true, everything)).to.equal('')
  })

  it('writes one line a stage and no escape sequence where there is no terminal', () => {
    const text = written(false, false, everything)
    expect(text).not.to.contain(ESCAPE)
    expect(text).not.to.contain('\r')
    expect(text).to.match(/^ {2}✔ dry run {12}executed \(\d+\.\d s\)\nA sentence\.\n$/)
  })

  it('draws a live line with the part that is done in a terminal', () => {
    const text = written(true, false, everything)
    expect(text).to.contain('\r\u001b[2K  … dry run 33 %')
    expect(text).to.contain('\r\u001b[2K  … dry run 0 %')
    expect(text).to.contain(`\r${ESCAPE}[2K  ✔ dry run`)
    expect(text.endsWith('\r\u001b[2KA sentence.\n')).to.equal(true)
  })

  for (const [name, value] of [
    ['TERM', 'dumb'],
    ['CI', 'true'],
  ] as const) {
    it(`draws no live line with ${name}=${value}`, () => {
      set(name, value)
      const text = written(true, false, everything)
      expect(text).not.to.contain(ESCAPE)
      expect(text).not.to.contain('\r')
    })
  }
})
