import { expect } from 'chai'
import type { MarketConsequences } from '../../../../cli/risk/consequences.ts'
import { widthOf } from '../../../../cli/ui/cell.ts'
import {
  consequenceBrief,
  consequenceLines,
} from '../../../../cli/ui/screens/drafts/consequenceLines.ts'
import { themeOf } from '../../../../cli/ui/theme.ts'

const market = (counts: readonly (readonly [number, number])[]): MarketConsequences => ({
  label: 'WETH-A',
  totalDebt: { before: 1e6, after: 1e6 },
  rungs: counts.map(([before, after], index) => ({
    shock: -0.1 * index,
    price: 3_000,
    before: { vaultCount: before, debt: before * 12_345_678 },
    after: { vaultCount: after, debt: after * 12_345_678 },
  })),
  efficiency: {
    before: { mostDebt: 0.5, use: Infinity, ceilingUse: 0 },
    after: { mostDebt: 0.5, use: Infinity, ceilingUse: 0 },
  },
})

const weighed = (settled?: MarketConsequences) => ({
  block: { number: 1, timestamp: 1 },
  executesAt: 1_795_953_600,
  assumptions: [],
  markets: [
    {
      label: 'WETH-A',
      execution: market([
        [0, 0],
        [5, 6],
      ]),
      ...(settled === undefined ? {} : { settled: { ...settled, at: 1_796_558_400 } }),
    },
  ],
})

const setting = (width: number) => ({
  width,
  theme: themeOf({ colour: true, unicode: true, animation: false }),
})

describe('the lines of consequences', () => {
  it('fit into every width that they are drawn in, and say more where numbers differ', () => {
    for (const width of [44, 46, 60, 100]) {
      const lines = consequenceLines(weighed(market([[1, 2]])), setting(width))
      const rungs = lines.filter(({ spoken }) => spoken?.includes('liquidatable before'))
      for (const { text } of rungs) expect(widthOf(text)).to.be.at.most(width)
      expect(rungs.map(({ tone }) => tone)).to.deep.equal(['plain', 'caution', 'caution'])
    }
  })

  it('say what cannot be divided by nothing', () => {
    const lines = consequenceLines(weighed(), setting(60)).map(({ text }) => text)
    expect(lines).to.include('of that in use none').and.include('of the ceiling 0.0 %')
  })

  it('name the end of a ramp', () => {
    const lines = consequenceLines(weighed(market([[1, 2]])), setting(60)).map(({ text }) => text)
    expect(lines).to.include('WETH-A after the ramp, 2026-12-06 12:00 UTC')
  })

  describe('without a price', () => {
    const none = { ...market([]), unpriced: { vaultCount: 12, debt: 153_000 } }
    const unpriced = {
      ...weighed(),
      markets: [{ label: 'WETH-A', execution: none, settled: { ...none, at: 1_796_558_400 } }],
    }

    it('say so in place of a ladder, and who is not counted', () => {
      const lines = consequenceLines(unpriced, setting(60))
      const text = lines.map((line) => line.text.trim()).join(' ')
      expect(text).to.contain('? no price: while the feed is DOWN nothing can be liquidated')
      expect(text).to.contain('12 vaults without a price, debt 153k, are not counted.')
      expect(text).not.to.contain('now').and.not.to.contain('after the ramp')
      for (const line of lines) expect(widthOf(line.text)).to.be.at.most(60)
    })

    it('say so in brief', () => {
      const [line] = consequenceBrief(unpriced, setting(60))
      expect(line!.text).to.equal('WETH-A ? no price: 12 vaults without a price, not counted')
      expect(line!.tone).to.equal('caution')
    })
  })

  it('are one line a market in brief: where most debt is newly reached', () => {
    const [line] = consequenceBrief(weighed(market([[1, 9]])), setting(60))
    expect(line!.text).to.equal('WETH-A now after the ramp: 1 → 9 vaults, 12.3M → 111M')
    expect(line!.tone).to.equal('caution')
  })

  it('are, where nothing is newly reached, what is reached no more', () => {
    const brief = (...counts: readonly (readonly [number, number])[]) => {
      const { markets, ...others } = weighed()
      const execution = market(counts)
      return consequenceBrief({ ...others, markets: [{ ...markets[0]!, execution }] }, setting(60))
    }
    expect(brief([0, 0], [8, 7], [51, 45])).to.deep.equal([
      {
        text: 'WETH-A \u221220 %: 51 \u2192 45 vaults, 630M \u2192 556M',
        spoken: 'WETH-A \u221220 %: 51 to 45 vaults, 630M to 556M',
        tone: 'good',
      },
    ])
    expect(brief([0, 0], [8, 8])).to.deep.equal([
      { text: 'WETH-A: no fall reaches more vaults, or fewer' },
    ])
  })
})
