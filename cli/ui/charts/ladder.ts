import { formatAmount, formatShare } from '../../shared/amount.ts'
import { plural } from '../../shared/format.ts'
import type { PreviewLadder, PreviewLadders } from '../../workflows/preview.ts'
import { blankLine, type Line, titleLine } from '../lines.ts'
import { bar, type Canvas, padded, sides, toneOf, variantWords } from './chart.ts'

/** What becomes liquidatable if every price falls at once: a pair of bars a fall, as a share of the market's debt. */
export function ladderLines(
  ladders: Pick<PreviewLadders, 'before' | 'after'>,
  symbol: string,
  canvas: Canvas,
): readonly Line[] {
  const pairs = ladders.before.flatMap((before) => {
    const after = ladders.after.find(({ label }) => label === before.label)
    return after === undefined ? [] : [{ before, after }]
  })
  return pairs.flatMap((pair, index) => [
    ...(index === 0 ? [] : [blankLine]),
    ...marketLines(pair, symbol, canvas),
  ])
}

interface Pair {
  readonly before: PreviewLadder
  readonly after: PreviewLadder
}

type Rung = PreviewLadder['rungs'][number]

function marketLines(pair: Pair, symbol: string, canvas: Canvas): readonly Line[] {
  const { before } = pair
  const title = `${before.label}: liquidatable if prices fall, of ${formatAmount(before.totalDebt)} ${symbol} of debt`
  if (canvas.isRead) return [{ text: `${title}.` }, ...sentences(pair, symbol)]
  return [titleLine(title), ...rungLines(pair, symbol, canvas)]
}

function rungLines(pair: Pair, symbol: string, { width, symbols }: Canvas): readonly Line[] {
  const rows = pair.before.rungs.flatMap((rung, i) =>
    sides.map((side) => ({ side, rung, own: pair[side].rungs[i] ?? rung, of: pair[side] })),
  )
  const labels = padded(
    rows.map(({ side, rung }) => (side === 'before' ? fallWords(rung) : '')),
    'right',
  )
  const debts = padded(
    rows.map(({ own }) => `${formatAmount(own.debt)} ${symbol}`),
    'right',
  )
  const shares = padded(
    rows.map(({ own, of }) => formatShare(shareOf(own, of))),
    'right',
  )
  const counts = padded(
    rows.map(({ own }) => plural(own.vaultCount, 'vault')),
    'right',
  )
  const numbers = rows.map((_, i) => `${debts[i]} ${shares[i]}  ${counts[i]}`)
  const fixed = `${labels[0]}  ${variantWords('before', symbols)}   ${numbers[0]}`.length
  const room = Math.max(4, Math.min(60, width - fixed))
  return rows.map(({ side, own, of }, i) => ({
    text: `${labels[i]}  ${variantWords(side, symbols)} ${bar(shareOf(own, of), room, symbols)} ${numbers[i]}`,
    tone: toneOf(side),
  }))
}

const shareOf = ({ debt }: Rung, { totalDebt }: PreviewLadder): number =>
  totalDebt > 0 ? debt / totalDebt : 0

const fallWords = ({ shock, price }: Rung): string =>
  `${shock === 0 ? 'present' : `\u2212${Math.round(-shock * 100)} %`} at ${formatAmount(price)}`

const sentences = ({ before, after }: Pair, symbol: string): readonly Line[] =>
  before.rungs.map((rung, i) => {
    const words = (one: Rung, of: PreviewLadder) =>
      `${formatAmount(one.debt)} ${symbol}, ${formatShare(shareOf(one, of))}, ${plural(one.vaultCount, 'vault')}`
    const other = after.rungs[i] ?? rung
    return {
      text: `${fallWords(rung)}: before ${words(rung, before)}; after ${words(other, after)}.`,
    }
  })
