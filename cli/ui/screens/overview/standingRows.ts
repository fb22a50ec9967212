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
  const chain = `${printable(network)}, chain ${chainId}${isDevelopment ? ' (development)' : ''}`
  const by = connection.kind === 'live' ? hearing[connection.by] : 'the newest that was read'
  const at = `as of block ${block.number}, ${by}`
  const who =
    account === undefined
      ? (accountTrouble ?? 'Nobody acts: read-only. A chooses an account.')
      : `You: ${printable(account.name)} ${shortHex(account.address)}, votes of ${wholeTokens(account.votes)} ${tokenSymbol}`
  const rows = width < chain.length + at.length + 2 ? [chain, at] : [`${chain}, ${at}`]
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

/** What needs somebody now, the most urgent first; as many as there is room for. */
export function needRows(
  overview: Overview,
  { now, most, space }: { readonly now: number; readonly most: number; readonly space: Space },
): readonly Row[] {
  const needs = needsOf(overview, now)
  const isCut = needs.length > most
  const shown = isCut ? needs.slice(0, Math.max(1, most - 1)) : needs
  return [
    headingRow('What needs you now'),
    ...(needs.length === 0 ? quietRows(space) : shown.map((need) => needRow(need, space))),
    ...(isCut ? [textRow(moreWords(needs.length - shown.length), 'muted')] : []),
  ]
}

const quiet = 'Nothing: no vote is open, prices are fresh, no debt is bad.'
const begin = '2 shows what can be changed; e there drafts a change of it.'

const quietRows = ({ width, theme: { symbols } }: Space): readonly Row[] => [
  ...wrapText(`${symbols.pass} ${quiet}`, width).map((line) => textRow(line, 'good')),
  ...wrapText(begin, width).map((line) => textRow(line, 'muted')),
]

function needRow({ key, urgency, words, target }: Need, { theme }: Space): Row {
  const look = urgencyLooks[urgency] ?? { symbol: 'pending', tone: 'plain' }
  return {
    key: `need ${key}`,
    pieces: [piece(`${theme.symbols[look.symbol]} `, look.tone), piece(words, look.tone)],
    spoken: `${words}.`,
    target,
    detail: words,
  }
}
