import { expect } from 'chai'
import { readDraftText } from '../../cli/governance/draftReading.ts'

describe('what a draft’s text says', () => {
  it('is its texts and its changes as they are written', () => {
    const reading = readDraftText(
      'title: " A "\nsummary: |\n  Why.\nchanges:\n  - { market: WETH-A, parameter: minDebt, to: 0100, expect: 1e3 }\n  - to: 5%\ncalls: [{}, {}]\n',
    )
    expect(reading).to.deep.equal({
      title: 'A',
      summary: 'Why.',
      discussion: '',
      rows: [
        { index: 0, subject: 'WETH-A', parameter: 'minDebt', to: '0100', expect: '1e3' },
        { index: 1, subject: '', parameter: '', to: '5%' },
      ],
      callCount: 2,
      isReadable: true,
      problems: [],
    })
  })

  it('is still there where something in it is refused', () => {
    const { title, rows, isReadable, problems } = readDraftText(
      'title: &t A\nsummary: *t\nchanges:\n  - { market: WETH-A, parameter: minDebt, to: 1 }\n',
    )
    expect({ title, isReadable }).to.deep.equal({ title: 'A', isReadable: true })
    expect(rows).to.have.length(1)
    expect(problems.map(({ message }) => message)).to.deep.equal(['An alias (*t) is used'])
  })

  it('is nothing where the text cannot be understood, and says where', () => {
    const { isReadable, rows, problems } = readDraftText('title: "A\nchanges: []\n')
    expect({ isReadable, rows }).to.deep.equal({ isReadable: false, rows: [] })
    expect(problems[0]!.place.line).to.be.at.least(1)
  })
})
