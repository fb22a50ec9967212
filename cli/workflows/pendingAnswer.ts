import type { Standing } from '../chain/pending.ts'
import { plainTable } from '../report/table.ts'
import { gwei, plural, shortHex } from '../shared/format.ts'
import { planDocument, planText } from './answersOfActs.ts'
import type { PendingTransaction, ReplacedTransaction } from './pendingTransactions.ts'
import type { Protocol } from './protocol.ts'

interface Rendered {
  readonly text: string
  readonly document: { readonly schema: string } & Readonly<Record<string, unknown>>
}

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
    pending.map(({ from, nonce, hash, offered, standing, about }) => [
      shortHex(from),
      String(nonce),
      hash === undefined ? 'hash not known' : shortHex(hash),
      offered === undefined ? '?' : gwei(offered),
      standingWords(standing),
      about,
    ]),
  )
  return { text: `${table}\n\n${nextOf(pending)}`, document }
}

const standingWords = (standing: Standing): string =>
  'block' in standing ? `${standing.kind}, block ${standing.block}` : standing.kind

function nextOf(pending: readonly PendingTransaction[]): string {
  const waiting = pending.filter(({ standing }) => standing.kind === 'waits')
  if (waiting.length === 0)
    return 'Next: repeat the command that sent it; it looks for it first and sends nothing twice.'
  const [{ nonce }] = waiting as [PendingTransaction]
  const which = waiting.length === 1 ? '' : ` ${nonce}`
  return [
    `${plural(waiting.length, 'transaction')} ${waiting.length === 1 ? 'waits' : 'wait'} to be mined.`,
    `Next: ballast pending${which} --speed-up, to offer more`,
    `      ballast pending${which} --cancel-tx, to take it back`,
  ].join('\n')
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
  const { hash, before, plan } = replaced
  return {
    text: [
      `\u2714 Sent in place of ${before ?? 'the one before'}.`,
      `  transaction  ${hash}`,
      `  offers       ${gwei(plan.fees.type === 2 ? plan.fees.maxFeePerGas : plan.fees.gasPrice)} for a unit of gas at most`,
      '',
      'Next: repeat the command that sent the first one; it waits for whichever is mined.',
    ].join('\n'),
    document: { ...common, transaction: hash, ...(before === undefined ? {} : { before }) },
  }
}
