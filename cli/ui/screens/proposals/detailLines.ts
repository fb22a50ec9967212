import type { ProposalLine } from '../../../report/statusText.ts'
import type { ShownVote } from '../../../report/votesText.ts'
import { plural, printable, shortHex, wholeTokens } from '../../../shared/format.ts'
import { fullId } from '../../../shared/proposalId.ts'
import type { ProposalView } from '../../../workflows/showProposal.ts'
import { bindingOf } from '../../bindings.ts'
import {
  blankLine,
  factLines,
  type Line,
  paragraph,
  quotation,
  spokenAs,
  titleLine,
} from '../../lines.ts'
import { stateLooks, stateWords } from '../../stateWords.ts'
import type { Theme } from '../../theme.ts'
import type { ProposalActions } from './proposalActions.ts'
import { countdown, ownSentence, tallySentence } from './proposalWords.ts'
import { tallyLines } from './tallyLines.ts'
import { timeLines } from './timeLines.ts'

/** Who looks, when, and on how much room. */
export interface DetailView {
  readonly width: number
  readonly theme: Pick<Theme, 'symbols'>
  /** The chain's clock, Unix seconds. */
  readonly now: number
  /** The account that acts. */
  readonly account: string | undefined
  /** Why each verb cannot be done now. */
  readonly actions: ProposalActions
  /** The vote on Snapshot; empty where the network has no space. */
  readonly snapshot: readonly Line[]
}

/** Everything about a proposal, in the order in which somebody decides: where it stands, what it does, who wants it. */
export function detailLines(
  shown: ProposalView,
  line: ProposalLine,
  view: DetailView,
): readonly Line[] {
  return [
    headLines(shown, line, view),
    keyLines(view),
    callLines(shown, view),
    changeLines(shown, view),
    voteLines(shown, view),
    view.snapshot,
    timeLines(shown, view),
    textLines(shown, view),
    originLines(shown, view),
  ]
    .filter((section) => section.length > 0)
    .flatMap((section, index) => (index === 0 ? section : [blankLine, ...section]))
}

const NO_TEXT = '(the node does not have its text)'

function headLines(
  { title, tokenSymbol, handle }: ProposalView,
  line: ProposalLine,
  { width, theme, now }: DetailView,
): readonly Line[] {
  const { state, next } = line
  const left = countdown(line, now)
  const waits = left === '' ? '' : `, ${left}`
  const own = ownSentence(line, tokenSymbol)
  const votes = tallySentence(line, tokenSymbol)
  return [
    ...paragraph(title ?? NO_TEXT, { width, tone: 'accent' }),
    {
      text: `${stateWords(state, theme)}${waits}  ${handle}`,
      spoken: `${stateLooks[state].word}${waits}, ${handle}`,
      tone: stateLooks[state].tone,
    },
    ...factLines(
      [
        // The state has said it.
        ...(state === 'Executed' ? [] : [['next', next.words] as const]),
        ...(own === undefined ? [] : [['you', own] as const]),
        ...(votes === undefined ? [] : [['votes', votes] as const]),
      ],
      width,
    ),
  ]
}

/** What may be done now and by which key; what may not, with its reason: a footer has no room for all of them. */
function keyLines({ width, actions }: DetailView): readonly Line[] {
  const { vote, queue, execute, cancel } = actions
  // It has ended: four lines of the same reason would hide what it did.
  if (vote !== undefined && [queue, execute, cancel].every((why) => why === vote)) return []
  return (['vote', 'queue', 'execute', 'cancel', 'warp'] as const).flatMap((verb) => {
    const why = actions[verb]
    const { keys, help, word } = bindingOf(verb)
    const mark = `${keys[0]}  `
    if (why === undefined)
      return spokenAs(`key ${keys[0]}: ${help}`, paragraph(help, { width, mark }))
    return spokenAs(
      `key ${keys[0]}, ${word}, not now: ${why}`,
      paragraph(`${word}: ${why}`, { width, mark, tone: 'muted' }),
    )
  })
}

function callLines(shown: ProposalView, { width, theme }: DetailView): readonly Line[] {
  const { calls, targets } = shown
  const { unknown } = theme.symbols
  const strange = calls.filter(({ isUnderstood }) => !isUnderstood).length
  return [
    titleLine('What it does'),
    ...calls.flatMap(({ words, isUnderstood, target, selector, value }, index) => [
      ...paragraph(`${isUnderstood ? '' : `${unknown} `}${words}`, {
        width,
        mark: `${index + 1}. `,
        ...(isUnderstood ? {} : { tone: 'caution' as const }),
      }),
      ...paragraph(
        `to ${targets[index] ?? shortHex(target)} ${target}, selector ${selector}${value === 0n ? '' : `, with ${value} wei`}`,
        { width, mark: '   ', tone: 'muted' },
      ),
    ]),
    ...(strange === 0
      ? []
      : paragraph(
          `inconclusive: ${strange} of ${plural(calls.length, 'call')} cannot be put into words; nobody should vote on the words alone.`,
          { width, mark: `${unknown} `, tone: 'caution' },
        )),
  ]
}

const unreadLines = ({ width, theme }: Pick<DetailView, 'width' | 'theme'>): readonly Line[] => [
  titleLine('What it sets'),
  ...paragraph(
    'inconclusive: parameters are read beside a Governor of Ballast\u2019s own kind only; see the calls.',
    { width, mark: `${theme.symbols.unknown} `, tone: 'caution' },
  ),
]

function changeLines(shown: ProposalView, { width, theme }: DetailView): readonly Line[] {
  const { rows } = shown
  if (shown.changes.kind === 'unread') return unreadLines({ width, theme })
  if (rows.length === 0) return []
  const isMade = shown.changes.kind === 'made'
  return [
    titleLine(isMade ? 'What it set when it was executed' : 'What it sets'),
    ...rows.flatMap(({ subject, parameter, before, after, direction, settles, now }) => [
      ...paragraph(`${subject} ${parameter}: ${before} ${theme.symbols.arrow} ${after}`, { width }),
      ...paragraph(
        [direction, settles, now === undefined ? undefined : `now ${now}`]
          .filter((part) => part !== undefined)
          .join(', '),
        { width, mark: '  ', tone: 'muted' },
      ),
    ]),
  ]
}

/** The heaviest votes; more would bury what else there is to know. */
const MOST_VOTES = 50

function voteLines(shown: ProposalView, view: DetailView): readonly Line[] {
  const { tokenSymbol: symbol, votes } = shown
  const { width, theme } = view
  const heaviest = votes.toSorted(
    (a, b) => Number(b.weight > a.weight) - Number(b.weight < a.weight),
  )
  const rest = votes.length - MOST_VOTES
  return [
    titleLine('Votes'),
    ...tallyLines(shown, { width, symbol, theme }),
    ...heaviest.slice(0, MOST_VOTES).flatMap((vote) => oneVote(vote, shown, view)),
    ...(rest > 0 ? [{ text: `and ${plural(rest, 'lighter vote')}`, tone: 'muted' as const }] : []),
  ]
}

function oneVote(
  vote: ShownVote,
  { tokenSymbol }: ProposalView,
  { width, account }: DetailView,
): readonly Line[] {
  const who = vote.voter === account ? `${shortHex(vote.voter)} (you)` : shortHex(vote.voter)
  const sides = sidesOf(vote, tokenSymbol)
  return [
    ...spokenAs(`${who} votes ${sides}`, paragraph(`${who}  ${sides}`, { width })),
    ...(vote.reason === ''
      ? []
      : spokenAs(
          `with the reason: ${printable(vote.reason)}`,
          quotation(vote.reason, width, '  | '),
        )),
  ]
}

function sidesOf(vote: ShownVote, symbol: string): string {
  const { against, abstain, weight, isFractional } = vote
  const write = (votes: bigint) => `${wholeTokens(votes)} ${symbol}`
  if (isFractional) {
    return `split: ${write(vote.for)} for, ${write(against)} against, ${write(abstain)} abstain`
  }
  const side = vote.for > 0n ? 'for' : against > 0n ? 'against' : 'abstain'
  return `${side} with ${write(weight)}`
}

function textLines(shown: ProposalView, { width, theme }: DetailView): readonly Line[] {
  const { description, isTextGenuine } = shown
  if (description === undefined) return [titleLine('What it says'), { text: NO_TEXT }]
  return [
    titleLine('What it says, in its proposer\u2019s words'),
    ...quotation(description, width),
    ...(isTextGenuine
      ? []
      : paragraph(
          'inconclusive: this is not the text whose hash the Governor stores; ask another node.',
          { width, mark: `${theme.symbols.unknown} `, tone: 'caution' },
        )),
  ]
}

function originLines(shown: ProposalView, { width }: DetailView): readonly Line[] {
  const { id, proposer, sourceHash, network, chainId } = shown
  return [
    titleLine('Where it is'),
    ...factLines(
      [
        ['id', fullId(id)],
        ['proposer', proposer],
        ['network', `${printable(network)}, chain ${chainId}`],
        ['made from', sourceHash === undefined ? 'its text names no file' : `file ${sourceHash}`],
      ],
      width,
    ),
  ]
}
