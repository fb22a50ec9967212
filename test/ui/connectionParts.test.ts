import { expect } from 'chai'
import { connectionParts, lostLines } from '../../cli/ui/connectionParts.ts'
import { chainClock } from '../../cli/ui/hooks/useChainClock.ts'
import type { Connection } from '../../cli/ui/services/session.ts'
import { themeOf } from '../../cli/ui/theme.ts'

const theme = themeOf({ colour: true, unicode: true, animation: false })
const NOW = 1_800_000_000
const live = (age: number, clockAhead?: number): Connection => ({
  kind: 'live',
  by: 'polling',
  block: { number: 130, timestamp: NOW - age },
  ...(clockAhead === undefined ? {} : { clockAhead }),
})
const lost = { kind: 'lost', since: NOW - 12, why: 'Gone.', nextStep: 'Start it.' } as const
const texts = (connection: Connection) =>
  connectionParts(connection, NOW, theme).map(({ text }) => text)

describe('the words of the connection', () => {
  it('are the newest block and its age', () => {
    expect(texts(live(65))).to.deep.equal(['● block 130', '1 min 5 s ago'])
  })

  it('count the age by the chain\u2019s clock, and say how far that is ahead', () => {
    const twoDays = 2 * 86_400
    expect(texts(live(-twoDays + 7, twoDays))).to.deep.equal([
      '● block 130',
      '7 s ago',
      'clock 2 days ahead',
    ])
  })

  it('do not mention clocks that differ a little', () => {
    expect(texts(live(3, 60))).to.deep.equal(['● block 130', '1 min 3 s ago'])
    expect(texts(live(-3))).to.deep.equal(['● block 130', '0 s ago'])
  })

  it('are since when a node is lost, and at which block', () => {
    const block = { number: 130, timestamp: NOW - 60 }
    expect(texts({ ...lost, block })).to.deep.equal([
      '✖ node lost at block 130',
      '12 s ago, trying again',
    ])
    expect(texts(lost)).to.deep.equal(['✖ no node', 'trying again'])
  })

  it('are what is prepared before there is a node', () => {
    expect(texts({ kind: 'connecting' })).to.deep.equal(['○ connecting'])
    expect(texts({ kind: 'connecting', stage: 'seed' })).to.deep.equal(['○ preparing: seed'])
  })

  it('say what to do about a lost node, then why, and move no cursor', () => {
    const texts = (width: number, why = 'Gone\u001b[2J.') =>
      lostLines({ ...lost, why }, width).map(({ text }) => text)
    expect(texts(80)).to.deep.equal(['Start it.', 'Gone\\u{1b}[2J.'])
    expect(texts(5, 'Gone for good.')).to.deep.equal(['Start', 'it.', 'Gone'])
    expect(lostLines(live(1), 80)).to.deep.equal([])
  })
})

describe('the chain\u2019s clock', () => {
  it('goes on with the wall clock, as far ahead as the chain is', () => {
    expect(chainClock(live(60), NOW)).to.equal(NOW)
    expect(chainClock(live(60, 500), NOW)).to.equal(NOW + 500)
  })

  it('is never behind the newest block', () => {
    expect(chainClock(live(-90), NOW)).to.equal(NOW + 90)
  })

  it('goes on while the node is lost', () => {
    const block = { number: 1, timestamp: NOW }
    expect(chainClock({ ...lost, block, clockAhead: 500 }, NOW + 30)).to.equal(NOW + 530)
    expect(chainClock({ kind: 'connecting' }, NOW)).to.equal(NOW)
  })
})
