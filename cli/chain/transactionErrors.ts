import type { Address, Hex } from '../governance/addressBook.ts'
import type { SentEntry } from '../governance/sentEntry.ts'
import { BallastError, ExitCode } from '../shared/errors.ts'
import { printable } from '../shared/format.ts'
import { type Advice, advise } from '../shared/remedy.ts'
import { NodeError, NodeRefusedError } from './nodeErrors.ts'

const LOOKS_FIRST = advise`Repeat the command: it looks for this transaction first and sends nothing twice. What waits to be mined: ${{ act: 'list pending' }}`

/** A transaction was handed over, and its receipt does not come. */
export class ReceiptMissingError extends NodeError {
  readonly transactionHash: Hex
  constructor(hash: Hex, seconds: number, nextStep: string | Advice = LOOKS_FIRST) {
    super(
      `Transaction ${hash} was handed to the node and is not mined after ${seconds} s.`,
      nextStep,
    )
    this.transactionHash = hash
  }
}

/** A transaction was mined, and the blocks on top of it that were asked for do not come. */
export class UnconfirmedError extends NodeError {
  readonly transactionHash: Hex
  constructor(hash: Hex, had: { readonly deep: number; readonly wanted: number }, seconds: number) {
    super(
      `Transaction ${hash} was mined and is ${had.deep} blocks deep after ${seconds} s, not ${had.wanted}.`,
      LOOKS_FIRST,
    )
    this.transactionHash = hash
  }
}

/** What was sent lost its place in the account's order to another transaction. */
export class ReplacedError extends BallastError {
  override readonly exitCode = ExitCode.reverted
  /** @param cancellation what was sent from here to take its place, if it was that */
  constructor({ hash = 'that was sent', nonce }: SentEntry, cancellation?: Hex) {
    super(
      cancellation === undefined
        ? `Another transaction with the nonce ${nonce} was mined instead of ${hash}. What was wished did not happen.`
        : `Transaction ${hash} was taken back: ${cancellation}, which does nothing, was mined in its place.`,
      'Repeat the command if you still want it: it is sent anew.',
    )
  }
}

/** Something stands at the nonce of an unfinished transaction, and it cannot be said whether it is that transaction. */
export class UnclearNonceError extends NodeError {
  constructor(from: Address, nonce: number, what: 'waits to be mined' | 'was mined') {
    super(
      `A transaction of ${from} with the nonce ${nonce} ${what}; the node does not show whether it is this one.`,
      what === 'was mined'
        ? 'Look on the chain whether it is done, by another node if need be; if not, delete its record in .ballast/outbox.'
        : 'Wait until it is mined and repeat the command: it looks for it first and sends nothing twice.',
    )
  }
}

/** The node looked at a transaction and does not take it: nothing was sent. */
export class TransactionRefusedError extends BallastError {
  override readonly exitCode = ExitCode.reverted
  constructor(why: string, options?: ErrorOptions) {
    super(
      `The node does not take the transaction: ${why}. Nothing was sent.`,
      'Put right what the node says about the account, its nonce, gas or fees, and repeat the command.',
      options,
    )
  }

  /** The error as it is, unless it is a node's refusal of this very transaction. */
  static from(error: unknown): unknown {
    if (!(error instanceof NodeRefusedError) || error.code === METHOD_NOT_FOUND) return error
    return new TransactionRefusedError(printable(error.reason), { cause: error })
  }
}

/** The chain asks for more than whoever agreed to the transaction was told. */
export class DearerThanPlannedError extends BallastError {
  override readonly exitCode = ExitCode.reverted
  constructor(what: string) {
    super(
      `The transaction would cost more by now than its plan said: ${what}. Nothing was sent.`,
      'Repeat the command: its plan will say what it costs now.',
    )
  }
}

const METHOD_NOT_FOUND = -32_601
const INTERNAL = -32_603

/** Whether the node's refusal leaves open if it took the transaction all the same: it stumbled on the way. */
export const isUnclearRefusal = (error: unknown): boolean =>
  error instanceof NodeRefusedError &&
  (error.code === INTERNAL || /time|deadline|unavailable|internal/i.test(error.reason))
