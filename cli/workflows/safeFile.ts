import type { Account } from '../chain/account.ts'
import {
  executionAction,
  findExecution,
  readExecution,
  readSafe,
  requireSameHash,
  type Safe,
} from '../chain/safe.ts'
import { rehearse } from '../chain/transaction.ts'
import type { CollectedTransaction } from '../governance/safeTransactionFile.ts'
import { UsageError } from '../shared/errors.ts'
import { printable } from '../shared/format.ts'
import type { Progress } from '../shared/progress.ts'
import { readSafeTransaction, writeSafeTransaction } from '../workspace/safeFiles.ts'
import { type Acted, act, type Confirm, type Deed, type Fact, type Shown } from './act.ts'
import { carrying } from './carrier.ts'
import {
  requireSuccess,
  SafeNonceUsedError,
  signaturesOfOwners,
  signedBy,
  signersOf,
} from './executeSafe.ts'
import { capital, typed } from './lifecycleWords.ts'
import { requireOwner } from './openSafe.ts'
import type { Acting } from './protocol.ts'
import { NotNowError } from './refusals.ts'
import { safeCallWords } from './safeCallWords.ts'
import { countWords, signedFacts } from './safeWords.ts'

/** A file of signatures, and the Safe that it is for. */
export interface SafeMatter {
  readonly path: string
  readonly collected: CollectedTransaction
  readonly safe: Safe
}

/**
 * Reads a file of signatures and compares it with the chain: its network, its Safe, and the hash that the Safe gives it.
 * Signatures of others than the owners do not count.
 *
 * @throws UnreadableSafeFileError, NotASafeError, SafeHashDiffersError, UsageError
 */
export async function readSafeFile({ protocol }: Acting, path: string): Promise<SafeMatter> {
  const { chain, network } = protocol
  const collected = await readSafeTransaction(path)
  const { address, chainId } = collected.safe
  if (chainId !== chain.chainId) {
    throw new UsageError(
      `${printable(path)} is for chain ${chainId}; the network ${network} is chain ${chain.chainId}.`,
      'Name the right network with --network.',
    )
  }
  const safe = await readSafe(chain, address)
  if (safe.nonce <= collected.transaction.nonce) {
    await requireSameHash(chain, safe, collected.transaction)
  }
  const signatures = signaturesOfOwners(safe, collected.signatures)
  return { path, safe, collected: { ...collected, signatures } }
}

/**
 * Several files of one transaction as one: owners may have signed apart, each in a file of their own.
 *
 * @throws UsageError if one is about another transaction, and what `readSafeFile` throws
 */
async function readSafeFiles(
  acting: Acting,
  [path = '', ...others]: readonly string[],
): Promise<SafeMatter> {
  const matter = await readSafeFile(acting, path)
  const { safe, collected } = matter
  const signatures = [...collected.signatures]
  for (const other of others) {
    const { safeTxHash, signatures: more } = await readSafeTransaction(other)
    if (safeTxHash !== collected.safeTxHash) throw otherTransaction(path, other)
    signatures.push(...more)
  }
  return {
    ...matter,
    collected: { ...collected, signatures: signaturesOfOwners(safe, signatures) },
  }
}

const otherTransaction = (path: string, other: string): UsageError =>
  new UsageError(
    `${printable(other)} is about another transaction than ${printable(path)}: their hashes differ.`,
    'Name files that owners have made from the same one; execute another transaction by itself.',
  )

/** What is about to be signed, for people to compare with their device. */
export interface SafeSigningPlan {
  readonly matter: SafeMatter
  readonly does: readonly string[]
  readonly facts: readonly Fact[]
}

/** How signing a file ended. */
export type SafeSigned = { readonly plan: SafeSigningPlan } & (
  | { readonly how: 'planned' | 'already' }
  | { readonly how: 'signed'; readonly signers: readonly Account[] }
)

/**
 * Adds signatures to a file: the account's, or those of a Safe's owners at hand.
 *
 * @param confirm shows what is signed and asks
 * @throws NoOwnerError, SafeNonceUsedError and what `readSafeFile` throws
 */
export async function signSafeFile(
  acting: Acting,
  path: string,
  confirm: (plan: SafeSigningPlan) => Promise<'sign' | 'dry run'>,
): Promise<SafeSigned> {
  const matter = await readSafeFile(acting, path)
  const { safe, collected } = matter
  const { chain, account, book } = acting.sender
  if (safe.nonce > collected.transaction.nonce) {
    throw new SafeNonceUsedError(safe, collected.transaction.nonce)
  }
  const candidates =
    account.owners === undefined
      ? [requireOwner(safe, 'This account', account)]
      : account.owners.accounts.map((owner) => requireOwner(safe, 'An owner at hand', owner))
  const isEnough = collected.signatures.length >= safe.threshold
  const signers = isEnough ? [] : signersOf(safe, collected.signatures, candidates)
  const plan = planOf(acting, matter, signers)
  if (signers.length === 0) return { plan, how: 'already' }
  await rehearse(chain, safe.address, collected.transaction, book)
  if ((await confirm(plan)) === 'dry run') return { plan, how: 'planned' }
  const signed = await signedBy(collected, signers)
  await writeSafeTransaction(path, signed)
  const now = planOf(acting, { ...matter, collected: signed }, [])
  return { plan: now, how: 'signed', signers }
}

const planOf = (
  { protocol }: Acting,
  matter: SafeMatter,
  signers: readonly Account[],
): SafeSigningPlan => ({
  matter,
  does: safeCallWords(matter.collected.transaction, protocol),
  facts: signedFacts(matter.safe, matter.collected, signers),
})

/**
 * Carries what enough owners have signed, in one file or apart. Anybody may, and pays; whoever has done it already is found.
 *
 * @throws what `readSafeFiles` and `act` throw
 */
export async function executeSafeFiles(
  acting: Acting,
  paths: readonly string[],
  options: { readonly confirm: Confirm; readonly progress: Progress },
): Promise<Acted> {
  const carrier = carrying(acting)
  return act(carrier, executingSafe(carrier, await readSafeFiles(acting, paths)), options)
}

/** Carrying a Safe's transaction, as something that people do to the chain. */
export function executingSafe(acting: Acting, { path, collected, safe: before }: SafeMatter): Deed {
  const { chain, book } = acting.protocol
  const { transaction, safeTxHash, afterBlock } = collected
  const { address } = before
  const [first = '', ...rest] = safeCallWords(transaction, acting.protocol)
  const find = () => findExecution(chain, address, { safeTxHash, afterBlock })
  const shown = (): Shown => ({
    headline: `The Safe ${address} has done it: ${first.replace(/:$/, '')}.`,
    facts: [
      ['safeTxHash', safeTxHash],
      ['nonce', `${transaction.nonce} of the Safe`],
    ],
    details: { safe: address, nonce: transaction.nonce, safeTxHash },
    next: { command: 'status' },
  })
  return {
    verb: 'safe',
    async done() {
      const safe = await readSafe(chain, address)
      if (safe.nonce <= transaction.nonce) return undefined
      const execution = await find()
      if (execution === undefined) throw new SafeNonceUsedError(safe, transaction.nonce)
      requireSuccess(execution)
      return { ...shown(), action: executionAction(before, transaction, collected.signatures) }
    },
    async prepare() {
      const safe = await readSafe(chain, address)
      const signatures = signaturesOfOwners(safe, collected.signatures)
      requireReady(safe, { path, collected: { ...collected, signatures } })
      // As the Safe itself: then a refusal names its reason, and not only GS013.
      await rehearse(chain, address, transaction, book)
      return {
        action: executionAction(safe, transaction, signatures),
        words: [`${capital(first)}, as the Safe ${address}`, ...rest],
        facts: signedFacts(safe, collected, []),
        warnings: [],
        handles: [],
        async readBack({ transactionHash }) {
          const seconds = acting.sender.receiptSeconds
          const carried = { safeTxHash, transactionHash, seconds }
          requireSuccess(await readExecution(chain, address, carried))
          return shown()
        },
      }
    },
  }
}

/** @throws NotNowError */
function requireReady(safe: Safe, { path, collected }: Omit<SafeMatter, 'safe'>): void {
  const { transaction, signatures } = collected
  if (signatures.length < safe.threshold) {
    throw new NotNowError(
      `There are ${countWords(signatures.length, safe)} that the Safe asks for.`,
      `Let another owner sign: ballast safe sign ${typed(path)} --account <owner>`,
    )
  }
  if (transaction.nonce > safe.nonce) {
    throw new NotNowError(
      `The Safe is at nonce ${safe.nonce}, and this is its nonce ${transaction.nonce}.`,
      'Execute what comes before it first.',
    )
  }
}
