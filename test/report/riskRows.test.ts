import { expect } from 'chai'
import {
  figureColumns,
  figureRows,
  ladderColumns,
  ladderRows,
  replayColumns,
  replayRows,
  withInterval,
} from '../../cli/report/riskRows.ts'
import type { Replay } from '../../cli/risk/replay.ts'
import { assessmentOf, ramp, replayed, riskBook } from './reportInput.ts'

const figure = (low: number | null, high: number | null) =>
  ({ value: 2, low, high, confidence: 0.95, n: 5 }) as const

describe('withInterval', () => {
  it('writes the value and both ends', () => {
    expect(withInterval(figure(1, 3), String)).to.equal('2 [1, 3]')
  })

  it('writes an end that the sample cannot bound as open', () => {
    expect(withInterval(figure(null, 3), String)).to.equal('2 [open, 3]')
    expect(withInterval(figure(1, null), String)).to.equal('2 [1, open]')
  })

  it('does not take an end at zero for an open one', () => {
    expect(withInterval(figure(0, 0), String)).to.equal('2 [0, 0]')
  })
})

describe('figureRows', () => {
  const total = assessmentOf({ liquidationThreshold: ramp }).total!
  const rows = figureRows(total)
  const row = (loss: string, title: string) =>
    rows.find(([first, second]) => first === loss && second === title)!

  it('has six figures for each of the two losses, every column filled', () => {
    expect(rows).to.have.length(12)
    for (const cells of rows) expect(cells).to.have.length(figureColumns.length)
    expect(new Set(rows.map(([loss, title]) => `${loss} ${title}`)).size).to.equal(12)
  })

  it('shows before, after and the paired difference of a mean', () => {
    const { mean } = total.difference.liquidatedDebt
    const difference = row('liquidated debt', 'mean')[4]!
    expect(mean.value).to.be.above(0)
    expect(difference).to.match(/^\+[\d,.]+ \[[+−±][\d,.]+, \+[\d,.]+\]$/)
    expect(row('liquidated debt', 'mean')[2]).not.to.equal(row('liquidated debt', 'mean')[3])
  })

  it('leaves the ends of a tail open that 100 paths cannot bound', () => {
    expect(total.after.badDebt.shortfall99.high).to.equal(null)
    for (const cell of row('bad debt', 'expected shortfall 99 %').slice(2))
      expect(cell).to.match(/\[open, open\]$/)
  })

  it('shows a dash where no difference is paired', () => {
    for (const title of ['95 % quantile', '99 % quantile', 'chance of any'])
      expect(row('bad debt', title)[4]).to.equal('–')
  })

  it('shows chances in percent', () => {
    expect(row('liquidated debt', 'chance of any')[3]).to.match(/^[\d.]+ % \[[\d.]+ %, [\d.]+ %\]$/)
  })
})

describe('ladderRows', () => {
  const { settled } = assessmentOf({ liquidationThreshold: ramp }).ladders
  const rows = ladderRows(settled)

  it('has one row a market and drop of the price', () => {
    expect(rows.map(([label]) => label)).to.deep.equal([
      ...Array<string>(6).fill('WETH-A'),
      ...Array<string>(6).fill('WBTC-A'),
    ])
    expect(rows.slice(0, 6).map(([, price]) => price)).to.deep.equal([
      'present',
      '−5 %',
      '−10 %',
      '−20 %',
      '−30 %',
      '−50 %',
    ])
    for (const cells of rows) expect(cells).to.have.length(ladderColumns.length)
  })

  it('puts vaults before and after side by side', () => {
    // Health 1.03 × 76 / 80 is below 1, and so is health 1.03 and 1.1 × 90 %.
    expect(rows[0]!.slice(2, 4)).to.deep.equal(['0', '1'])
    expect(rows[2]!.slice(2, 4)).to.deep.equal(['2', '2'])
    expect(rows[6]!.slice(2, 4)).to.deep.equal(['0', '0'])
  })

  it('gives the debt with its share of the market', () => {
    expect(rows[0]![4]).to.equal('0 (0.0 %)')
    expect(rows[0]![5]).to.match(/^10,0\d\d \(33\.3 %\)$/)
    expect(rows[5]![5]).to.match(/\(100\.0 %\)$/)
  })

  it('pairs markets by label, in whatever order they come', () => {
    const turned = { ...settled, after: [...settled.after].reverse() }
    expect(ladderRows(turned)).to.deep.equal(rows)
  })
})

describe('replayRows', () => {
  it('names the prices, their deepest fall and the losses of both variants', () => {
    const replay = replayed(riskBook({ liquidationThreshold: ramp }))
    const [row] = replayRows([{ name: 'crash.csv', replay }])
    expect(row).to.have.length(replayColumns.length)
    expect(row!.slice(0, 2)).to.deep.equal(['crash.csv', '−40.0 %'])
    expect(replay.before.total.liquidatedDebt).to.be.above(0)
    expect(row![2]).to.match(/^\d\d,\d{3}$/)
    expect(row![4]).not.to.equal('0')
  })

  it('keeps before and after apart', () => {
    const total = (liquidatedDebt: number, badDebt: number) => ({
      timeline: [{ at: 0, factors: { WETH: 1.2 }, liquidationCount: 0, liquidatedDebt, badDebt }],
      total: { liquidationCount: 0, liquidatedDebt, badDebt },
      markets: [],
    })
    const replay: Replay = { before: total(1, 2), after: total(3, 4) }
    expect(replayRows([{ name: 'x', replay }])).to.deep.equal([
      ['x', '−0.0 %', '1.00', '3.00', '2.00', '4.00'],
    ])
  })

  it('takes a history of many years, hour by hour', () => {
    const { before, after } = replayed()
    const moments = Array.from({ length: 150_000 }, () => before.timeline[0]!)
    const long = { ...before, timeline: [...moments, ...before.timeline] }
    const [row] = replayRows([{ name: 'long', replay: { before: long, after } }])
    expect(row![1]).to.equal('−40.0 %')
  })
})
