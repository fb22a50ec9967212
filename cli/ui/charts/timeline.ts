import type { TimelineSpan } from '../../risk/timeline.ts'
import { formatAmount, formatShare } from '../../shared/amount.ts'
import { plural, printable } from '../../shared/format.ts'
import { formatUtc } from '../../shared/time.ts'
import type { PreviewReplay } from '../../workflows/preview.ts'
import { blankLine, type Line, paragraph } from '../lines.ts'
import type { Tone } from '../theme.ts'
import { type Canvas, heights, padded, type Side, sides, toneOf, variantWords } from './chart.ts'

/** A crash as it went: the price, and what it would liquidate and leave as bad debt, before and after. */
export function timelineLines(
  replay: PreviewReplay,
  symbol: string,
  canvas: Canvas,
): readonly Line[] {
  const title = `${printable(replay.name)}: every price moves as this one did`
  const events = eventLines(replay, symbol, canvas)
  const { width } = canvas
  const about =
    replay.about === undefined
      ? []
      : paragraph(printable(replay.about), { width, tone: 'muted' as const })
  if (canvas.isRead) return [{ text: `${title}.` }, ...about, ...totals(replay, symbol), ...events]
  return [
    ...paragraph(title, { width, tone: 'accent' }),
    ...curveLines(replay, symbol, canvas),
    blankLine,
    ...events,
    ...(about.length === 0 ? [] : [blankLine, ...about]),
  ]
}

const lowestOf = (spans: readonly TimelineSpan[]): TimelineSpan | undefined =>
  spans.reduce<TimelineSpan | undefined>(
    (least, span) => (least === undefined || span.lowest < least.lowest ? span : least),
    undefined,
  )

const fallWords = (factor: number): string => `\u2212${formatShare(Math.max(0, 1 - factor))}`

function totals(replay: PreviewReplay, symbol: string): readonly Line[] {
  const lowest = lowestOf(replay.spans)
  const fall =
    lowest === undefined ? '' : `Deepest ${fallWords(lowest.lowest)} at ${formatUtc(lowest.to)}.`
  return [
    { text: fall },
    ...sides.map((side) => ({
      text: `${side}: ${totalWords(replay, side, 'liquidatedDebt', symbol)}; ${totalWords(replay, side, 'badDebt', symbol)}.`,
    })),
  ]
}

function totalWords(
  replay: PreviewReplay,
  side: Side,
  what: 'liquidatedDebt' | 'badDebt',
  symbol: string,
): string {
  const { liquidationCount, ...amounts } = replay[side]
  return what === 'badDebt'
    ? `${formatAmount(amounts.badDebt)} ${symbol} of bad debt`
    : `${formatAmount(amounts.liquidatedDebt)} ${symbol} in ${plural(liquidationCount, 'liquidation')}`
}

/** A row of heights over time. */
interface Curve {
  readonly name: string
  readonly values: readonly number[]
  /** What the highest step stands for. */
  readonly top: number
  readonly total: string
  readonly tone: Tone
  /** Of several values in one cell: all of them, or the least. */
  readonly keeps: 'sum' | 'least'
}

const priceCurve = ({ spans }: PreviewReplay, lowest: TimelineSpan): Curve => {
  const values = spans.map((span) => span.lowest)
  const total = `deepest ${fallWords(lowest.lowest)} at ${formatUtc(lowest.to)}`
  return { name: 'price', values, top: Math.max(...values), total, tone: 'plain', keeps: 'least' }
}

function amountCurves(
  replay: PreviewReplay,
  symbol: string,
  symbols: Canvas['symbols'],
): readonly Curve[] {
  const { spans } = replay
  return (['liquidatedDebt', 'badDebt'] as const).flatMap((what) => {
    const top = Math.max(...spans.flatMap((span) => sides.map((side) => span[side][what])))
    return sides.map(
      (side): Curve => ({
        name: `${variantWords(side, symbols)} ${what === 'badDebt' ? 'bad debt' : 'liquidated'}`,
        values: spans.map((span) => span[side][what]),
        top,
        total: totalWords(replay, side, what, symbol),
        tone: toneOf(side),
        keeps: 'sum',
      }),
    )
  })
}

/** One row a curve: its name, its heights over time, its total; the time below. */
function curveLines(replay: PreviewReplay, symbol: string, canvas: Canvas): readonly Line[] {
  const { spans } = replay
  const { symbols } = canvas
  const lowest = lowestOf(spans)
  if (lowest === undefined) return []
  const curves = [priceCurve(replay, lowest), ...amountCurves(replay, symbol, symbols)]
  const names = padded(
    curves.map(({ name }) => name),
    'left',
  )
  const indent = (names[0] ?? '').length + 2
  const widest = Math.max(...curves.map(({ total }) => total.length)) + 2
  // The numbers stand beside their curves, or below them where that would squeeze the curves.
  const isBeside = canvas.width - indent - widest >= Math.min(spans.length, COMFORTABLE)
  const room = Math.max(8, canvas.width - indent - (isBeside ? widest : 0))
  const blank = ' '.repeat(indent)
  const time = `${formatUtc(spans[0]?.from ?? 0)} to ${formatUtc(spans.at(-1)?.to ?? 0)}`
  return [
    ...curves.flatMap((curve, i): readonly Line[] => {
      const { total, tone, top } = curve
      const drawn = `${names[i]}  ${heights(fitted(curve, Math.min(room, WIDEST)), top, symbols)}`
      return isBeside
        ? [{ text: `${drawn}  ${total}`, tone }]
        : [{ text: drawn, tone }, ...paragraph(total, { width: canvas.width, tone, mark: '  ' })]
    }),
    ...paragraph(time, { width: canvas.width, tone: 'muted', mark: isBeside ? blank : '  ' }),
  ]
}

/** Cells that a curve should have, and those beyond which it only gets longer. */
const COMFORTABLE = 48
const WIDEST = 96

/** The values in at most so many cells: neighbours together, or each as wide as all of them can be. */
function fitted({ values, keeps }: Curve, room: number): readonly number[] {
  const size = Math.ceil(values.length / room)
  if (size <= 1) {
    const width = Math.max(1, Math.floor(room / Math.max(1, values.length)))
    return values.flatMap((value) => Array<number>(width).fill(value))
  }
  return Array.from({ length: Math.ceil(values.length / size) }, (_, i) => {
    const part = values.slice(i * size, (i + 1) * size)
    return keeps === 'least' ? Math.min(...part) : part.reduce((sum, value) => sum + value, 0)
  })
}

/** Every moment at which something was liquidated, as numbers. */
function eventLines(
  { spans }: PreviewReplay,
  symbol: string,
  { symbols, isRead, width }: Canvas,
): readonly Line[] {
  const eventful = spans.filter(
    ({ before, after }) => before.liquidationCount + after.liquidationCount > 0,
  )
  if (eventful.length === 0) return [{ text: 'No vault is liquidated on the way.' }]
  return eventful.flatMap((span): readonly Line[] => {
    const head = `${formatUtc(span.from)}  price ${fallWords(span.lowest)}`
    if (isRead) {
      return [
        {
          text: `${head}: ${sides.map((side) => `${side} ${eventWords(span[side], symbol)}`).join('; ')}.`,
        },
      ]
    }
    return [
      { text: head },
      ...sides.flatMap((side) =>
        paragraph(eventWords(span[side], symbol), {
          width,
          tone: toneOf(side),
          mark: `  ${variantWords(side, symbols)}  `,
        }),
      ),
    ]
  })
}

const eventWords = (
  { liquidationCount, liquidatedDebt, badDebt }: TimelineSpan['before'],
  symbol: string,
): string =>
  `${plural(liquidationCount, 'liquidation')}, ${formatAmount(liquidatedDebt)} ${symbol}` +
  (badDebt > 0 ? `, bad debt ${formatAmount(badDebt)} ${symbol}` : '')
