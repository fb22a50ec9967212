import type { Address } from '../governance/addressBook.ts'
import type { DryRun } from '../governance/proposal.ts'
import type { DevChain, RawReceipt } from './devChain.ts'
import { ChainRevertedError } from './errors.ts'
import { type Trace, traceTransaction } from './trace.ts'

/** The execution of a proposal as it ended. */
export interface Attempt {
  readonly outcome: DryRun['outcome']
  readonly trace: Trace
}

/** What the chain did, or why it refused. */
export type Refusable<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'refused'; readonly reason: string }

/** Runs `work`; a refusal of the chain is an answer, not an exception. */
export async function refusable<T>(work: () => Promise<T>): Promise<Refusable<T>> {
  try {
    return { kind: 'done', value: await work() }
  } catch (error) {
    if (!(error instanceof ChainRevertedError)) throw error
    return { kind: 'refused', reason: error.message.replace(/\.$/, '') }
  }
}

const NO_TRACE: Trace = { calls: [], events: [], diffs: [] }

export const refusedAttempt = (reason: string): Attempt => ({
  outcome: { kind: 'reverted', reason },
  trace: NO_TRACE,
})

/** Traces the transaction that `execute` sends as the executor; a revert is an outcome. */
export async function attempt(
  chain: DevChain,
  executor: Address,
  execute: () => Promise<RawReceipt>,
): Promise<Attempt> {
  const sent = await refusable(execute)
  if (sent.kind === 'refused') return refusedAttempt(sent.reason)
  const { transactionHash, gasUsed } = sent.value
  const trace = await traceTransaction(chain, transactionHash)
  return {
    outcome: { kind: 'executed', gasUsed: BigInt(gasUsed), executor, transactionHash },
    trace,
  }
}
