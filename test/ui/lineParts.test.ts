import { expect } from 'chai'
import { fitParts, type LinePart } from '../../cli/ui/lineParts.ts'

const part = (id: string, rank: number): LinePart => ({ id, text: id, tone: 'plain', rank })

describe('fitParts', () => {
  const parts = [part('title', 1), part('dao', 3), part('network', 2), part('account', 1)]
  const kept = (width: number) => fitParts(parts, width, 3).map(({ id }) => id)

  it('has all parts where they fit', () => {
    expect(kept(31)).to.deep.equal(['title', 'dao', 'network', 'account'])
  })

  it('lets the highest ranks leave first', () => {
    expect(kept(30)).to.deep.equal(['title', 'network', 'account'])
    expect(kept(20)).to.deep.equal(['title', 'account'])
  })

  it('never leaves out what is of rank 1', () => {
    expect(kept(5)).to.deep.equal(['title', 'account'])
  })
})
