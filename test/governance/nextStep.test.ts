import { expect } from 'chai'
import type { NextAction } from '../../cli/governance/lifecycle.ts'
import { nextStep, whyDefeated } from '../../cli/governance/nextStep.ts'

const NOW = 1_795_262_400n // 2026-11-21 12:00 UTC
const inTwoDays = NOW + 2n * 86_400n + 3n * 3_600n + 59n
const step = (action: NextAction, isDevelopment = false) =>
  nextStep(action, { handle: '0xbbc1eb0a', now: NOW, isDevelopment })

describe('the next step', () => {
  it('of an open vote names its end, by the chain\u2019s clock, and the command', () => {
    expect(step({ kind: 'vote', until: inTwoDays })).to.deep.equal({
      words: 'delegates vote until 2026-11-23 15:00 UTC, in 2 days 3 h',
      command: 'vote 0xbbc1eb0a for',
    })
  })

  it('tells waiting for time from waiting for a block', () => {
    const time = step({ kind: 'wait', for: 'vote', until: inTwoDays })
    const block = step({ kind: 'wait', for: 'block', until: NOW + 1n })
    expect(time.words).to.contain('the vote starts 2026-11-23 15:00 UTC, in 2 days 3 h')
    expect(block.words).to.contain('its time has come; the next block moves it')
  })

  it('offers to move the clock only where that can be done', () => {
    for (const which of ['vote', 'block', 'timelock'] as const) {
      const action = { kind: 'wait', for: which, until: inTwoDays } as const
      expect(step(action)).not.to.have.property('command')
      expect(step(action, true).command).to.equal('warp next')
    }
  })

  it('says that anybody may queue and execute', () => {
    expect(step({ kind: 'queue' })).to.include({ command: 'queue 0xbbc1eb0a' })
    expect(step({ kind: 'execute' })).to.include({ command: 'execute 0xbbc1eb0a' })
    expect(step({ kind: 'queue' }).words).to.contain('anyone')
  })
})

describe('why a vote was lost', () => {
  const why = (votes: readonly [bigint, bigint, bigint]) =>
    whyDefeated(
      { tally: { for: votes[0], against: votes[1], abstain: votes[2] }, quorum: 10n },
      (n) => `${n} BLST`,
    )

  it('is the quorum, by how much', () => {
    expect(why([6n, 0n, 1n])).to.equal('Defeated: the quorum of 10 BLST was missed by 3 BLST.')
  })

  it('is the majority', () => {
    expect(why([10n, 11n, 0n])).to.equal('Defeated: 11 BLST against and only 10 BLST for.')
  })

  it('is a tie', () => {
    expect(why([10n, 10n, 0n])).to.contain('10 BLST for and as many against, and a tie is lost')
  })

  it('is both', () => {
    expect(why([1n, 2n, 0n])).to.equal(
      'Defeated: the quorum of 10 BLST was missed by 9 BLST; 2 BLST against and only 1 BLST for.',
    )
  })
})
