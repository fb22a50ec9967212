import { expect } from 'chai'
import type { Mutation } from './mutations.ts'
import {
  byKills,
  type Keyed,
  parseResults,
  parseShard,
  pendingOf,
  type Result,
  resultLine,
  resultOf,
} from './results.ts'
import { summaryOf, withSummary } from './summary.ts'

const keyed = (key: string, more: Partial<Mutation> = {}): Keyed => ({
  key,
  mutation: {
    ...{ file: 'contracts/core/A.sol', kind: 'guard', start: 0, end: 1, replacement: 'false' },
    ...{ line: 7, original: 'a || b', ...more },
  },
})
const all = ['a', 'b', 'c', 'd', 'e'].map((key) => keyed(key))
const whole = { index: 1, of: 1 }
const keysOf = (some: readonly Keyed[]) => some.map(({ key }) => key).join('')
const ended = (key: string, status: Result['status'], by?: string) =>
  resultOf(all.find((one) => one.key === key) ?? keyed(key), status, by)

describe('results of mutants', () => {
  it('are read line by line, the last one of a key, and half a line is none', () => {
    const text = [
      resultLine(ended('a', 'survived')),
      resultLine(ended('a', 'killed', 'x.test.ts')),
      resultLine(ended('b', 'killed')).slice(0, 20),
    ].join('')
    expect([...parseResults(text)]).to.deep.equal([['a', ended('a', 'killed', 'x.test.ts')]])
  })

  it('leave to do what has none, and survivors where they come again', () => {
    const results = new Map([
      ['a', ended('a', 'killed')],
      ['b', ended('b', 'survived')],
    ])
    expect(keysOf(pendingOf(all, results, { shard: whole }))).to.equal('cde')
    expect(keysOf(pendingOf(all, results, { shard: whole, again: true }))).to.equal('bcde')
  })

  it('are shared among shards: each mutant is in one', () => {
    const parts = [1, 2].map((index) => pendingOf(all, new Map(), { shard: { index, of: 2 } }))
    expect(parts.map(keysOf)).to.deep.equal(['ace', 'bd'])
    expect(parseShard('2/5')).to.deep.equal({ index: 2, of: 5 })
    for (const wrong of ['0/5', '6/5', '1', 'a/b']) expect(() => parseShard(wrong)).to.throw(wrong)
  })

  it('say which test is tried first', () => {
    const results = [
      ended('a', 'killed', 'y'),
      ended('b', 'killed', 'z'),
      ended('c', 'killed', 'z'),
    ]
    expect(byKills(['w', 'x', 'y', 'z'], results)).to.deep.equal(['z', 'y', 'w', 'x'])
  })
})

describe('the summary of mutants', () => {
  const results = new Map([
    ['a', ended('a', 'killed', 'x')],
    ['b', ended('b', 'survived')],
    ['c', ended('c', 'equivalent')],
    ['gone', ended('a', 'survived')],
  ])

  it('counts by file, names survivors by line, and knows nothing of sources that have changed', () => {
    const text = summaryOf(all, results)
    expect(text).to.contain('| `contracts/core/A.sol` | 5 | 1 | 0 | 1 | 1 | 0 | 2 |')
    expect(text).to.contain('| **all** | 5 | 1 | 0 | 1 | 1 | 0 | 2 |')
    expect(text).to.contain('| `contracts/core/A.sol:7` | guard | `a \\|\\| b` | `false` |')
    expect(text.match(/:7/g)).to.have.length(1)
  })

  it('stands between the marks of the README', () => {
    const readme = 'before\n<!-- mutants -->\nold\n<!-- /mutants -->\nafter\n'
    const next = withSummary(readme, 'new')
    expect(next).to.equal('before\n<!-- mutants -->\nnew\n<!-- /mutants -->\nafter\n')
    expect(() => withSummary('nothing', 'new')).to.throw('mutants')
  })
})
