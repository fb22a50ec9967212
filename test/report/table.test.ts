import { expect } from 'chai'
import { markdownTable, plainTable } from '../../cli/report/table.ts'

const columns = [{ title: 'Name' }, { title: 'Size', isNumber: true }] as const

describe('markdownTable', () => {
  it('aligns numbers to the right and words to the left', () => {
    expect(markdownTable(columns, [['a', '1']])).to.equal(
      '| Name | Size |\n| --- | ---: |\n| a | 1 |',
    )
  })

  it('escapes pipes, so that no cell opens a column', () => {
    expect(markdownTable(columns, [['a|b||c', '1']])).to.contain('| a\\|b\\|\\|c | 1 |')
  })

  it('escapes pipes in titles too', () => {
    expect(markdownTable([{ title: 'a|b' }], [])).to.equal('| a\\|b |\n| --- |')
  })

  it('keeps a cell on its line', () => {
    expect(markdownTable(columns, [['a\nb\nc', '1']])).to.contain('| a b c | 1 |')
  })

  it('cannot be tricked by a backslash before a pipe', () => {
    const row = markdownTable([{ title: 'x' }], [['a\\|b']]).split('\n')[2]!
    // A pipe is escaped when an odd number of backslashes stands before it.
    const [, slashes = ''] = /a(\\*)\|b/.exec(row)!
    expect(slashes.length % 2).to.equal(1)
  })

  it('is a head alone without rows', () => {
    expect(markdownTable(columns, []).split('\n')).to.have.length(2)
  })
})

describe('plainTable', () => {
  it('pads words to the right and numbers to the left, by the widest cell', () => {
    const table = plainTable(columns, [
      ['a', '1'],
      ['longest', '12,345'],
    ])
    expect(table.split('\n')).to.deep.equal([
      'Name       Size',
      'a             1',
      'longest  12,345',
    ])
  })

  it('leaves no spaces at the end of a line', () => {
    const table = plainTable([{ title: 'Long title' }, { title: 'Another' }], [['a', 'b']])
    expect(table).not.to.match(/ $/m)
  })
})
