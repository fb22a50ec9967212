import { readdirSync, readFileSync } from 'node:fs'
import { expect } from 'chai'
import { lines, parse, prepare } from './demo.ts'

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')
const fixtures = (kind: string) =>
  readdirSync(new URL(`./fixtures/${kind}/`, import.meta.url)).sort()

describe('committed proposals', () => {
  it('hold a template without problems', () => {
    expect(lines(parse(read('../../proposals/template.yaml')).problems)).to.deep.equal([])
  })

  it('hold an example that raises the WETH-A threshold to 82 %', () => {
    const text = read('../../proposals/2026-11-24-weth-a-threshold/proposal.yaml')
    const { proposal } = prepare(text)
    expect(proposal.calls.map((call) => call.words)).to.deep.equal([
      'relax WETH-A: liquidationThreshold 80 % \u2192 82 %',
    ])
  })

  it('have a benign twin for every smuggled call', () => {
    expect(fixtures('benign')).to.deep.equal(fixtures('smuggling'))
    expect(fixtures('smuggling')).to.have.length(4)
  })

  for (const kind of ['smuggling', 'benign']) {
    for (const name of fixtures(kind)) {
      it(`read ${kind}/${name} without a problem: what is smuggled is only seen when it runs`, () => {
        const { proposal } = prepare(read(`./fixtures/${kind}/${name}/proposal.yaml`))
        expect(proposal.calls).to.have.length(2)
      })
    }
  }
})
