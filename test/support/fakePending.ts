import type { Hex } from '../../cli/governance/addressBook.ts'
import type { PendingTransaction } from '../../cli/workflows/pendingTransactions.ts'

const hashOf = (nonce: number): Hex => `0x${String(nonce % 10).repeat(64)}`

/** The account of the tests that sends. */
export const pendingSender = `0x${'a'.repeat(40)}` as const

/** One that waits to be mined. */
export const pendingOf = (
  nonce: number,
  own: Partial<PendingTransaction> = {},
): PendingTransaction => ({
  from: pendingSender,
  nonce,
  hash: hashOf(nonce),
  about: 'vote: 700,000 BLST for on “Raise the WETH-A ratio”',
  offered: 3_500_000_000n,
  standing: { kind: 'waits', hash: hashOf(nonce) },
  hasEnded: own.standing !== undefined && 'block' in own.standing,
  ...own,
})

/** One of every standing. */
export const everyPending: readonly PendingTransaction[] = [
  pendingOf(17),
  pendingOf(18, { cancellation: `0x${'c'.repeat(64)}` }),
  pendingOf(19, { standing: { kind: 'mined', hash: hashOf(19), block: 1_230 } }),
  pendingOf(20, { standing: { kind: 'reverted', hash: hashOf(20), block: 1_231 } }),
  pendingOf(21, { standing: { kind: 'taken back', hash: hashOf(21), block: 1_232 } }),
  pendingOf(22, { standing: { kind: 'not there' } }),
  pendingOf(23, { standing: { kind: 'nonce used' } }),
]
