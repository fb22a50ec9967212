import { expect } from 'chai'
import { lastFreeze, stoppedMarkets, stoppedWords } from '../../cli/governance/freeze.ts'

const terms = { duration: 86_400n, interval: 604_800n }
const forever = 2n ** 64n - 1n

describe('freezes of a market', () => {
  it('are reckoned from their end, and none was where governance took it back or the market is shut', () => {
    expect(lastFreeze(100_000n, terms)).to.deep.equal({
      since: 13_600n,
      until: 100_000n,
      nextFrom: 618_400n,
    })
    expect(lastFreeze(0n, terms)).to.equal(undefined)
    expect(lastFreeze(forever, terms)).to.equal(undefined)
  })

  it('stop issuing until the second before their end, and for ever once it is shut', () => {
    const markets = [
      { label: 'OPEN', frozenUntil: 0n },
      { label: 'FROZEN', frozenUntil: 101n },
      { label: 'OVER', frozenUntil: 100n },
      { label: 'SHUT', frozenUntil: forever },
    ]
    const stopped = stoppedMarkets(markets, 100n)
    expect(stopped).to.deep.equal([{ label: 'FROZEN', until: 101n }, { label: 'SHUT' }])
    expect(stopped.map((market) => stoppedWords(market, 100n))).to.deep.equal([
      'FROZEN is frozen: it issues nothing until 1970-01-01 00:01 UTC (in 1 s)',
      'SHUT is shut for ever: it issues nothing, and its vaults are settled at one price',
    ])
  })
})
