import { expect } from 'chai'
import { judgeSplit, voteRequest } from '../../../../cli/ui/screens/proposals/voteChoice.ts'

const BLST = 10n ** 18n
const purse = { left: 1_000n * BLST, symbol: 'BLST' }
const typed = { choice: 'for', split: '', reason: '' } as const

describe('a vote while it is typed', () => {
  it('says what a split gives and what it leaves', () => {
    expect(judgeSplit('for=60%,against=30%', purse)).to.deep.equal({
      kind: 'split',
      split: { for: 600n * BLST, against: 300n * BLST, abstain: 0n },
      remains: 100n * BLST,
    })
  })

  for (const [text, message] of [
    ['for=60', '"60" has no unit.'],
    ['for=60%,against=60%', 'The split gives more than 100 %.'],
    ['for=1_001 BLST', 'That is more than is left to cast.'],
    ['maybe=60%', '"maybe=60%" is no part of a split.'],
  ] as const) {
    it(`refuses ${text}`, () => {
      expect(judgeSplit(text, purse)).to.include({ kind: 'refused', message })
    })
  }

  it('asks for one side with everything, the reason only if there is one', () => {
    expect(voteRequest('0xbbc1', typed, purse)).to.deep.equal({
      verb: 'vote',
      reference: '0xbbc1',
      support: 'for',
    })
    expect(voteRequest('0xbbc1', { ...typed, reason: ' yes ' }, purse)).to.include({
      reason: 'yes',
    })
  })

  it('asks for a split as it was typed, and for nothing while it cannot be understood', () => {
    const split = { ...typed, choice: 'split' as const, split: ' for=60% ' }
    expect(voteRequest('0xbbc1', split, purse)).to.include({ split: 'for=60%' })
    expect(voteRequest('0xbbc1', { ...split, split: 'for=' }, purse)).to.equal(undefined)
  })
})
