import { printable, shortHex } from '../../../shared/format.ts'
import { shortId } from '../../../shared/proposalId.ts'
import { formatUtc } from '../../../shared/time.ts'
import type { Activity, ActivityList } from '../../../workflows/readActivity.ts'
import { blankLine, factLines, type Line, paragraph, titleLine } from '../../lines.ts'
import type { Tone } from '../../theme.ts'
import { whenWords } from '../../timeWords.ts'

/** Cells of the labels in front of the facts. */
const LABELS = 10

export interface Status {
  readonly symbol: 'pass' | 'caution' | 'fail' | 'unknown' | 'pending'
  readonly word: string
  readonly tone: Tone
  /** A sentence for the detail. */
  readonly sentence: string
}

const statuses: Readonly<Record<Activity['outcome'], Status>> = {
  done: {
    symbol: 'pass',
    word: 'done',
    tone: 'good',
    sentence: 'It was mined, and the chain showed what was wanted.',
  },
  mined: {
    symbol: 'pass',
    word: 'mined',
    tone: 'plain',
    sentence: 'It was mined; what it did was not looked at.',
  },
  different: {
    symbol: 'caution',
    word: 'differs',
    tone: 'caution',
    sentence: 'It was mined, and the chain showed something else than was wanted.',
  },
  reverted: {
    symbol: 'fail',
    word: 'reverted',
    tone: 'bad',
    sentence: 'It was mined and had no effect: the chain refused it.',
  },
  unseen: {
    symbol: 'unknown',
    word: 'not mined yet',
    tone: 'caution',
    sentence: 'It left, and nobody has seen it mined. The same command looks for it first.',
  },
}

const elsewhere: Status = {
  symbol: 'pending',
  word: 'other chain',
  tone: 'muted',
  sentence: 'It was sent to another chain than this one, or to one that was started anew since.',
}

export const statusOf = ({ outcome, isHere }: Activity): Status =>
  isHere ? statuses[outcome] : elsewhere

/**
 * What was done in a cell of the list: side and title come before ids, which are in the detail; the verb and the account
 * are said elsewhere.
 */
export const lineWords = (headline: string): string =>
  printable(headline)
    .replace(/^0x[0-9a-fA-F]{40} has cast /, '')
    .replace(/^0x[0-9a-fA-F]{40} delegates (?=to )/, '')
    .replace(/\bproposal 0x[0-9a-f]{8} (?=\u201c)/i, '')
    .replaceAll(/0x[0-9a-fA-F]{40}\b/g, shortHex)

/** Everything about one act. */
export function activityLines(
  activity: Activity,
  { width, now }: { readonly width: number; readonly now: number },
): readonly Line[] {
  const { at, verb, headline, trouble, account, network, chainId, transactionHash } = activity
  const { block, proposalId, isHere } = activity
  const { sentence, tone } = statusOf(activity)
  const isSent = transactionHash !== undefined
  return [
    titleLine(verb),
    ...paragraph(headline, { width }),
    blankLine,
    ...paragraph(isSent || !isHere ? sentence : 'Blocks were mined up to there.', { width, tone }),
    ...(trouble === undefined ? [] : paragraph(trouble, { width, tone: 'caution' })),
    blankLine,
    ...factLines(
      [
        // Not the chain's clock, which a development chain may have days ahead.
        ['when', `${at > now ? formatUtc(at) : whenWords(at, now)}, by the clock of the computer`],
        ['network', `${printable(network)}, chain ${chainId}`],
        ...(account === undefined
          ? []
          : [['account', account.length + LABELS <= width ? account : shortHex(account)] as const]),
        ...(block === undefined ? [] : [['block', String(block)] as const]),
        ...(proposalId === undefined ? [] : [['proposal', shortId(proposalId)] as const]),
      ],
      width,
    ),
    ...(!isSent
      ? []
      : [
          blankLine,
          { text: 'transaction', tone: 'muted' as const },
          ...paragraph(transactionHash, { width }),
        ]),
  ]
}

/** What is to be said about the list itself. */
export const listNotes = ({ isCut, unreadable, activities, path }: ActivityList) => [
  ...(isCut ? [`The newest ${activities.length}; older ones are in ${printable(path)}.`] : []),
  ...(unreadable === 0
    ? []
    : [
        unreadable === 1
          ? 'A line of the file says nothing: a crash cut it off, or a later version wrote it.'
          : `${unreadable} lines of the file say nothing: cut off by a crash, or written by a later version.`,
      ]),
]
