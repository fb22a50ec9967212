import type { Account } from '../chain/account.ts'
import { ChainRevertedError } from '../chain/errors.ts'
import { waitForReceipt } from '../chain/receipts.ts'
import {
  type Execution,
  executionAction,
  findExecution,
  readExecution,
  readSafe,
  type Safe,
} from '../chain/safe.ts'
import { type Ceiling, type Sender, type Sent, transact } from '../chain/transaction.ts'
import { type SafeSignature, safeTypedData } from '../governance/safeTransaction.ts'
import { type CollectedTransaction, onceEach } from '../governance/safeTransactionFile.ts'
import { BallastError, ExitCode } from '../shared/errors.ts'
import { NotAsSentError } from './refusals.ts'

/** Another transaction of the Safe has used the nonce: this one can never be executed. */
export class SafeNonceUsedError extends BallastError {
  override readonly exitCode = ExitCode.reverted
  constructor(safe: Safe, nonce: bigint) {
    super(
      `The Safe's nonce ${nonce} went to another transaction; it is at ${safe.nonce} now. Nothing was sent.`,
      'Repeat the verb that made this transaction: the owners sign it anew, with the next nonce.',
    )
  }
}

/** The signatures of those who own the Safe now, one of each. */
export const signaturesOfOwners = (
  { owners }: Safe,
  signatures: readonly SafeSignature[],
): readonly SafeSignature[] => onceEach(signatures).filter(({ owner }) => owners.includes(owner))

/** Those of the accounts that have to sign still, no more than the Safe asks for. */
export function signersOf(
  safe: Safe,
  signatures: readonly SafeSignature[],
  accounts: readonly Account[],
): readonly Account[] {
  const have = signaturesOfOwners(safe, signatures)
  const others = accounts.filter(({ address }) => !have.some(({ owner }) => owner === address))
  return others.slice(0, Math.max(0, safe.threshold - have.length))
}

/**
 * Adds the signatures of accounts, which were shown what they sign.
 *
 * @param ready is told before each signature, when what that needs was asked for
 */
export async function signedBy(
  collected: CollectedTransaction,
  accounts: readonly Account[],
  ready?: () => void,
): Promise<CollectedTransaction> {
  const typed = safeTypedData(collected.safe, collected.transaction)
  const signatures = [...collected.signatures]
  // One after the other: a device or a passphrase asks a person.
  for (const account of accounts) {
    await account.unlock?.()
    ready?.()
    signatures.push({ owner: account.address, signature: await account.signTyped(typed) })
  }
  return { ...collected, signatures: onceEach(signatures) }
}

/**
 * Executes what enough owners have signed, once: the Safe's own nonce sees to it, however often and by whomever this is
 * repeated. Whoever did it, the transaction that did is answered.
 *
 * @param sender whoever carries it and pays
 * @throws SafeNonceUsedError, ChainRevertedError, NotAsSentError and what `transact` throws
 */
export async function executeCollected(
  sender: Sender,
  collected: CollectedTransaction,
  how: { readonly remember?: (sent: Sent) => Promise<void>; readonly ceiling?: Ceiling } = {},
): Promise<Sent> {
  const { chain } = sender
  const { transaction, safeTxHash, signatures } = collected
  const safe = await readSafe(chain, collected.safe.address)
  const wanted = { safeTxHash, afterBlock: collected.afterBlock }
  if (safe.nonce > transaction.nonce) {
    const earlier = await findExecution(chain, safe.address, wanted)
    if (earlier === undefined) throw new SafeNonceUsedError(safe, transaction.nonce)
    return seen(sender, earlier, how.remember)
  }
  const action = executionAction(safe, transaction, signaturesOfOwners(safe, signatures))
  try {
    const sent = await transact(sender, action, how)
    const { transactionHash } = sent
    const carried = { safeTxHash, transactionHash, seconds: sender.receiptSeconds }
    requireSuccess(await readExecution(chain, safe.address, carried))
    return sent
  } catch (error) {
    if (!(error instanceof ChainRevertedError)) throw error
    // Somebody else may have carried it in the meantime.
    const theirs = await findExecution(chain, safe.address, wanted)
    if (theirs === undefined) throw explained(error)
    return seen(sender, theirs, how.remember)
  }
}

/** @throws NotAsSentError if what the Safe was to call failed */
export function requireSuccess({ isSuccess, transactionHash }: Execution): void {
  if (isSuccess) return
  throw new NotAsSentError(transactionHash, 'what the Safe called in it failed')
}

/** @throws NotAsSentError, ReceiptMissingError */
async function seen(
  { chain, receiptSeconds: seconds }: Sender,
  execution: Execution,
  remember: (sent: Sent) => Promise<void> = async () => {},
): Promise<Sent> {
  requireSuccess(execution)
  const { transactionHash, blockNumber } = execution
  const { gasUsed } = await waitForReceipt(chain, transactionHash, { seconds })
  const sent = { transactionHash, blockNumber, gasUsed: BigInt(gasUsed) }
  await remember(sent)
  return sent
}

/** What a Safe means by its codes, of those that can come up here. */
const safeCodes: Readonly<Record<string, string>> = {
  GS010: 'The transaction has too little gas for what the Safe is to call',
  GS013: 'What the Safe was to call is refused',
  GS020: 'Too few owners have signed',
  GS026: 'A signature is of nobody who owns the Safe, or the Safe has moved on to another nonce',
}

/** The error with the Safe's code in words. */
function explained(error: ChainRevertedError): ChainRevertedError {
  const code = /GS\d{3}/.exec(error.message)?.[0] ?? ''
  const words = safeCodes[code]
  if (words === undefined) return error
  const { transactionHash } = error
  return new ChainRevertedError(`${words} (${code}).`, {
    cause: error,
    nextStep: 'Look at the Safe and at what it was to call, and repeat the verb.',
    ...(transactionHash === undefined ? {} : { transactionHash }),
  })
}
