import { printable, shortHex, wholeTokens } from '../../../shared/format.ts'
import type { Overview } from '../../../workflows/readOverview.ts'
import type { Connection } from '../../services/session.ts'
import { wrapText } from '../../wrap.ts'
import { moreWords, type Need, needsOf, urgencyLooks } from './needs.ts'
import { headingRow, piece, type Row, type Space, textRow } from './rows.ts'

/** The network, the block that everything here is of, and whoever acts. */
export function standingRows(
  { status, tokenSymbol }: Overview,
  connection: Connection,
  { width }: Pick<Space, 'width'>,
): readonly Row[] {
  const { network, chainId, block, account, accountTrouble, isDevelopment } = status
  const chain = `${printable(network)}, chain ${chainId}`
  const kind = isDevelopment ? ' (development)' : ''
  const by = connection.kind === 'live' ? hearing[connection.by] : 'the newest that was read'
  const at = `as of block ${block.number}, ${by}`
  const who =
    account === undefined
      ? (accountTrouble ?? 'Nobody acts: read-only. A chooses an account.')
      : `You: ${printable(account.name)} ${shortHex(account.address)}, votes of ${wholeTokens(account.votes)} ${tokenSymbol}`
  const spare = width - chain.length - at.length - 2
  // The rows of the protocol are worth more than a second one here.
  const rows =
    spare < 0 ? [chain + kind, at] : [`${chain}${spare < kind.length ? '' : kind}, ${at}`]
  return [
    ...rows.map((text) => textRow(text, 'muted')),
    ...wrapText(printable(who), width).map((line) =>
      textRow(line, accountTrouble === undefined ? 'muted' : 'caution'),
    ),
  ]
}

const hearing = {
  subscription: 'the node tells of new ones',
  polling: 'new ones are asked for',
} as const

/** What there is to know about this session: where a demonstration keeps its files, and the like. */
export const noteRows = (notes: readonly string[], { width }: Space): readonly Row[] =>
  notes.flatMap((note) => wrapText(printable(note), width).map((line) => textRow(line, 'muted')))

interface NeedRoom {
  /** The chain's clock, Unix seconds. */
  readonly now: number
  /** Rows below the heading, unless somebody wants to see everything. */
  readonly room: number
  readonly isAll: boolean
  readonly space: Space
}

/** What needs somebody now, the most urgent first: as many as there is room for, in whole where there is more. */
export function needRows(
  overview: Overview,
  { now, room, isAll, space }: NeedRoom,
): readonly Row[] {
  const needs = needsOf(overview, now)
  const isCut = !isAll && needs.length > room
  const shown = isCut ? needs.slice(0, Math.max(1, room - 1)) : needs
  const whole = shown.flatMap((need) => needLines(need, space, space.width))
  const isRoomy = !isCut && whole.length <= room
  return [
    headingRow('What needs you now'),
    ...(needs.length === 0 ? quietRows(space) : []),
    ...(isRoomy ? whole : shown.flatMap((need) => needLines(need, space))),
    ...(isCut ? [restRow(needs.slice(shown.length))] : []),
  ]
}

function restRow(rest: readonly Need[]): Row {
  const words = moreWords(rest.length)
  return {
    key: 'need rest',
    pieces: [piece(words, 'muted')],
    spoken: `${words}.`,
    isRest: true,
    detail: rest.map((need) => need.words).join('; '),
  }
}

const quiet = 'Nothing: no vote is open, prices are fresh, no debt is bad.'
const begin = '2 shows what can be changed; e there drafts a change of it.'

const quietRows = ({ width, theme: { symbols } }: Space): readonly Row[] => [
  ...wrapText(`${symbols.pass} ${quiet}`, width).map((line) => textRow(line, 'good')),
  ...wrapText(begin, width).map((line) => textRow(line, 'muted')),
]

/** In one row, or below each other where there is a width to keep. The first row stands for all of them. */
function needLines(
  { key, urgency, words, detail = words, target }: Need,
  { theme }: Space,
  width = Number.POSITIVE_INFINITY,
): readonly Row[] {
  const look = urgencyLooks[urgency] ?? { symbol: 'pending', tone: 'plain' }
  const [first = '', ...rest] = Number.isFinite(width) ? wrapText(words, width - 2) : [words]
  return [
    {
      key: `need ${key}`,
      pieces: [piece(`${theme.symbols[look.symbol]} `, look.tone), piece(first, look.tone)],
      spoken: `${words}.`,
      target,
      detail,
    },
    ...rest.map((line, i) => ({
      key: `need ${key} ${i}`,
      pieces: [piece(`  ${line}`, look.tone)],
      spoken: '',
    })),
  ]
}
