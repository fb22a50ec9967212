import { getAddress, Interface, isError } from 'ethers'
import type { Address, Hex } from '../governance/addressBook.ts'
import {
  packSignatures,
  type SafeDomain,
  type SafeSignature,
  type SafeTransaction,
  safeDomainHash,
  safeHashes,
} from '../governance/safeTransaction.ts'
import { BallastError, ExitCode, UsageError } from '../shared/errors.ts'
import { printable } from '../shared/format.ts'
import { type Chain, readBlock } from './client.ts'
import { type Log, readLogs } from './logs.ts'
import { NodeError } from './nodeErrors.ts'
import { waitForReceipt } from './receipts.ts'
import type { Action } from './transaction.ts'

/** What of a Safe's contract is used, the same from 1.3.0 to 1.5.0. */
const safeAbi = new Interface([
  'function VERSION() view returns (string)',
  'function getThreshold() view returns (uint256)',
  'function getOwners() view returns (address[])',
  'function nonce() view returns (uint256)',
  'function domainSeparator() view returns (bytes32)',
  'function getTransactionHash(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, uint256 _nonce) view returns (bytes32)',
  'function execTransaction(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, bytes signatures) payable returns (bool success)',
  'event ExecutionSuccess(bytes32 txHash, uint256 payment)',
  'event ExecutionFailure(bytes32 txHash, uint256 payment)',
])

/** A Safe as the chain shows it. */
export interface Safe extends SafeDomain {
  readonly version: string
  /** How many owners have to sign. */
  readonly threshold: number
  readonly owners: readonly Address[]
  /** Of its next transaction. */
  readonly nonce: bigint
}

/** Something else lives at the address, or nothing does. */
export class NotASafeError extends UsageError {
  constructor(address: Address, why: string, options?: ErrorOptions) {
    super(
      `${address} is no Safe that Ballast can act through: ${why}.`,
      'Correct the address of the account in ballast.yaml, or the network; Safes of version 1.3.0 and later are known.',
      options,
    )
  }
}

/** The Safe computes another hash than we do: whatever was signed would be for something else. */
export class SafeHashDiffersError extends BallastError {
  override readonly exitCode = ExitCode.reverted
  constructor(address: Address, own: Hex, theirs: Hex) {
    super(
      `The Safe ${address} gives this transaction the hash ${theirs}; by its contents it is ${own}. Nothing was signed.`,
      'Find out what contract that is, or whether the node answers truly, before you sign anything for it.',
    )
  }
}

/** A transaction carried the Safe's, and the node does not tell how that ended. */
export class ExecutionNotShownError extends NodeError {
  constructor(safe: Address, transactionHash: Hex) {
    super(
      `Transaction ${transactionHash} was mined; the node does not show what the Safe ${safe} did in it.`,
      'Repeat the command: it looks for this transaction first and sends nothing twice.',
    )
  }
}

/**
 * The Safe at an address, read at one block and checked: its domain separator must be the one that its signatures are
 * made for here.
 *
 * @throws NotASafeError
 */
export async function readSafe(chain: Chain, address: Address): Promise<Safe> {
  const { number } = await readBlock(chain)
  const ask = async (name: string) => {
    const data = safeAbi.encodeFunctionData(name)
    const answer = await chain.provider.call({ to: address, data, blockTag: number })
    return safeAbi.decodeFunctionResult(name, answer)[0] as unknown
  }
  if ((await chain.provider.getCode(address, number)) === '0x') {
    throw new NotASafeError(address, 'there is no contract')
  }
  let answers: readonly unknown[]
  try {
    answers = await Promise.all(
      ['VERSION', 'getThreshold', 'getOwners', 'nonce', 'domainSeparator'].map(ask),
    )
  } catch (error) {
    if (!isError(error, 'CALL_EXCEPTION') && !isError(error, 'BAD_DATA')) throw error
    throw new NotASafeError(address, 'the contract there does not answer as one', { cause: error })
  }
  const [version, threshold, owners, nonce, separator] = answers as [
    string,
    bigint,
    readonly Address[],
    bigint,
    Hex,
  ]
  const safe = { address, chainId: chain.chainId }
  if (separator !== safeDomainHash(safe)) {
    const told = printable(version).slice(0, 20)
    throw new NotASafeError(address, `its version ${told} signs for another domain (${separator})`)
  }
  return {
    ...safe,
    version: printable(version).slice(0, 20),
    threshold: Number(threshold),
    owners: [...owners].map((owner) => getAddress(owner)),
    nonce,
  }
}

const argumentsOf = (transaction: SafeTransaction): readonly unknown[] => {
  const { to, value, data, operation, safeTxGas, baseGas } = transaction
  const { gasPrice, gasToken, refundReceiver } = transaction
  return [to, value, data, operation, safeTxGas, baseGas, gasPrice, gasToken, refundReceiver]
}

/**
 * Asks the Safe itself for the hash that its owners are about to sign.
 *
 * @throws SafeHashDiffersError
 */
export async function requireSameHash(
  chain: Chain,
  safe: SafeDomain,
  transaction: SafeTransaction,
): Promise<void> {
  const data = safeAbi.encodeFunctionData('getTransactionHash', [
    ...argumentsOf(transaction),
    transaction.nonce,
  ])
  const theirs = (await chain.provider.call({ to: safe.address, data })) as Hex
  const own = safeHashes(safe, transaction).digest
  if (theirs !== own) throw new SafeHashDiffersError(safe.address, own, theirs)
}

/** What an executor sends: the Safe's transaction with as many signatures as it asks for. */
export const executionAction = (
  { address, threshold }: Pick<Safe, 'address' | 'threshold'>,
  transaction: SafeTransaction,
  signatures: readonly SafeSignature[],
): Action => ({
  to: address,
  data: safeAbi.encodeFunctionData('execTransaction', [
    ...argumentsOf(transaction),
    packSignatures(signatures, threshold),
  ]) as Hex,
})

/** How a Safe transaction ended on the chain. */
export interface Execution {
  readonly isSuccess: boolean
  readonly transactionHash: Hex
  readonly blockNumber: number
}

const topicOf = (name: string): Hex => safeAbi.getEvent(name)?.topicHash as Hex
const SUCCESS = topicOf('ExecutionSuccess')
const FAILURE = topicOf('ExecutionFailure')

const isEnd = ({ topics: [topic] }: Pick<Log, 'topics'>): boolean =>
  topic === SUCCESS || topic === FAILURE

/** The Safe's transaction of that hash, if it was executed since a block. */
export async function findExecution(
  chain: Chain,
  safe: Address,
  wanted: { readonly safeTxHash: Hex; readonly afterBlock: number },
): Promise<Execution | undefined> {
  const { number: toBlock } = await readBlock(chain)
  const logs = await readLogs(chain, {
    address: safe,
    topics: [[SUCCESS, FAILURE]],
    fromBlock: wanted.afterBlock,
    toBlock,
  })
  const found = logs.findLast((log) => hashIn(log) === wanted.safeTxHash)
  if (found === undefined) return undefined
  const { topics, transactionHash, blockNumber } = found
  return { isSuccess: topics[0] === SUCCESS, transactionHash, blockNumber }
}

/**
 * How the Safe's transaction ended by the receipt of the transaction that carried it: unlike a list of events, that is whole or
 * not there, also where several nodes answer behind one address.
 *
 * @param wanted.seconds how long to wait for the receipt; 0 asks once
 * @throws ReceiptMissingError, ExecutionNotShownError
 */
export async function readExecution(
  chain: Chain,
  safe: Address,
  wanted: { readonly safeTxHash: Hex; readonly transactionHash: Hex; readonly seconds: number },
): Promise<Execution> {
  const { safeTxHash, transactionHash, seconds } = wanted
  const { logs, blockNumber } = await waitForReceipt(chain, transactionHash, { seconds })
  const found = logs.findLast(
    (log) => getAddress(log.address) === safe && isEnd(log) && hashIn(log) === safeTxHash,
  )
  if (found === undefined) throw new ExecutionNotShownError(safe, transactionHash)
  return {
    isSuccess: found.topics[0] === SUCCESS,
    transactionHash,
    blockNumber: Number(blockNumber),
  }
}

/** 1.3.0 puts the hash among the data, 1.4.1 among the topics. */
const hashIn = ({ topics, data }: Pick<Log, 'topics' | 'data'>): string =>
  topics[1] ?? data.slice(0, 66)
