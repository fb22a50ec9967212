import { expect } from 'chai'
import { assessmentText, callsText, changesText, findingsText } from '../../cli/report/text.ts'
import { sound } from '../governance/checks/evidence.ts'
import { book } from '../governance/demo.ts'
import { assessmentOf, namedReplay, ramp } from './reportInput.ts'

describe('changesText', () => {
  it('is a table with one line a change', () => {
    const [title, ...rows] = changesText(sound().changes, book).split('\n')
    expect(title).to.match(/^Subject +Parameter +Before +After +Direction +Takes effect$/)
    expect(rows).to.have.length(1)
    expect(rows[0]).to.match(/^WETH-A +Liquidation threshold +80 % +82 % +relaxes +at execution$/)
  })
})

describe('findingsText', () => {
  const finding = { check: 'c', title: 'A question', summary: 'An answer.', facts: ['one', 'two'] }

  for (const [status, mark] of [
    ['pass', '✔ pass'],
    ['warn', '! warn'],
    ['fail', '✖ fail'],
    ['inconclusive', '? inconclusive'],
  ] as const) {
    it(`says ${status} by a sign and a word, then the facts`, () => {
      const lines = findingsText({ findings: [{ ...finding, status }], notRun: [] }).split('\n')
      expect(lines).to.deep.equal([
        `${mark.padEnd(15)} A question: An answer.`,
        '                  · one',
        '                  · two',
      ])
    })
  }

  it('lists what was not run last, with what it needs', () => {
    const lines = findingsText({
      findings: [{ ...finding, status: 'pass', facts: [] }],
      notRun: [{ check: 'd', title: 'Another', needs: ['chain', 'risk'] }],
    }).split('\n')
    expect(lines[1]).to.equal('– not run       Another (needs chain, risk)')
  })
})

describe('callsText', () => {
  const { proposal } = sound()
  const [call] = proposal.calls

  it('numbers the calls, each with its words, target and bytes', () => {
    const text = callsText({ ...proposal, calls: [call!, { ...call!, words: 'again' }] })
    expect(text.split('\n')).to.deep.equal([
      `1. ${call!.words}`,
      `   to ${call!.target}`,
      `   ${call!.calldata}`,
      '2. again',
      `   to ${call!.target}`,
      `   ${call!.calldata}`,
    ])
  })

  it('shows ether that a call sends, and only then', () => {
    expect(callsText(proposal)).not.to.contain('wei')
    expect(callsText({ ...proposal, calls: [{ ...call!, value: 5n }] })).to.contain('value 5 wei')
  })
})

describe('assessmentText', () => {
  const options = { replays: [], symbol: 'bUSD' }
  const steady = assessmentText(assessmentOf(), options)

  it('states horizon, sample and unit', () => {
    expect(steady).to.contain('Losses over 30 days, 100 paths, bUSD [95 % interval]:')
    expect(steady).to.contain('Liquidatable at execution (2023-11-16 22:13 UTC):')
  })

  it('has the ladder at the end of ramps only when there is a ramp', () => {
    expect(steady).not.to.contain('ramps have ended')
    expect(assessmentText(assessmentOf({ liquidationThreshold: ramp }), options)).to.contain(
      'Liquidatable when ramps have ended (2023-11-23 22:13 UTC):',
    )
  })

  it('shows replays only when there are some', () => {
    expect(steady).not.to.contain('Replay')
    const replays = [namedReplay({ name: 'crash.csv' })]
    expect(assessmentText(assessmentOf(), { ...options, replays })).to.match(
      /Replay of past prices:\n\nPrices.*\ncrash\.csv +−40\.0 %/,
    )
  })

  it('says of prices that are not all real what they are', () => {
    const replays = [namedReplay({ about: 'This path is a stand-in.' })]
    expect(assessmentText(assessmentOf(), { ...options, replays })).to.match(
      /\n\nThis path is a stand-in\.$/,
    )
  })

  it('gives equal text for equal input', () => {
    expect(assessmentText(assessmentOf(), options)).to.equal(steady)
  })
})
