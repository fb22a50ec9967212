import { formatShare } from '../../../shared/amount.ts'
import { plural, printable, shortHex } from '../../../shared/format.ts'
import type { DelegateList, DelegateRow, OwnPower } from '../../../workflows/readDelegates.ts'
import { blankLine, factLines, type Line, paragraph, titleLine } from '../../lines.ts'
import type { Theme } from '../../theme.ts'
import { delegateRows, nameWords, percentOf, proposingWords, votesWords } from './delegateRows.ts'

type Fact = readonly [string, string]

interface Setting {
  readonly width: number
  readonly theme: Theme
  /** Why the own part is not shown, if nobody acts. */
  readonly readOnly: boolean
}

/** What it takes to propose and to win, and where the account that acts stands. */
export function powerLines(list: DelegateList, setting: Setting): readonly Line[] {
  const { width, theme } = setting
  const { delegates, totalVotes, quorum } = list
  const caution = (text: string): readonly Line[] =>
    paragraph(text, { width, tone: 'caution', mark: `${theme.symbols.caution} ` })
  return [
    ...factLines(
      [
        ['delegated', `${votesWords(totalVotes, list)} to ${plural(delegates.length, 'account')}`],
        ['quorum', `${votesWords(quorum, list)}${ofDelegated(quorum, totalVotes)}`],
        ['to propose', votesWords(list.proposalThreshold, list)],
        ...ownFacts(list, setting),
      ],
      width,
    ),
    ...(list.ownTrouble === undefined ? [] : caution(`Your part is not shown: ${list.ownTrouble}`)),
    ...(list.isComplete
      ? []
      : caution('This node does not have all events of the token: somebody may be missing.')),
  ]
}

function ofDelegated(quorum: bigint, totalVotes: bigint): string {
  const percent = percentOf(quorum, totalVotes)
  return percent === undefined ? '' : `, ${percent} of what is delegated`
}

function ownFacts(list: DelegateList, { readOnly }: Setting): readonly Fact[] {
  const { own } = list
  if (own === undefined) return readOnly ? [['you', 'read-only: nobody acts here']] : []
  return [
    ['your votes', `${votesWords(own.votes, list)}: ${proposingWords(own.votes, list)}`],
    ['your tokens', `${votesWords(own.balance, list)}, ${delegatedWords(own)}`],
  ]
}

function delegatedWords({ address, delegate, delegateName, balance }: OwnPower): string {
  if (delegate === undefined) {
    return balance === 0n ? 'delegated to nobody' : 'delegated to nobody: they have no vote'
  }
  if (delegate === address) return 'delegated to yourself'
  return `delegated to ${printable(delegateName ?? shortHex(delegate))}`
}

/** Everything about one of them. */
export function delegateLines(
  row: DelegateRow,
  list: DelegateList,
  width: number,
): readonly Line[] {
  const place = delegateRows(list).indexOf(row) + 1
  const { address, votes, share } = row
  const quorum = percentOf(votes, list.quorum)
  return [
    titleLine(nameWords(row) || `Delegate ${place}`),
    // In one piece where it fits, to be compared; else only to be recognised.
    { text: address.length <= width ? address : shortHex(address) },
    blankLine,
    ...factLines(
      [
        ['votes', votesWords(votes, list)],
        ['share', `${formatShare(share)} of what is delegated`],
        ...(quorum === undefined ? [] : [['quorum', `${quorum} of what a vote needs`] as const]),
        ['proposing', proposingWords(votes, list)],
      ],
      width,
    ),
    ...(row.isOwn
      ? [blankLine, ...paragraph('This is the account that acts here.', { width })]
      : []),
  ]
}
