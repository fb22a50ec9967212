import { expect } from 'chai'
import { growthOf, growths, type Sample } from './growth.ts'

const MINUTE = 60_000
const MIB = 2 ** 20

const figures = (values: readonly number[]) =>
  values.map((value, minute) => ({ at: minute * MINUTE, value }))

describe('the growth of memory', () => {
  it('is nothing where figures go up and down around the same', () => {
    const values = Array.from({ length: 90 }, (_, i) => 100 * MIB + (i % 2) * MIB)
    expect(Math.abs(growthOf('heap of the office', figures(values)).perHour)).to.be.below(MIB / 10)
  })

  it('is what a leak adds in an hour', () => {
    const leak = Array.from({ length: 90 }, (_, i) => (300 + i) * MIB)
    expect(growthOf('heap of the office', figures(leak)).perHour).to.be.closeTo(60 * MIB, 1)
  })

  it('is told apart for each thread and for the process', () => {
    const sample = (minute: number, thread: number, heapUsed: number): Sample => ({
      at: minute * MINUTE,
      thread,
      isMainThread: thread === 0,
      heapUsed,
      arrayBuffers: 1,
      rss: 500 + minute,
    })
    const samples = [0, 1, 2].flatMap((minute) => [
      sample(minute, 0, 10),
      sample(minute, 1, 20 + minute),
    ])
    const found = growths(samples)
    expect(found.map(({ name, perHour }) => [name, Math.round(perHour)])).to.deep.equal([
      ['heap of the interface', 0],
      ['heap of the office', 60],
      ['memory of the process (RSS)', 60],
    ])
  })

  it('is not known where a thread said nothing, or next to nothing', () => {
    const main = (minute: number): Sample => ({
      at: minute * MINUTE,
      thread: 0,
      isMainThread: true,
      heapUsed: 1,
      arrayBuffers: 1,
      rss: 2,
    })
    expect(() => growths([0, 1, 2].map(main))).to.throw('heap of the office')
    const office = { ...main(2), thread: 1, isMainThread: false }
    expect(() => growths([...[0, 1, 2].map(main), office])).to.throw('too few')
  })
})
