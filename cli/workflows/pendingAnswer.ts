import { mostPerGas } from '../chain/fees.ts'
import type { Standing } from '../chain/pending.ts'
import { plainTable } from '../report/table.ts'
import { gwei, plural, shortHex } from '../shared/format.ts'
import { planDocument, planText } from './answersOfActs.ts'
import type { PendingTransaction, ReplacedTransaction } from './pendingTransactions.ts'
import type { Protocol } from './protocol.ts'
import type { Rendered } from './rendered.ts'

/** What is unfinished, and what to do about it. */
export function renderPending(
  { network, chain }: Protocol,
  pending: readonly PendingTransaction[],
): Rendered {
  const document = { schema: 'ballast.pending/1', network, chainId: chain.chainId, pending }
  if (pending.length === 0)
    return {
      text: `Nothing that was sent from here to ${network} is unfinished.\n\nNext: ballast status`,
      document,
    }
  const table = plainTable(
    [
      { title: 'Account' },
      { title: 'Nonce', isNumber: true },
      { title: 'Transaction' },
      { title: 'Offers', isNumber: true },
      { title: 'Stands' },
      { title: 'What' },
    ],
    pending.map((one) => [
      shortHex(one.from),
      String(one.nonce),
      one.hash === undefined ? 'hash not known' : shortHex(one.hash),
      one.offered === undefined ? '?' : gwei(one.offered),
      standingWords(one),
      one.about,
    ]),
  )
  return { text: `${table}\n\n${nextOf(pending)}`, document }
}

function standingWords(pending: PendingTransaction): string {
  if (isBeingTakenBack(pending)) return 'waits, being taken back'
  const { standing } = pending
  return 'block' in standing ? `${standing.kind}, block ${standing.block}` : standing.kind
}

const isBeingTakenBack = ({ standing, cancellation }: PendingTransaction): boolean =>
  standing.kind === 'waits' && cancellation !== undefined

/** Whose command is not simply to be repeated: it would, or might, send another. */
const lost: readonly { readonly kinds: readonly Standing['kind'][]; readonly words: string }[] = [
  {
    kinds: ['reverted', 'taken back'],
    words: 'did not happen. Repeat the command only if you still want it: it is sent anew.',
  },
  {
    kinds: ['nonce used'],
    words:
      'lost the nonce to another. Repeat the command only if you still want it: unless that other one does the same, it is sent anew.',
  },
]

function nextOf(pending: readonly PendingTransaction[]): string {
  const among = (kinds: readonly Standing['kind'][]) =>
    pending.filter(({ standing }) => kinds.includes(standing.kind))
  const [waiting, others] = [among(['waits']), among(['mined', 'not there'])]
  const told = [
    ...lost.map(({ kinds, words }) => ({ count: among(kinds).length, words })),
    { count: waiting.length, words: `${waiting.length === 1 ? 'waits' : 'wait'} to be mined.` },
  ].filter(({ count }) => count > 0)
  const which = told.length === 0 ? 'that sent it' : 'of the others'
  return [
    ...told.map(({ count, words }) => `${plural(count, 'transaction')} ${words}`),
    waiting.length > 0
      ? nextOfWaiting(waiting)
      : others.length > 0
        ? `Next: repeat the command ${which}; it looks for it first and sends nothing twice.`
        : pending.some(({ hasEnded }) => hasEnded)
          ? 'Next: ballast pending --dismiss, to take off the list what has ended'
          : 'Next: ballast status',
  ].join('\n')
}

function nextOfWaiting(waiting: readonly PendingTransaction[]): string {
  const [one] = waiting.filter((each) => !isBeingTakenBack(each))
  if (one === undefined) return AFTER_CANCELLATION
  const which = waiting.length === 1 ? '' : ` ${one.nonce}`
  return [
    `Next: ballast pending${which} --speed-up, to offer more`,
    `      ballast pending${which} --cancel-tx, to take it back`,
  ].join('\n')
}

/** Not to repeat the command: once that which does nothing was mined, it would send what was taken back. */
const AFTER_CANCELLATION = 'Next: ballast pending, to see which of the two was mined'

/** What is not on the list any more. */
export function renderDismissed(
  { network, chain }: Pick<Protocol, 'network' | 'chain'>,
  dismissed: readonly PendingTransaction[],
): Rendered {
  return {
    text: [
      ...dismissed.map(
        (one) => `\u2714 Off the list: nonce ${one.nonce}, ${standingWords(one)}, ${one.about}`,
      ),
      '',
      'Next: ballast pending',
    ].join('\n'),
    document: {
      schema: 'ballast.pending/1',
      outcome: 'dismissed',
      network,
      chainId: chain.chainId,
      dismissed,
    },
  }
}

/** What took the place of what. */
export function renderReplaced(
  { network, chain }: Protocol,
  replaced: ReplacedTransaction,
): Rendered {
  const common = {
    schema: 'ballast.pending/1',
    outcome: replaced.how,
    network,
    chainId: chain.chainId,
    plan: planDocument(replaced.plan),
  }
  if (replaced.how === 'planned')
    return {
      text: `${planText(replaced.plan)}\n\nNothing was sent (--dry-run).\nNext: the same command without --dry-run.`,
      document: common,
    }
  const { what, hash, before, plan, trouble } = replaced
  return {
    text: [
      `\u2714 Sent in place of ${before ?? 'the one before'}.`,
      `  transaction  ${hash}`,
      `  offers       ${gwei(mostPerGas(plan.fees))} for a unit of gas at most`,
      ...(trouble === undefined ? [] : [`  ! ${trouble}`]),
      '',
      what === 'cancel'
        ? AFTER_CANCELLATION
        : 'Next: repeat the command that sent the first one; it waits for whichever is mined.',
    ].join('\n'),
    document: { ...common, transaction: hash, ...(before === undefined ? {} : { before }) },
  }
}
