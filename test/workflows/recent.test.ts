import { expect } from 'chai'
import { rememberRecent } from '../../cli/workflows/recent.ts'

describe('rememberRecent', () => {
  it('works once for the same question and forgets the one that was asked longest ago', () => {
    const worked: string[] = []
    const ask = rememberRecent(2, (a: string, b: number) => {
      worked.push(`${a}${b}`)
      return { a, b }
    })
    const first = ask('a', 1)
    ask('b', 1)
    expect(ask('a', 1)).to.equal(first)
    // Now b was asked longest ago.
    ask('c', 1)
    expect(ask('a', 1)).to.equal(first)
    ask('b', 1)
    expect(worked).to.deep.equal(['a1', 'b1', 'c1', 'b1'])
  })

  it('keeps apart what differs in any part', () => {
    const ask = rememberRecent(5, (a: unknown, b: unknown) => [a, b])
    expect(ask('a', undefined)).to.deep.equal(['a', undefined])
    expect(ask('a', 'b')).to.deep.equal(['a', 'b'])
    expect(ask(undefined, 'b')).to.deep.equal([undefined, 'b'])
  })
})
