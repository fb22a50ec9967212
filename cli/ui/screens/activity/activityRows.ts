import type { PendingTransaction } from '../../../workflows/pendingTransactions.ts'
import type { Activity, ActivityList } from '../../../workflows/readActivity.ts'

/** A row of the screen: what has not ended, and below all of those what was sent. */
export type ActivityRow =
  | { readonly kind: 'pending'; readonly pending: PendingTransaction }
  | { readonly kind: 'sent'; readonly activity: Activity }

export const rowsOf = (
  pending: readonly PendingTransaction[],
  { activities }: ActivityList,
): readonly ActivityRow[] => [
  ...pending.map((one) => ({ kind: 'pending' as const, pending: one })),
  ...activities.map((one) => ({ kind: 'sent' as const, activity: one })),
]

/** One that is outbid keeps its name: its hash changes, its nonce does not. */
export const nameOf = (row: ActivityRow): string => {
  if (row.kind === 'pending') return `unfinished ${row.pending.from} ${row.pending.nonce}`
  const { transactionHash, at, network } = row.activity
  return `${network} ${transactionHash ?? ''} ${at}`
}

/** What a filter looks at. */
export const textsOf = (row: ActivityRow): readonly string[] => {
  if (row.kind === 'pending') {
    const { about, hash, nonce, standing } = row.pending
    return [about, hash ?? '', String(nonce), standing.kind]
  }
  const { verb, headline, network, transactionHash } = row.activity
  return [verb, headline, network, transactionHash ?? '']
}

/** Its hash, if that is known. */
export const hashOf = (row: ActivityRow): string | undefined =>
  row.kind === 'pending' ? row.pending.hash : row.activity.transactionHash
