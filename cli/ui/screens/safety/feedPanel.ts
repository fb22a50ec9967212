import { forPeople, listOf, printable, shortHex } from '../../../shared/format.ts'
import { formatDuration, largestUnit, roughDuration } from '../../../shared/time.ts'
import { formatBps, formatWadPercent } from '../../../shared/units.ts'
import type { FeedPanel, Safety } from '../../../workflows/readSafety.ts'
import type { Column } from '../../components/Table.tsx'
import { blankLine, factLines, type Line, paragraph, titleLine } from '../../lines.ts'
import { agoWords, whenWords } from '../../timeWords.ts'
import { type FeedAge, feedAge, freshnessOf } from '../overview/feedAge.ts'
import { priceWords, ratioWords } from './amounts.ts'
import { type Look, lookWords, type Panel, type Setting } from './panel.ts'

export const feedLooks: Readonly<Record<FeedPanel['state'], Look>> = {
  OK: { symbol: 'pass', tone: 'good', word: 'OK' },
  DEGRADED: { symbol: 'caution', tone: 'caution', word: 'DEGRADED' },
  DOWN: { symbol: 'fail', tone: 'bad', word: 'DOWN' },
}

const sourceLooks: Readonly<Record<FeedPanel['sources'][number]['status'], Look>> = {
  USED: { symbol: 'pass', tone: 'good', word: 'counts' },
  OUTLIER: { symbol: 'caution', tone: 'caution', word: 'dropped: too far from the others' },
  STALE: { symbol: 'fail', tone: 'bad', word: 'dropped: too old' },
  INVALID: { symbol: 'unknown', tone: 'bad', word: 'dropped: no usable answer' },
}

/** Every price feed with its sources. */
export const feedPanel = ({ feeds, derivativeSymbol }: Safety): Panel<FeedPanel> => ({
  rows: feeds,
  nameOf: ({ label }) => label,
  columns: (setting) => columnsOf(derivativeSymbol, setting),
  lines: (feed, setting) => feedLines(feed, derivativeSymbol, setting),
  copied: () => undefined,
  empty: {
    title: 'No price feeds',
    hint: 'The address book names no feed: correct `addresses` in ballast.yaml, or deploy with ballast deploy.',
  },
})

const columnsOf = (symbol: string, { theme, now }: Setting): readonly Column<FeedPanel>[] => [
  { title: 'feed', text: ({ label }) => label, width: 11, grows: true },
  {
    title: 'state',
    text: ({ state }) => lookWords(feedLooks[state], theme),
    spoken: ({ state }) => state,
    tone: ({ state }) => feedLooks[state].tone,
    width: 10,
  },
  { title: 'price', text: (feed) => midWords(feed, symbol), width: 16, align: 'right' },
  {
    title: 'count',
    text: ({ sources }) => `${usedOf(sources)} of ${sources.length}`,
    spoken: ({ sources }) => `${usedOf(sources)} of ${sources.length} sources`,
    tone: ({ sources }) => (usedOf(sources) < sources.length ? 'caution' : 'plain'),
    width: 6,
    align: 'right',
    priority: 2,
  },
  {
    title: 'age',
    text: (feed) => ageWords(feed, now),
    tone: (feed) => ageTones[freshness(feed, now)],
    width: 16,
    align: 'right',
    priority: 3,
  },
  {
    title: 'last good',
    text: ({ lastGood }) =>
      lastGood === undefined ? 'none' : agoWords(Number(lastGood.storedAt), now),
    width: 11,
    priority: 4,
  },
]

const usedOf = (sources: FeedPanel['sources']): number =>
  sources.filter(({ status }) => status === 'USED').length

const midWords = ({ state, price }: FeedPanel, symbol: string): string =>
  state === 'DOWN' ? 'no price' : priceWords(price.mid, symbol)

const ageTones = { fresh: 'plain', ageing: 'caution', stale: 'bad' } as const

function freshness(feed: FeedPanel, now: number): keyof typeof ageTones {
  const age = feedAge(feed, now)
  return age === undefined ? 'stale' : freshnessOf(age)
}

/** Of the last answer that the feed needs, against what is allowed. */
function ageWords(feed: FeedPanel, now: number): string {
  const age: FeedAge | undefined = feedAge(feed, now)
  return age === undefined
    ? 'no answer'
    : `${largestUnit(BigInt(age.decisive))} of ${largestUnit(feed.maxAge)}`
}

function feedLines(
  feed: FeedPanel,
  symbol: string,
  setting: Setting & { readonly width: number },
): readonly Line[] {
  const { width, theme } = setting
  const look = feedLooks[feed.state]
  const mark = `${theme.symbols[look.symbol]} `
  return [
    titleLine(printable(feed.label)),
    ...paragraph(stateSentence(feed), { width, tone: look.tone, mark }),
    ...(feed.reasons.length === 0 ? [] : paragraph(`So ${goesOn[feed.state]}.`, { width })),
    blankLine,
    ...factLines(priceFacts(feed, symbol, setting.now), width),
    blankLine,
    titleLine('Sources'),
    ...feed.sources.flatMap((source) => sourceLines(source, symbol, setting)),
    ...(feed.rate === undefined ? [] : [blankLine, ...rateLines(feed.rate, setting)]),
  ]
}

/** What each state lets go on (contracts/README): repaying, adding collateral and leaving always do. */
const goesOn: Readonly<Record<FeedPanel['state'], string>> = {
  OK: 'issuing and liquidation go on',
  DEGRADED: 'no issuing, no withdrawing against debt; liquidation goes on at the high end',
  DOWN: 'no issuing, no withdrawing against debt, no liquidation; repaying and leaving go on',
}

const stateSentence = ({ state, reasons }: FeedPanel): string =>
  reasons.length === 0 ? `${state}: ${goesOn[state]}` : `${state}: ${reasons.join('; ')}`

function priceFacts(
  feed: FeedPanel,
  symbol: string,
  now: number,
): readonly (readonly [string, string])[] {
  const { price, state, lastGood, deadSince, frozenUntil, markets } = feed
  const show = (wad: bigint) => priceWords(wad, symbol)
  return [
    ['price', midWords(feed, symbol)],
    ...(state === 'DOWN'
      ? []
      : ([
          ['issuing uses', `${show(price.low)}, the low end`],
          ['liquidation', `${show(price.high)}, the high end`],
        ] as const)),
    [
      'last good',
      lastGood === undefined
        ? 'none: nobody has refreshed it while it was OK'
        : `${show(lastGood.mid)}, ${whenWords(Number(lastGood.storedAt), now)}`,
    ],
    ...(deadSince === undefined
      ? []
      : [['dead since', whenWords(Number(deadSince), now)] as const]),
    ...(frozenUntil > BigInt(now)
      ? [['forced', `not OK before ${whenWords(Number(frozenUntil), now)}`] as const]
      : []),
    ['markets', markets.length === 0 ? 'none' : listOf(markets)],
    [
      'limits',
      `${formatDuration(feed.maxAge)} old, ${percent(feed.maxDeviationBps)} apart, ${feed.minSources} must count, ${percent(feed.maxJumpBps)} an hour`,
    ],
  ]
}

const percent = (bps: bigint): string => forPeople(formatBps(bps))

/** What the source said, and what became of it; its address below. */
function sourceLines(
  source: FeedPanel['sources'][number],
  symbol: string,
  { theme, width, now }: Setting & { readonly width: number },
): readonly Line[] {
  const { address, status, priceWad, updatedAt } = source
  const look = sourceLooks[status]
  const age = BigInt(Math.max(0, now - Number(updatedAt)))
  const said =
    priceWad === 0n ? 'no price' : `${priceWords(priceWad, symbol)}, ${roughDuration(age)} old`
  return [
    ...paragraph(`${said}: ${look.word}`, {
      width,
      tone: look.tone,
      mark: `${theme.symbols[look.symbol]} `,
    }),
    ...paragraph(shortHex(address), { width, tone: 'muted', mark: '  ' }),
  ]
}

function rateLines(
  rate: NonNullable<FeedPanel['rate']>,
  { width, now }: Setting & { readonly width: number },
): readonly Line[] {
  const { observedWad, acceptedWad, lowWad, highWad, snapshotWad, snapshotAt, refreshedAt } = rate
  const yearly = (wad: bigint) => forPeople(formatWadPercent(wad))
  return [
    titleLine('Rate of its underlying'),
    ...factLines(
      [
        ['source says', observedWad === 0n ? 'nothing: it is silent' : ratioWords(observedWad)],
        [
          'accepted',
          `${ratioWords(acceptedWad)}, refreshed ${whenWords(Number(refreshedAt), now)}`,
        ],
        ['issuing uses', ratioWords(lowWad)],
        ['liquidation', ratioWords(highWad)],
        ['snapshot', `${ratioWords(snapshotWad)}, ${whenWords(Number(snapshotAt), now)}`],
        [
          'limits',
          `growth of ${yearly(rate.growthCapWad)} a year; unrefreshed growth decays by ${yearly(rate.yieldDecayWad)} a day`,
        ],
      ],
      width,
    ),
  ]
}
