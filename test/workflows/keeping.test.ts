import { expect } from 'chai'
import { newBackoff, newFooting } from '../../cli/workflows/keeping.ts'

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

describe('a node that shows an older block than we have acted on', () => {
  it('is behind the others, for a while; then its chain was put back', () => {
    const footing = newFooting()
    expect(footing.isBehind(0)).to.equal(false)
    footing.reached(10)
    footing.reached(7)
    expect([footing.isBehind(9), footing.isBehind(10), footing.isBehind(11)]).to.deep.equal([
      ...[true, false, false],
    ])
    const older = Array.from({ length: 6 }, () => footing.isBehind(3))
    expect(older).to.deep.equal([...Array(5).fill(true), false])
    expect(footing.isBehind(3)).to.equal(false)
  })
})
