import { formatAmount, formatShare } from '../../shared/amount.ts'
import { plural } from '../../shared/format.ts'
import type { PreviewLadder, PreviewLadders } from '../../workflows/preview.ts'
import { blankLine, type Line, paragraph } from '../lines.ts'
import { barLines, type Canvas, sides } from './chart.ts'

/** What becomes liquidatable if every price falls at once: a pair of bars a fall, as a share of the market's debt. */
export function ladderLines(
  ladders: Pick<PreviewLadders, 'before' | 'after' | 'efficiency'>,
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
    ...ladders.efficiency
      .filter(({ label }) => label === pair.before.label)
      .flatMap(({ efficiency }) => paragraph(efficiencyWords(efficiency), canvas)),
  ])
}

/** What a unit of collateral value may carry, and how much of that is used. */
function efficiencyWords({
  before,
  after,
}: PreviewLadders['efficiency'][number]['efficiency']): string {
  const pair = (key: keyof typeof before) =>
    `${shareWords(before[key])} \u2192 ${shareWords(after[key])}`
  return `capital efficiency ${pair('mostDebt')}, used ${pair('use')}; ceiling used ${pair('ceilingUse')}`
}

const shareWords = (share: number | undefined): string =>
  share === undefined ? 'unknown' : Number.isFinite(share) ? formatShare(share) : 'all'

interface Pair {
  readonly before: PreviewLadder
  readonly after: PreviewLadder
}

type Rung = PreviewLadder['rungs'][number]

function marketLines(pair: Pair, symbol: string, canvas: Canvas): readonly Line[] {
  const { before } = pair
  const title = `${before.label}: liquidatable if prices fall, of ${formatAmount(before.totalDebt)} ${symbol} of debt`
  if (canvas.isRead) return [{ text: `${title}.` }, ...sentences(pair, symbol)]
  return [
    ...paragraph(title, { width: canvas.width, tone: 'accent' }),
    ...rungLines(pair, symbol, canvas),
  ]
}

function rungLines(pair: Pair, symbol: string, canvas: Canvas): readonly Line[] {
  const rows = pair.before.rungs.flatMap((rung, i) =>
    sides.map((side) => {
      const own = pair[side].rungs[i] ?? rung
      const share = shareOf(own, pair[side])
      return {
        label: side === 'before' ? fallWords(rung) : '',
        side,
        share,
        numbers: [
          formatAmount(own.debt),
          symbol,
          formatShare(share),
          plural(own.vaultCount, 'vault'),
        ],
      }
    }),
  )
  return barLines(rows, canvas)
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
