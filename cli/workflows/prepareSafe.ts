import type { Account, OwnersAtHand } from '../chain/account.ts'
import { readBlock } from '../chain/client.ts'
import { mostPerGas, readFees } from '../chain/fees.ts'
import { requireFunds } from '../chain/funds.ts'
import {
  executionAction,
  findExecution,
  readSafe,
  requireSameHash,
  type Safe,
} from '../chain/safe.ts'
import { SafeHasNoKeyError } from '../chain/safeAccount.ts'
import { type Action, estimateGas } from '../chain/transaction.ts'
import type { Hex } from '../governance/addressBook.ts'
import { safeHashes, safeTransactionOf } from '../governance/safeTransaction.ts'
import type { CollectedTransaction } from '../governance/safeTransactionFile.ts'
import { reportFolder } from '../workspace/reportFiles.ts'
import {
  knownSignatures,
  type SafePlace,
  safePlace,
  safeRecordsIn,
} from '../workspace/safeFiles.ts'
import type { Deed, Plan } from './act.ts'
import { signaturesOfOwners, signersOf } from './executeSafe.ts'
import type { Acting } from './protocol.ts'

/** A Safe transaction as far as it is known before anybody agrees. */
export interface Prepared {
  readonly safe: Safe
  /** With the signatures that are there already. */
  readonly collected: CollectedTransaction
  /** Who signs once it is agreed to. */
  readonly signers: readonly Account[]
  /** Who carries it; undefined while too few sign. */
  readonly executor: Account | undefined
  readonly place: SafePlace
}

/** What is to be done through the Safe; `key` is the identity of the wish. */
interface Wanted {
  readonly deed: Deed
  readonly action: Action
  readonly key: Hex
}

/**
 * Finds out what the owners are to sign: an earlier attempt at the same wish, or the Safe's next transaction. The Safe
 * itself is asked for its hash.
 *
 * @throws NotASafeError, SafeHashDiffersError, UnreadableSafeFileError
 */
export async function prepareSafe(
  acting: Acting,
  owners: OwnersAtHand,
  wanted: Wanted,
): Promise<Prepared> {
  const { chain, account } = acting.sender
  const safe = await readSafe(chain, account.address)
  const begun = await beginOf(acting, safe, wanted)
  await requireSameHash(chain, safe, begun.transaction)
  const { file, verb } = wanted.deed
  const folder = file === undefined ? `${acting.folder}/safe` : await reportFolder(file)
  const place = safePlace(folder, { ...begun, verb })
  const known = await knownSignatures(place, begun)
  const signatures = signaturesOfOwners(safe, [...begun.signatures, ...known])
  const collected = { ...begun, signatures }
  const signers = signersOf(safe, signatures, owners.accounts)
  const isEnough = signatures.length + signers.length >= safe.threshold
  return { safe, collected, signers, executor: isEnough ? owners.accounts[0] : undefined, place }
}

/** An earlier attempt at the same, if it may still be on its way; else the Safe's next transaction. */
async function beginOf(
  acting: Acting,
  safe: Safe,
  { deed, action, key }: Wanted,
): Promise<CollectedTransaction> {
  const { chain } = acting.sender
  const { to, data, value = 0n } = action
  if (to === undefined) throw new SafeHasNoKeyError('create a contract')
  const earlier = await safeRecordsIn(acting.folder).find(key)
  if (earlier !== undefined && (await isStillOurs(acting, safe, earlier))) return earlier
  const transaction = safeTransactionOf({ to, data, value }, safe.nonce)
  const { address, chainId } = safe
  const { number: afterBlock } = await readBlock(chain)
  return {
    safe: { address, chainId },
    verb: deed.verb,
    afterBlock,
    transaction,
    safeTxHash: safeHashes(safe, transaction).digest,
    signatures: [],
  }
}

/**
 * Whether an earlier attempt counts for this wish: its nonce is still free, or it was executed and the Safe has done nothing
 * since. What it did before other things may be wished for anew.
 */
async function isStillOurs(
  { sender: { chain } }: Acting,
  safe: Safe,
  { transaction: { nonce }, safeTxHash, afterBlock }: CollectedTransaction,
): Promise<boolean> {
  if (safe.nonce === nonce) return true
  if (safe.nonce !== nonce + 1n) return false
  return (await findExecution(chain, safe.address, { safeTxHash, afterBlock })) !== undefined
}

/** What checking a signature costs at most, and what the rest of execTransaction does. */
const GAS_PER_SIGNATURE = 10_000n
const GAS_OF_EXECUTION = 60_000n
const GAS_PER_BYTE = 16n
const MAX_GAS = 2n ** 24n

/** What carrying it costs at most: what the Safe calls, and the Safe's own work, before there are signatures to try it with. */
export async function priceOfSafe(
  { sender: { chain, book, feeCap } }: Pick<Acting, 'sender'>,
  { safe, executor, collected }: Pick<Prepared, 'safe' | 'executor' | 'collected'>,
  action: Action,
): Promise<Pick<Plan, 'gas' | 'fees' | 'cost'>> {
  const inner = await estimateGas(chain, safe.address, action, book)
  const { data } = executionAction(safe, collected.transaction, [])
  const signatures = BigInt(safe.threshold)
  const bytes = BigInt(data.length / 2) + 65n * signatures
  const own = GAS_OF_EXECUTION + GAS_PER_SIGNATURE * signatures + GAS_PER_BYTE * bytes
  const most = inner + inner / 32n + own
  const gas = most > MAX_GAS ? MAX_GAS : most
  const fees = await readFees(chain, feeCap)
  const cost = gas * mostPerGas(fees) + (action.value ?? 0n)
  if (executor !== undefined) await requireFunds(chain, executor.address, cost)
  return { gas, fees, cost }
}
