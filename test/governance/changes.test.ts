import { expect } from 'chai'
import { diffParameters } from '../../cli/governance/changes.ts'
import type { ParameterSet } from '../../cli/governance/parameter.ts'
import { book, head, lines, parameters, parse } from './demo.ts'

const diff = (entries: string, current: ParameterSet = parameters()) => {
  const draft = parse(`${head}changes:\n${entries}`)
  expect(lines(draft.problems)).to.deep.equal([])
  return diffParameters(draft.value, current, book)
}
const market = (label: string, key: string, to: string, expected = '') =>
  `  - { market: ${label}, parameter: ${key}, to: ${to}${expected && `, expect: ${expected}`} }\n`
const feed = (key: string, to: string) => `  - { feed: WETH/USD, parameter: ${key}, to: ${to} }\n`

describe('diffParameters', () => {
  it('puts each change beside the value on the chain and says in which direction it goes', () => {
    const { value, problems } = diff(
      market('WETH-A', 'liquidationThreshold', '82%', '80%') +
        market('WETH-A', 'collateralizationRatio', '160%') +
        market('WETH-A', 'stabilityFee', '6%') +
        market('WETH-A', 'debtCeiling', '90_000_000 bUSD') +
        feed('maxAge', '2 h') +
        feed('minSources', '3'),
    )
    expect(lines(problems)).to.deep.equal([])
    expect(value.map((change) => `${change.spec.key} ${change.direction}`)).to.deep.equal([
      'liquidationThreshold relaxes',
      'collateralizationRatio tightens',
      'stabilityFee neutral',
      'debtCeiling tightens',
      'maxAge relaxes',
      'minSources tightens',
    ])
    expect(value[0]).to.deep.include({
      before: { stored: 8_000n, effective: 8_000n },
      after: 8_200n,
    })
  })

  it('finds a stale expectation, gives both values and points to the line of the change', () => {
    const { problems } = diff(
      market('WETH-A', 'liquidationThreshold', '82%', '80%'),
      parameters({ 'WETH-A.liquidationThreshold': { stored: 8_100n } }),
    )
    expect(lines(problems)).to.deep.equal([
      '4:5 WETH-A liquidationThreshold is 81 % on the chain, not 80 % as expected | Reconsider the change; if it still holds, write expect: 81%.',
    ])
  })

  it('compares expectations with the stored value, not with a point on a ramp', () => {
    const onRamp = parameters({
      'WETH-A.liquidationThreshold': { stored: 8_000n, effective: 8_150n },
    })
    const { problems } = diff(market('WETH-A', 'liquidationThreshold', '79%', '80%'), onRamp)
    expect(lines(problems)).to.deep.equal([])
  })

  it('refuses a value that would not change anything', () => {
    const { value, problems } = diff(market('WETH-A', 'liquidationThreshold', '80%'))
    expect(value).to.deep.equal([])
    expect(lines(problems)).to.deep.equal([
      '4:5 WETH-A liquidationThreshold is already 80 % | Remove this change.',
    ])
  })

  it('refuses more sources than the feed has', () => {
    expect(lines(diff(feed('minSources', '4')).problems)).to.deep.equal([
      '4:5 WETH/USD has 3 sources, so minSources 4 could never be met | Write a value from 1 to 3, or add sources first.',
    ])
  })

  it('reports a parameter that was not read', () => {
    const current = { ...parameters(), values: new Map() }
    expect(lines(diff(feed('maxAge', '2 h'), current).problems)[0]).to.contain('was not read')
  })

  describe('judges the whole tuple that would result', () => {
    const messages = (entries: string, current?: ParameterSet) =>
      lines(diff(entries, current).problems).map((line) => line.slice(0, line.indexOf(':', 6)))
    const full = (entries: string, current?: ParameterSet) =>
      lines(diff(entries, current).problems).join('\n')

    it('threshold and penalty may take 99 % of the collateral and no more', () => {
      const open = { 'WETH-A.maxPenaltyHealth': { stored: 99n * 10n ** 16n } }
      const at = (to: string) =>
        full(market('WETH-A', 'liquidationThreshold', to), parameters(open))
      expect(at('91.66%')).to.equal('')
      expect(at('91.67%')).to.contain('takes more than 99 %').and.contain('at or below 91.66%')
    })

    it('splitting a liquidation must not pay: maxPenaltyHealth bounds threshold and penalty', () => {
      const at = (to: string) => full(market('WETH-A', 'liquidationThreshold', to))
      expect(at('87.96%')).to.equal('')
      expect(at('87.97%'))
        .to.contain('exceeds maxPenaltyHealth 0.95')
        .and.contain('at least 0.950076')
    })

    it('2 % must lie between opening and liquidation', () => {
      const at = (to: string) => full(market('WETH-A', 'collateralizationRatio', to))
      expect(at('128.21%')).to.equal('')
      expect(at('128.20%')).to.contain('leaves less than 2 %').and.contain('at or above 80.01%')
    })

    it('members that change together are judged together', () => {
      const both =
        market('WETH-A', 'liquidationThreshold', '90%') +
        market('WETH-A', 'liquidationPenalty', '5%')
      expect(messages(both)).to.deep.equal([])
      expect(full(market('WETH-A', 'liquidationThreshold', '90%'))).to.contain('maxPenaltyHealth')
    })

    it('a cut is judged at both ends of its ramp', () => {
      const onRamp = parameters({
        'WETH-A.liquidationThreshold': { stored: 8_000n, effective: 8_700n },
      })
      expect(full(market('WETH-A', 'liquidationPenalty', '10%'), onRamp)).to.contain(
        'threshold 87 %',
      )
      expect(full(market('WETH-A', 'liquidationPenalty', '9%'), onRamp)).to.equal('')
    })

    it('a raise is judged at its new value only, because it counts at once', () => {
      const entries =
        market('WETH-A', 'liquidationThreshold', '82%') +
        market('WETH-A', 'collateralizationRatio', '126%')
      expect(messages(entries)).to.deep.equal([])
    })
  })

  describe('judges what auctions, waterfall and budget would be together', () => {
    const problemsOf = (entries: string, current?: ParameterSet) =>
      lines(diff(entries, current).problems)
    const whole = (key: string, to: string) =>
      `  - { derivative: bUSD, parameter: ${key}, to: ${to} }\n`

    it('refuses a floor above the price that a lot is worth', () => {
      expect(problemsOf(market('WETH-A', 'auctionFloor', '95%'))).to.deep.equal([
        '4:5 WETH-A: a lot that starts at 110 % of the price stops selling at 95 % of that, above what it is worth | Keep the auctionFloor at or below 90.9%, or lower the auctionBuffer.',
      ])
      const both =
        market('WETH-A', 'auctionFloor', '95%') + market('WETH-A', 'auctionBuffer', '105%')
      expect(problemsOf(both)).to.deep.equal([])
    })

    it('refuses terms with which a lot does not fall to its worth before its tail', () => {
      expect(problemsOf(market('WETH-A', 'auctionTail', '20 min')).length).to.equal(0)
      const slow =
        market('WETH-A', 'auctionTail', '20 min') + market('WETH-A', 'auctionCut', '0.999')
      expect(problemsOf(slow)).to.deep.equal([
        '4:5 WETH-A: a lot that starts at 110 % of the price does not fall to what it is worth within its 20 steps | Write a lower auctionCut, auctionStep or auctionBuffer, or a longer auctionTail.',
      ])
    })

    it('refuses single terms of auctions that were never set up', () => {
      const none = parameters({
        'WETH-A.auctionBuffer': { stored: 0n },
        'WETH-A.auctionCut': { stored: 0n },
        'WETH-A.auctionStep': { stored: 0n },
        'WETH-A.auctionTail': { stored: 0n },
        'WETH-A.auctionFloor': { stored: 0n },
      })
      expect(problemsOf(market('WETH-A', 'auctionTail', '90 min'), none)).to.deep.equal([
        '4:5 WETH-A: its auctions were never set up, so that there is no step in which a price could fall | Set all terms of its auctions together.',
      ])
    })

    it('tells a floor that is too high and a fall that is too slow, each at its own line', () => {
      const both =
        market('WETH-A', 'auctionFloor', '95%') +
        market('WETH-A', 'auctionTail', '20 min') +
        market('WETH-A', 'auctionCut', '0.999')
      expect(problemsOf(both).map((line) => line.slice(0, 3))).to.deep.equal(['4:5', '5:5'])
    })

    it('refuses shares of more than all of the surplus', () => {
      expect(problemsOf(whole('insuranceShare', '60.01%'))).to.deep.equal([
        '4:5 bUSD: a poolShare of 40 % and an insuranceShare of 60.01 % are more than all of the surplus | Write shares of at most 100% together.',
      ])
      expect(problemsOf(whole('insuranceShare', '60%'))).to.deep.equal([])
    })

    it('wants a limit raised before what it limits, and lowered after it', () => {
      const raise = market('WETH-A', 'maxInAuction', '12_000_000 bUSD')
      const more = whole('maxInAuctionTotal', '26_000_000 bUSD')
      expect(problemsOf(more + raise)).to.deep.equal([])
      expect(problemsOf(raise + more)).to.deep.equal([
        '4:5 the maxInAuction of all together would be 26,000,000 bUSD, above bUSD maxInAuctionTotal 24,000,000 bUSD | Put the change of bUSD maxInAuctionTotal above what rises.',
      ])
      const cut = market('WETH-A', 'maxInAuction', '0 bUSD')
      const less = whole('maxInAuctionTotal', '14_000_000 bUSD')
      expect(problemsOf(cut + less)).to.deep.equal([])
      expect(problemsOf(less + cut)[0]).to.contain('below what falls')
      expect(problemsOf(raise)[0]).to.match(/Keep the sum at or below 24_000_000 bUSD, or raise/)
    })
  })
})
