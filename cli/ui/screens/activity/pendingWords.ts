import type { Hex } from '../../../governance/addressBook.ts'
import { gwei, plural, printable, shortHex } from '../../../shared/format.ts'
import type { PendingTransaction } from '../../../workflows/pendingTransactions.ts'
import { bindingOf } from '../../bindings.ts'
import { blankLine, factLines, type Line, paragraph, titleLine } from '../../lines.ts'
import type { Status } from './activityWords.ts'

const standings: Readonly<Record<PendingTransaction['standing']['kind'], Status>> = {
  waits: {
    symbol: 'pending',
    word: 'waits',
    tone: 'accent',
    sentence: 'It waits to be mined.',
  },
  mined: {
    symbol: 'pass',
    word: 'mined',
    tone: 'good',
    sentence: 'It was mined, and whoever sent it has not looked since.',
  },
  reverted: {
    symbol: 'fail',
    word: 'reverted',
    tone: 'bad',
    sentence: 'It was mined and had no effect: the chain refused it.',
  },
  'taken back': {
    symbol: 'pass',
    word: 'taken back',
    tone: 'plain',
    sentence: 'One that does nothing was mined in its place.',
  },
  'not there': {
    symbol: 'unknown',
    word: 'not there',
    tone: 'caution',
    sentence: 'No node has it, and its nonce is free: it never left, or was dropped.',
  },
  'nonce used': {
    symbol: 'caution',
    word: 'nonce used',
    tone: 'caution',
    sentence: 'Another transaction was mined with its nonce: it cannot be mined any more.',
  },
}

const takenBack: Status = {
  symbol: 'pending',
  word: 'taking back',
  tone: 'caution',
  sentence: 'One that does nothing waits beside it: one of the two is mined.',
}

export const standingOf = ({ standing, cancellation }: PendingTransaction): Status =>
  standing.kind === 'waits' && cancellation !== undefined ? takenBack : standings[standing.kind]

/** `vote: 700,000 BLST for ...` in its two parts; the verb is missing where an earlier version sent it. */
export function partsOf({ about }: PendingTransaction): {
  readonly verb: string
  readonly what: string
} {
  const [, verb = '', what = about] = /^([a-z-]+): (.*)$/su.exec(about) ?? []
  return { verb, what }
}

export const offerWords = ({ offered }: PendingTransaction): string =>
  offered === undefined ? '?' : gwei(offered)

/** Cells of the labels in front of the facts. */
const LABELS = 13

/** Everything about one that has not ended. */
export function pendingLines(pending: PendingTransaction, width: number): readonly Line[] {
  const { from, nonce, hash, standing, cancellation } = pending
  const { verb, what } = partsOf(pending)
  const { sentence, tone } = standingOf(pending)
  const isOver = standing.kind !== 'waits'
  return [
    titleLine(verb === '' ? 'unfinished' : verb),
    ...paragraph(what, { width }),
    blankLine,
    ...paragraph(sentence, { width, tone }),
    ...(isOver ? paragraph(whyItStands(pending), { width, tone: 'muted' }) : []),
    blankLine,
    ...factLines(
      [
        ['nonce', String(nonce)],
        ['offers', `${offerWords(pending)} for a unit of gas at most`],
        ['account', from.length + LABELS <= width ? from : shortHex(from)],
        ...('block' in standing ? [['block', String(standing.block)] as const] : []),
        ['transaction', hash ?? 'its hash is not known'],
        ...(cancellation === undefined ? [] : [['taken back', cancellation] as const]),
      ],
      width,
    ),
  ]
}

/** Why it is still on the list, and what takes it off. */
function whyItStands({ standing, hasEnded }: PendingTransaction): string {
  const isLost = standing.kind === 'taken back' || standing.kind === 'reverted'
  const again = isLost
    ? 'It did not happen: doing the same once more sends it anew, and takes this off the list.'
    : 'Doing the same once more looks for it first, sends nothing twice, and takes it off the list.'
  return hasEnded ? `${again} ${bindingOf('remove').keys[0]} takes it off as it is.` : again
}

/** Above the list. */
export function pendingNote(pending: readonly PendingTransaction[]): string {
  const waiting = pending.filter(({ standing }) => standing.kind === 'waits').length
  const waits = waiting === 0 ? 'none waits' : waiting === 1 ? '1 waits' : `${waiting} wait`
  return `${plural(pending.length, 'transaction')} unfinished: ${waits} to be mined`
}

/** What is said in place of it where nobody knows. */
export const pendingTrouble = (error: Error): string =>
  `what is unfinished is not known, r tries again: ${printable(error.message)}`

/** Who looks at it. */
export interface Sender {
  /** The name of whoever acts; undefined for nobody. */
  readonly account: string | undefined
  /** `being read`: in a moment it is known; undefined where nobody can say it: then the chain's side decides. */
  readonly address: Hex | 'being read' | undefined
}

/** Why nothing can take its place now; undefined where something can. */
export function whyNoReplacement(
  pending: PendingTransaction | undefined,
  isAnyWaiting: boolean,
  sender: Sender,
): { readonly offerMore: string | undefined; readonly takeBack: string | undefined } {
  const why = isAnyWaiting ? whyNot(pending) : 'nothing waits'
  const own = why ?? whyNotTheirs(pending, sender)
  const isTakenBack = pending?.cancellation !== undefined
  return { offerMore: own ?? (isTakenBack ? 'it is being taken back' : undefined), takeBack: own }
}

/** Why it cannot be taken off the list now; undefined where it can. */
export function whyNotDismissed(pending: PendingTransaction | undefined): string | undefined {
  if (pending === undefined) return 'what is selected has its place in the log'
  if (pending.hasEnded) return undefined
  if ('block' in pending.standing) return 'too few blocks hold it yet'
  return pending.standing.kind === 'waits' ? 'it waits to be mined' : 'its end is not known'
}

function whyNot(pending: PendingTransaction | undefined): string | undefined {
  if (pending?.standing.kind !== 'waits') return 'what is selected does not wait'
  return pending.offered === undefined ? 'an earlier version sent it' : undefined
}

function whyNotTheirs(
  pending: PendingTransaction | undefined,
  { account, address }: Sender,
): string | undefined {
  if (account === undefined) return 'read-only: choose an account with A'
  if (address === 'being read') return 'the accounts are being read'
  const isOther = address !== undefined && address.toLowerCase() !== pending?.from.toLowerCase()
  return isOther ? 'another account sent it' : undefined
}
