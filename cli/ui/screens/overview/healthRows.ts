import { formatPercent } from '../../../shared/amount.ts'
import { plural, wholeTokens } from '../../../shared/format.ts'
import { largestUnit, roughDuration } from '../../../shared/time.ts'
import type { NearLiquidation } from '../../../workflows/nearLiquidation.ts'
import type { FeedOverview, MarketOverview, Overview } from '../../../workflows/readOverview.ts'
import { cell, type Drawn } from '../../cell.ts'
import { gaugeRuns, type Marker } from '../../gauge.ts'
import type { Tone } from '../../theme.ts'
import { feedAge, freshnessOf } from './feedAge.ts'
import { backingRow, withNear } from './nearRows.ts'
import { headingRow, type Piece, piece, type Row, type Space, textRow } from './rows.ts'

/** What backs the derivative, what is owed, and what is lost. */
export function protocolRows(
  overview: Overview,
  near: NearLiquidation | undefined,
  space: Space,
): readonly Row[] {
  const { theme } = space
  const { backing, nav, supply, totalDebt, badDebt, unpriced, derivativeSymbol: symbol } = overview
  const { symbols } = theme
  const missing = unpriced.length === 0 ? '' : ` without ${unpriced.join(', ')}, which has no price`
  const navWords =
    nav === undefined ? 'unknown' : `${hundredth(nav)} ${symbol} behind each ${symbol}`
  const loss: Piece =
    badDebt === 0n
      ? piece(`${symbols.pass} no bad debt`, 'good')
      : piece(`${symbols.fail} bad debt ${wholeTokens(badDebt)} ${symbol}`, 'bad')
  return [
    headingRow('Protocol'),
    backingRow(`Backing ${wholeTokens(backing)} ${symbol}${missing}`, near, space),
    {
      key: 'nav',
      pieces: [
        piece(`NAV     ${navWords}`, nav !== undefined && nav < 1 ? 'bad' : 'plain'),
        piece(`  ${symbols.dot} `, 'muted'),
        loss,
      ],
      spoken: `NAV ${navWords}, ${loss.text}.`,
    },
    textRow(`Owed    ${wholeTokens(totalDebt)} ${symbol}, ${wholeTokens(supply)} in circulation`),
  ]
}

const hundredth = (value: number): string => (Math.floor(value * 100 + 1e-9) / 100).toFixed(2)

interface Judged {
  readonly symbol: 'pass' | 'caution' | 'fail' | 'pending' | 'unknown'
  readonly tone: Tone
  readonly word: string
}

export function judgeMarket(market: MarketOverview): Judged {
  const { collateralization: ratio, mostCollateralization: most, debt, badDebt } = market
  if (market.priceState === 'DOWN') return { symbol: 'unknown', tone: 'bad', word: 'no price' }
  if (badDebt > 0n) return { symbol: 'fail', tone: 'bad', word: 'bad debt' }
  if (debt === 0n || ratio === undefined || most === undefined)
    return { symbol: 'pending', tone: 'muted', word: 'no debt' }
  if (most < market.liquidationCollateralization) {
    return { symbol: 'fail', tone: 'bad', word: 'below the liquidation limit' }
  }
  if (ratio < market.requiredCollateralization) {
    return { symbol: 'caution', tone: 'caution', word: 'below what issuing needs' }
  }
  if (market.priceState === 'DEGRADED') {
    return { symbol: 'caution', tone: 'caution', word: 'price DEGRADED, no issuing' }
  }
  return { symbol: 'pass', tone: 'good', word: 'sound' }
}

const LABEL = 10
const NUMBER = 9

/** Each market: collateralisation against its limits, and how much of the ceiling is used. */
export const marketRows = (
  overview: Overview,
  near: NearLiquidation | undefined,
  space: Space,
): readonly Row[] => [
  headingRow('Markets', marketLegend(space)),
  ...(overview.markets.length === 0
    ? [textRow('The address book names no market.', 'muted')]
    : overview.markets.map((market) => {
        const own = near?.markets.find(({ label }) => label === market.label)
        return withNear(marketRow(market, overview, space), own)
      })),
]

/** What the columns show, which limit is which among it: as much as there is room for behind the title. */
function marketLegend({ width, theme: { symbols } }: Space): string {
  const { marker, dot } = symbols
  const limits = `${marker} liquidation ${marker} issuing`
  return width < 54
    ? 'collateral, ceiling'
    : width < 70
      ? `collateral, ${limits}, ceiling`
      : `collateral by debt, ${limits} ${dot} ceiling used`
}

/** Bars take what the words leave; where that is little, the numbers stand alone. */
function barWidths(width: number): { readonly ratio: number; readonly use: number } {
  const spare = width - 2 - LABEL - 2 * NUMBER - 2
  if (spare < 8) return { ratio: 0, use: 0 }
  if (spare < 20) return { ratio: spare - 1, use: 0 }
  const use = Math.min(16, Math.floor(spare * 0.35))
  return { ratio: Math.min(40, spare - use - 3), use }
}

function marketRow(market: MarketOverview, { derivativeSymbol }: Overview, space: Space): Row {
  const { label, collateralization: ratio, ceilingUse, debt, ceiling } = market
  const { symbols } = space.theme
  const judged = judgeMarket(market)
  const bars = barWidths(space.width)
  const ratioText = ratio === undefined ? judged.word : formatPercent(ratio, 1)
  const useText = ceilingUse === undefined ? 'closed' : formatPercent(ceilingUse, 1)
  const useTone: Tone = ceilingUse !== undefined && ceilingUse >= 0.95 ? 'caution' : 'accent'
  const required = formatPercent(market.requiredCollateralization, 1)
  const limit = formatPercent(market.liquidationCollateralization, 1)
  return {
    key: `market ${label}`,
    pieces: [
      piece(`${symbols[judged.symbol]} `, judged.tone),
      piece(cell(label, LABEL, drawn(space, 'left'))),
      ...(bars.ratio === 0
        ? []
        : [piece(' '), ...ratioBar(market, judged.tone, bars.ratio, space)]),
      piece(cell(ratioText, NUMBER, drawn(space, 'right')), judged.tone),
      ...(bars.use === 0
        ? [piece(' ')]
        : [
            piece('   '),
            ...bar({ value: ceilingUse ?? 0, width: bars.use, tone: useTone }, space),
          ]),
      piece(cell(useText, NUMBER, drawn(space, 'right'))),
    ],
    spoken: `Market ${label}: ${judged.word}, collateralisation ${ratioText}, liquidation below ${limit}, issuing from ${required}, ceiling used ${useText}.`,
    target: { screen: 'parameter', params: { subject: label, parameter: 'liquidationThreshold' } },
    detail: `${label}: ${judged.word}. Liquidation below ${limit}, issuing from ${required}. ${wholeTokens(debt)} of ${wholeTokens(ceiling)} ${derivativeSymbol} issued in ${plural(market.vaultCount, 'vault')}.`,
  }
}

/** From 100 % on, with what issuing needs in the middle. */
function ratioBar(
  market: MarketOverview,
  tone: Tone,
  width: number,
  space: Space,
): readonly Piece[] {
  const place = (ratio: number) => (ratio - 1) / (2 * (market.requiredCollateralization - 1))
  const markers: readonly Marker[] = [
    { at: place(market.liquidationCollateralization), tone: 'bad' },
    { at: place(market.requiredCollateralization), tone: 'caution' },
  ]
  return bar({ value: place(market.collateralization ?? 0), width, tone, markers }, space)
}

const bar = (
  of: {
    readonly value: number
    readonly width: number
    readonly tone: Tone
    readonly markers?: readonly Marker[]
  },
  { theme }: Space,
): readonly Piece[] => gaugeRuns({ markers: [], ...of }, theme)

const drawn = ({ theme }: Space, align: 'left' | 'right'): Drawn => ({
  align,
  ellipsis: theme.symbols.ellipsis,
})

/** Each price feed: state, price, age against what is allowed, and what became of each source. */
export const feedRows = (overview: Overview, now: number, space: Space): readonly Row[] => [
  headingRow('Price feeds', space.width < 60 ? '' : 'price, age against what is allowed, sources'),
  ...(overview.feeds.length === 0
    ? [textRow('The address book names no feed.', 'muted')]
    : overview.feeds.map((feed) => feedRow(feed, { overview, now }, space))),
]

const stateLooks = {
  OK: { symbol: 'pass', tone: 'good' },
  DEGRADED: { symbol: 'caution', tone: 'caution' },
  DOWN: { symbol: 'fail', tone: 'bad' },
} as const

const sourceLooks = {
  USED: { symbol: 'pass', tone: 'good', words: 'counts' },
  OUTLIER: { symbol: 'caution', tone: 'caution', words: 'is too far from the others' },
  STALE: { symbol: 'fail', tone: 'bad', words: 'is too old' },
  INVALID: { symbol: 'unknown', tone: 'bad', words: 'gives no usable answer' },
} as const

/** Cells of a feed without its bar and its sources. */
const FEED_WORDS = 53

const freshnessTones = { fresh: 'accent', ageing: 'caution', stale: 'bad' } as const

function feedRow(
  feed: FeedOverview,
  { overview, now }: { readonly overview: Overview; readonly now: number },
  space: Space,
): Row {
  const { label, state, sources } = feed
  const { symbols } = space.theme
  const look = stateLooks[state]
  const price =
    feed.price === undefined ? 'no price' : `${cents(feed.price)} ${overview.derivativeSymbol}`
  const age = feedAge(feed, now)
  const allowed = largestUnit(feed.maxAge)
  const ageWords =
    age === undefined ? 'no answer' : `${largestUnit(BigInt(age.decisive))} of ${allowed}`
  const tone = age === undefined ? 'bad' : freshnessTones[freshnessOf(age)]
  const words = FEED_WORDS + sources.length
  const width = Math.min(16, space.width - words - 1)
  const each = sources.map(
    ({ status, updatedAt }, i) =>
      `source ${i + 1} ${sourceLooks[status].words}${status === 'INVALID' ? '' : ` (${lasting(now - Number(updatedAt))} old)`}`,
  )
  return {
    key: `feed ${label}`,
    pieces: [
      piece(`${symbols[look.symbol]} `, look.tone),
      piece(cell(label, 12, drawn(space, 'left'))),
      piece(cell(state, 8, drawn(space, 'left')), look.tone),
      ...(space.width < words ? [] : [piece(cell(price, 16, drawn(space, 'right')))]),
      piece(' '),
      ...(age === undefined || width < 4
        ? []
        : [...bar({ value: age.decisive / age.allowed, width, tone }, space), piece(' ')]),
      piece(cell(ageWords, 13, drawn(space, 'right')), tone === 'accent' ? 'plain' : tone),
      piece(' '),
      ...sources.map(({ status }) =>
        piece(symbols[sourceLooks[status].symbol], sourceLooks[status].tone),
      ),
    ],
    spoken: `Price feed ${label}: ${state}, ${price}, age ${ageWords}, ${each.join(', ')}.`,
    target: { screen: 'parameter', params: { subject: label, parameter: 'maxAge' } },
    detail: `${label}: ${feed.trouble ?? `${state}, its age ${ageWords}`}. ${each.join(', ')}; at least ${feed.minSources} must count.`,
  }
}

/** A price of 18 decimals to the cent. */
function cents(price: bigint): string {
  const [units = '', fraction = ''] = (Number(price / 10n ** 14n) / 10_000).toFixed(2).split('.')
  return `${Number(units).toLocaleString('en-US')}.${fraction}`
}

const lasting = (seconds: number): string => roughDuration(BigInt(Math.max(0, seconds)))
