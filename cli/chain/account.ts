import { keccak256, TypedDataEncoder, Wallet } from 'ethers'
import type { Address, Hex } from '../governance/addressBook.ts'
import { type TypedData, typesOf } from '../governance/typedData.ts'
import type { Chain } from './client.ts'
import { type Fees, readFees } from './fees.ts'
import { NotEnoughFundsError } from './funds.ts'
import { NodeError, NodeRefusedError } from './nodeErrors.ts'
import { isRevert } from './revert.ts'

/** A transaction with its place in the account's order; nobody else may use this nonce. */
export interface NumberedTransaction {
  /** Absent for the creation of a contract. */
  readonly to?: Address
  readonly data: Hex
  readonly value: bigint
  readonly nonce: number
  readonly gasLimit: bigint
  /** What it offers; what the chain usually asks for if absent. */
  readonly fees?: Fees
}

/** A transaction about to leave. Its hash is known beforehand where the account signs in this process. */
export interface Dispatch {
  readonly hash?: Hex
  /** Hands it to the node and answers its hash; never repeated by the transport. */
  readonly send: () => Promise<Hex>
}

/**
 * Somebody who acts on the chain. How it signs is its own affair: a node, a key, a keystore, a Safe and
 * a device implement this, and nothing else differs.
 */
export interface Account {
  readonly address: Address
  /** For people: `account of the node`, `key in $BALLAST_KEY`. Never holds a secret. */
  readonly signsWith: string
  /**
   * Asks for what signing needs, where it needs anything. Whoever knows that a signature comes next asks before
   * anything is under way; a signature asks by itself otherwise.
   */
  readonly unlock?: () => Promise<void>
  readonly prepare: (transaction: NumberedTransaction) => Promise<Dispatch>
  /** Signs an EIP-712 message; 65 bytes: r, s, v with v 27 or 28. */
  readonly signTyped: (data: TypedData) => Promise<Hex>
  /** Somebody is asked at each signature, as on a device: nothing is signed again by itself. */
  readonly asksEachTime?: true
  /** What people should know before it signs a transaction, a sentence each. */
  readonly caution?: readonly string[]
  /** A Safe: its owners sign, and one of them sends (`safeAccount`). */
  readonly owners?: OwnersAtHand
}

/** Those who can sign for a Safe from here. */
export interface OwnersAtHand {
  /** In the order in which they sign; the first one sends. */
  readonly accounts: readonly Account[]
  /** Why others that ballast.yaml names cannot, a sentence each. */
  readonly missing: readonly string[]
}

const hex = (value: bigint | number): Hex => `0x${value.toString(16)}`

/** An account that the node signs for: a development account, or one that is impersonated on a fork. */
export const nodeAccount = (chain: Chain, address: Address): Account => ({
  address,
  signsWith: 'account of the node',
  prepare: async ({ to, data, value, nonce, gasLimit, fees: promised }) => {
    const fees = promised ?? (await readFees(chain))
    const transaction = {
      from: address,
      ...offerOf(fees, promised !== undefined),
      ...(to === undefined ? {} : { to }),
      data,
      value: hex(value),
      nonce: hex(nonce),
      gas: hex(gasLimit),
    }
    return { send: () => hand(chain, address, { method: 'eth_sendTransaction', transaction }) }
  },
  async signTyped(data) {
    const { domain, message } = data
    const payload = TypedDataEncoder.getPayload(domain, typesOf(data), message)
    const params = [address, payload]
    return (await chain.rpc.request({ method: 'eth_signTypedData_v4', params })) as Hex
  },
})

/**
 * Fees as a node takes them. What was promised to nobody the node chooses itself where there is a base fee; where there
 * is none, some nodes would choose one all the same.
 */
function offerOf(fees: Fees, isPromised: boolean): Readonly<Record<string, Hex>> {
  if (fees.type === 0) return { gasPrice: hex(fees.gasPrice) }
  const { maxFeePerGas, maxPriorityFeePerGas } = fees
  return isPromised
    ? { maxFeePerGas: hex(maxFeePerGas), maxPriorityFeePerGas: hex(maxPriorityFeePerGas) }
    : {}
}

/**
 * An account whose key is in this process's memory; `source` says where it came from, never what it is.
 *
 * @param key 32 bytes in hex, known to be a key: see `isPrivateKey`
 */
export function keyAccount(chain: Chain, key: Hex, source: string): Account {
  const wallet = new Wallet(key)
  const { address } = wallet
  return {
    address,
    signsWith: source,
    async prepare({ gasLimit, fees: promised, ...transaction }) {
      const fees = promised ?? (await readFees(chain))
      const { chainId } = chain
      const signed = await wallet.signTransaction({ ...transaction, ...fees, gasLimit, chainId })
      return signedDispatch(chain, address, signed)
    },
    signTyped: (data) => wallet.signTypedData(data.domain, typesOf(data), data.message),
  }
}

/** A transaction that was signed in this process, about to leave. */
export const signedDispatch = (chain: Chain, from: Address, signed: Hex): Dispatch => ({
  hash: keccak256(signed),
  send: () => hand(chain, from, { method: 'eth_sendRawTransaction', transaction: signed }),
})

/**
 * An account whose key is locked away until the first signature. `readKey` is asked once, and again after it failed.
 */
export function lockedAccount(
  chain: Chain,
  address: Address,
  { source, readKey }: { readonly source: string; readonly readKey: () => Promise<Hex> },
): Account {
  let opening: Promise<Account> | undefined
  const open = (): Promise<Account> => {
    opening ??= readKey().then(
      (key) => keyAccount(chain, key, source),
      (error: unknown) => {
        opening = undefined
        throw error
      },
    )
    return opening
  }
  return {
    address,
    signsWith: source,
    unlock: async () => void (await open()),
    prepare: async (transaction) => (await open()).prepare(transaction),
    signTyped: async (data) => (await open()).signTyped(data),
  }
}

/** The order of secp256k1's group: a key is a number from 1 to one less. */
const CURVE_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

/** Whether it can be signed with: 32 bytes in hex, not zero, below the curve's order. */
export function isPrivateKey(text: string): boolean {
  if (!/^0x[0-9a-f]{64}$/i.test(text)) return false
  const number = BigInt(text)
  return number > 0n && number < CURVE_ORDER
}

/** Hands a transaction over; what the node refuses has a name, what a contract refuses is thrown on as it is. */
async function hand(
  chain: Chain,
  account: Address,
  { method, transaction }: { readonly method: string; readonly transaction: object | Hex },
): Promise<Hex> {
  try {
    return (await chain.rpc.request({ method, params: [transaction] })) as Hex
  } catch (error) {
    const { code, message } = error as { readonly code?: unknown; readonly message?: string }
    if (typeof code !== 'number' || isRevert(error)) throw error
    if (/insufficient (funds|balance)|enough funds/i.test(message ?? '')) {
      throw new NotEnoughFundsError(account)
    }
    if (error instanceof NodeError) throw error
    throw new NodeRefusedError('The node', method, { code, message: message ?? '' })
  }
}
