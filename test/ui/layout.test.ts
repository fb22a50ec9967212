import { expect } from 'chai'
import { layoutOf } from '../../cli/ui/layout.ts'

describe('layoutOf', () => {
  const fitOf = (columns: number, rows = 24) => layoutOf({ columns, rows }).fit

  it('puts list and detail side by side from 100 columns on', () => {
    expect([fitOf(99), fitOf(100), fitOf(200)]).to.deep.equal(['single', 'wide', 'wide'])
  })

  it('is narrow below 80 columns', () => {
    expect([fitOf(79), fitOf(80)]).to.deep.equal(['narrow', 'single'])
  })

  it('has room for one sentence below 40 columns or 12 rows', () => {
    expect([fitOf(39), fitOf(40), fitOf(120, 11), fitOf(120, 12)]).to.deep.equal([
      'tiny',
      'narrow',
      'tiny',
      'wide',
    ])
  })

  it('leaves two rows above and two below the body', () => {
    expect(layoutOf({ columns: 80, rows: 24 }).bodyRows).to.equal(20)
  })
})
