import type { LossBin, LossHistogram } from '../../risk/lossHistogram.ts'
import { formatShare } from '../../shared/amount.ts'
import { formatNumber } from '../../shared/format.ts'
import { blankLine, type Line, paragraph, titleLine } from '../lines.ts'
import { oneDigit } from '../shortAmount.ts'
import { barLines, type Canvas, sides, toneOf, variantWords } from './chart.ts'

/** What is distributed: `bad debt`, and in which unit. */
interface Caption {
  readonly what: string
  readonly symbol: string
}

/**
 * How often a loss of each size comes, before and after, one line each. The longest bar is the fullest bin; paths without
 * any loss are so many that they are told as a number above it.
 */
export function histogramLines(
  histogram: LossHistogram,
  caption: Caption,
  canvas: Canvas,
): readonly Line[] {
  if (canvas.isRead) return histogramSentences(histogram, caption)
  const { what, symbol } = caption
  const { paths, bins, none } = histogram
  const head: readonly Line[] = [
    titleLine(`How ${what} spreads over ${formatNumber(BigInt(paths))} paths`),
    ...sides.flatMap((side) =>
      paragraph(`no ${what} on ${countWords(none[side], paths)}`, {
        width: canvas.width,
        tone: toneOf(side),
        mark: `${variantWords(side, canvas.symbols)}  `,
      }),
    ),
  ]
  if (bins.length === 0) return head
  return [...head, blankLine, ...binLines(histogram, symbol, canvas)]
}

const countWords = (count: number, paths: number): string =>
  `${formatNumber(BigInt(count))} paths, ${formatShare(count / paths)}`

function binLines({ bins, paths }: LossHistogram, symbol: string, canvas: Canvas): readonly Line[] {
  const longest = Math.max(...bins.flatMap(({ before, after }) => [before, after]))
  const rows = bins.flatMap((bin) =>
    sides.map((side) => ({
      label: side === 'before' ? rangeWords(bin) : '',
      side,
      share: bin[side] / longest,
      numbers: [formatNumber(BigInt(bin[side])), 'paths', formatShare(bin[side] / paths)],
    })),
  )
  return [{ text: `loss in ${symbol}`, tone: 'muted' }, ...barLines(rows, canvas)]
}

const rangeWords = ({ from, to }: LossBin, dash = '\u2013'): string =>
  from === 0 ? `below ${oneDigit(to)}` : `${oneDigit(from)}${dash}${oneDigit(to)}`

function histogramSentences(
  { paths, none, bins }: LossHistogram,
  { what, symbol }: Caption,
): readonly Line[] {
  const pair = (counts: { readonly before: number; readonly after: number }) =>
    `before ${countWords(counts.before, paths)}; after ${countWords(counts.after, paths)}`
  return [
    { text: `How ${what} spreads over ${formatNumber(BigInt(paths))} paths.` },
    { text: `No ${what}: ${pair(none)}.` },
    ...bins.map((bin) => ({ text: `${rangeWords(bin, ' to ')} ${symbol}: ${pair(bin)}.` })),
  ]
}
