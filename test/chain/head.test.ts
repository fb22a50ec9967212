import { expect } from 'chai'
import { type Head, headOf, headTrail } from '../../cli/chain/head.ts'
import { NotJsonRpcError } from '../../cli/chain/nodeErrors.ts'

const hash = (number: number, branch = 'a') => `0x${branch}${number.toString(16)}`

const head = (number: number, branch = 'a', parent = branch): Head => ({
  number,
  timestamp: 1_000 + number,
  hash: hash(number, branch),
  parentHash: hash(number - 1, parent),
})

describe('the newest block', () => {
  it('is read from what a node answers', () => {
    const answer = { number: '0x10', timestamp: '0x20', hash: '0xaa', parentHash: '0xbb', more: 1 }
    expect(headOf(answer)).to.deep.equal({
      number: 16,
      timestamp: 32,
      hash: '0xaa',
      parentHash: '0xbb',
    })
  })

  it('is refused if it is anything else', () => {
    for (const answer of [null, undefined, 'block', {}, { number: 1 }, { number: '0x1' }]) {
      expect(() => headOf(answer), JSON.stringify(answer)).to.throw(NotJsonRpcError)
    }
  })
})

describe('the trail of blocks', () => {
  it('takes a child, and a block after some that nobody saw', () => {
    const trail = headTrail()
    expect([head(5), head(6), head(9)].map(trail.take)).to.deep.equal(['next', 'next', 'next'])
    expect(trail.newest()).to.deep.equal(head(9))
  })

  it('knows the blocks that it has, and the one before each', () => {
    const trail = headTrail()
    trail.take(head(5))
    trail.take(head(6))
    expect([head(6), head(5), head(4)].map(trail.take)).to.deep.equal(['known', 'known', 'known'])
    expect(trail.newest()).to.deep.equal(head(6))
  })

  it('tells a block of another branch: as high, lower, or on another parent', () => {
    const trail = headTrail()
    trail.take(head(5))
    trail.take(head(6))
    const foreign = [head(6, 'b', 'a'), head(2, 'b'), head(7, 'b')]
    expect(foreign.map(trail.take)).to.deep.equal(['foreign', 'foreign', 'foreign'])
    expect(trail.newest()).to.deep.equal(head(6))
  })

  it('forgets the oldest', () => {
    const trail = headTrail()
    for (let number = 1; number <= 200; number += 1) trail.take(head(number))
    expect(trail.take(head(190))).to.equal('known')
    expect(trail.take(head(20))).to.equal('foreign')
  })
})
