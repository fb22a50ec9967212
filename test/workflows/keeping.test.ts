import { expect } from 'chai'
import { newBackoff } from '../../cli/workflows/keeping.ts'

describe('a job that failed', () => {
  it('is left alone for twice as long each time, at most a quarter of an hour, until it succeeds', () => {
    let now = 0
    const backoff = newBackoff(() => now)
    expect(backoff.left('a')).to.equal(0)
    const waits = Array.from({ length: 9 }, () => {
      backoff.failed('a')
      const left = backoff.left('a')
      now += left * 1_000
      expect(backoff.left('a')).to.equal(0)
      return left
    })
    expect(waits).to.deep.equal([15, 30, 60, 120, 240, 480, 900, 900, 900])
    expect(backoff.left('b'), 'and no other').to.equal(0)
    backoff.succeeded('a')
    backoff.failed('a')
    expect(backoff.left('a')).to.equal(15)
  })
})
