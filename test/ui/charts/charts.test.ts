import { expect } from 'chai'
import stringWidth from 'string-width'
import type { LossHistogram } from '../../../cli/risk/lossHistogram.ts'
import type { Canvas } from '../../../cli/ui/charts/chart.ts'
import { figureLines } from '../../../cli/ui/charts/figures.ts'
import { histogramLines } from '../../../cli/ui/charts/histogram.ts'
import { ladderLines } from '../../../cli/ui/charts/ladder.ts'
import { timelineLines } from '../../../cli/ui/charts/timeline.ts'
import type { Line } from '../../../cli/ui/lines.ts'
import { themeOf } from '../../../cli/ui/theme.ts'
import { previewData } from '../../support/previews.ts'

const canvasOf = (width: number, own: { unicode?: boolean; isRead?: boolean } = {}): Canvas => ({
  width,
  symbols: themeOf({ colour: true, unicode: own.unicode ?? true, animation: false }).symbols,
  isRead: own.isRead ?? false,
})
const textOf = (lines: readonly Line[]) => lines.map(({ text }) => text).join('\n')

const histogram: LossHistogram = {
  paths: 2_000,
  none: { before: 1_960, after: 1_940 },
  bins: [
    { from: 0, to: 5_000, before: 30, after: 40 },
    { from: 5_000, to: 10_000, before: 10, after: 20 },
    { from: 10_000, to: 20_000, before: 0, after: 0 },
  ],
}
const caption = { what: 'bad debt', symbol: 'bUSD' }
const { risk, replays, symbol } = previewData()
const figures = risk.losses[0]!.liquidatedDebt.figures

describe('the histogram', () => {
  it('has a bar and a number for each bin, before and after, and the paths without a loss by themselves', () => {
    const text = textOf(histogramLines(histogram, caption, canvasOf(80)))
    expect(text).to.contain('○ before  no bad debt on 1,960 paths, 98.0 %')
    expect(text).to.contain('● after   no bad debt on 1,940 paths, 97.0 %')
    expect(text).to.match(/below 5k {2}○ before █+[▏▎▍▌▋▊▉]? +30 paths +1.5 %/)
    expect(text).to.match(/5k–10k {2}○ before █+[▏▎▍▌▋▊▉]? +10 paths 0.50 %/)
    expect(text).to.match(/10k–20k {2}○ before +0 paths +0.0 %/)
  })

  it('draws bars by their counts: twice the paths are twice the bar', () => {
    const lines = histogramLines(histogram, caption, canvasOf(80))
    const lengthOf = (part: RegExp) =>
      (lines.find(({ text }) => part.test(text))?.text.match(/█/g) ?? []).length
    expect(lengthOf(/ 20 paths/)).to.be.above(10)
    expect(lengthOf(/ 40 paths/)).to.be.closeTo(2 * lengthOf(/ 20 paths/), 1)
  })

  it('tells before from after by a sign and a word in ASCII too', () => {
    const text = textOf(histogramLines(histogram, caption, canvasOf(80, { unicode: false })))
    expect(text).to.match(/o before #+ +30 paths/)
    expect(text).to.match(/\* after {2}#+ +40 paths/)
  })

  it('is sentences for somebody who listens', () => {
    const lines = histogramLines(histogram, caption, canvasOf(80, { isRead: true }))
    expect(lines.map(({ text }) => text)).to.include(
      '5k to 10k bUSD: before 10 paths, 0.50 %; after 20 paths, 1.0 %.',
    )
    expect(textOf(lines)).to.not.match(/[█○●]/)
  })

  it('says only that nothing was lost where nothing was', () => {
    const none = { paths: 100, none: { before: 100, after: 100 }, bins: [] }
    expect(histogramLines(none, caption, canvasOf(80))).to.have.length(3)
  })
})

describe('the ladder', () => {
  it('has a pair of bars for each fall with debt, share and vaults beside them', () => {
    const text = textOf(ladderLines(risk.execution, symbol, canvasOf(110)))
    expect(text).to.contain('WETH-A: liquidatable if prices fall, of 30,008 bUSD of debt')
    expect(text).to.match(/−5 % at 2,850 {2}○ before █+▎? +10,003 bUSD +33.3 % +1 vault/)
    expect(text).to.match(/● after {2}█+.? +10,003 bUSD +33.3 % +1 vault/)
    expect(text).to.match(/capital efficiency 66.7 % → 66.7 %, used/)
  })

  it('shows what the end of a ramp makes liquidatable at the present price', () => {
    const text = textOf(ladderLines(risk.settled, symbol, canvasOf(110)))
    expect(text).to.match(/present at 3,000 {2}○ before {5,}0 bUSD/)
    expect(text).to.match(/● after {2}█+[^\n]+ 1 vault/)
  })

  it('is a sentence a fall for somebody who listens', () => {
    const text = textOf(ladderLines(risk.execution, symbol, canvasOf(110, { isRead: true })))
    expect(text).to.match(/−5 % at 2,850: before 10,003 bUSD, 33.3 %, 1 vault; after 10,003/)
    expect(text).to.not.match(/[█○●]/)
  })
})

describe('the timeline', () => {
  it('has the price and what it liquidates as curves with their totals', () => {
    const text = textOf(timelineLines(replays[0]!, symbol, canvasOf(120)))
    expect(text).to.contain('crash.csv: every price moves as this one did')
    expect(text).to.match(/price +█+▅+▆+ +deepest −40.0 % at 1970-01-01 01:00 UTC/)
    expect(text).to.match(/○ before liquidated +█+ +[\d,]+ bUSD in 6 liquidations/)
  })

  it('puts the numbers below where they would squeeze the curves', () => {
    const long = {
      ...replays[0]!,
      spans: Array.from({ length: 60 }, (_, i) => ({ ...replays[0]!.spans[1]!, from: i, to: i })),
    }
    const lines = timelineLines(long, symbol, canvasOf(70)).map(({ text }) => text)
    const price = lines.findIndex((text) => text.startsWith('price'))
    expect(lines[price]).to.match(/price +█+$/)
    expect(lines[price + 1]).to.match(/^ +deepest −40.0 %/)
  })

  it('lists every moment at which something happens', () => {
    const text = textOf(timelineLines(replays[0]!, symbol, canvasOf(120)))
    expect(text).to.match(/1970-01-01 01:00 UTC {2}price −40.0 %\n {2}○ before {2}6 liquidations/)
    const calm = { ...replays[0]!, spans: replays[0]!.spans.slice(0, 1) }
    expect(textOf(timelineLines(calm, symbol, canvasOf(120)))).to.contain('No vault is liquidated')
  })

  it('says of prices that are not all real what they are', () => {
    const standIn = { ...replays[0]!, about: 'This path is a stand-in.' }
    for (const isRead of [false, true]) {
      const text = textOf(timelineLines(standIn, symbol, canvasOf(120, { isRead })))
      expect(text).to.contain('This path is a stand-in.')
    }
  })

  it('is sentences for somebody who listens', () => {
    const text = textOf(timelineLines(replays[0]!, symbol, canvasOf(120, { isRead: true })))
    expect(text).to.match(/before: [\d,]+ bUSD in 6 liquidations; [\d,]+ bUSD of bad debt\./)
    expect(text).to.not.match(/[█▁○●]/)
  })
})

describe('the figures', () => {
  it('stand beside each other with their intervals', () => {
    const [head, mean] = figureLines(figures, canvasOf(140)).map(({ text }) => text)
    expect(head).to.match(/○ before +● after +difference/)
    expect(mean).to.match(/^mean +[\d,]+ \[[\d,]+, [\d,]+\] +[\d,]+ \[.+\] +\+[\d,]+ \[.+\]$/)
  })

  it('stand below each other where the window is narrow', () => {
    const text = textOf(figureLines(figures, canvasOf(60)))
    expect(text).to.match(/mean\n {2}○ before {4}[\d,]+ \[.+\]\n {2}● after {5}/)
  })
})

describe('every chart', () => {
  for (const width of [40, 60, 80, 120, 200]) {
    it(`fits into ${width} cells`, () => {
      const canvas = canvasOf(width)
      const lines = [
        ...histogramLines(histogram, caption, canvas),
        ...figureLines(figures, canvas),
        ...ladderLines(risk.execution, symbol, canvas),
        ...timelineLines(replays[0]!, symbol, canvas),
      ]
      for (const { text } of lines) expect(stringWidth(text), text).to.be.at.most(width)
    })
  }

  it('keeps its numbers where there is no room for bars', () => {
    const text = textOf(ladderLines(risk.execution, symbol, canvasOf(40)))
    expect(text).to.match(/−5 % at 2,850 {2}○ before .*10,003/)
  })
})
