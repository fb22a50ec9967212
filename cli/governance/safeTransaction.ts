import { TypedDataEncoder, ZeroAddress } from 'ethers'
import type { Address, Hex } from './addressBook.ts'
import { recoveredSigner } from './recoveredSigner.ts'
import { hashesOf, type TypedData, type TypedDomain, type TypedHashes } from './typedData.ts'

/** A Safe on a chain; signatures are good for it alone. */
export interface SafeDomain {
  readonly address: Address
  readonly chainId: number
}

/** What the owners of a Safe sign, in the words of its contract. Nonces of a Safe are its own, not those of who sends. */
export interface SafeTransaction {
  readonly to: Address
  readonly value: bigint
  readonly data: Hex
  /** 0 calls; 1 would run foreign code as the Safe itself, which nothing here needs. */
  readonly operation: 0
  readonly safeTxGas: bigint
  readonly baseGas: bigint
  readonly gasPrice: bigint
  readonly gasToken: Address
  readonly refundReceiver: Address
  readonly nonce: bigint
}

/** What a Safe is to call. */
export interface SafeCall {
  readonly to: Address
  readonly value: bigint
  readonly data: Hex
}

const nobody: Address = ZeroAddress as Address

/**
 * The Safe's call at one of its nonces. Whoever sends it pays: no refund, and no gas of its own, so that the Safe refuses
 * (GS013) what reverts inside instead of using up the nonce.
 */
export const safeTransactionOf = (
  { to, value, data }: SafeCall,
  nonce: bigint,
): SafeTransaction => ({
  to,
  value,
  data,
  operation: 0,
  safeTxGas: 0n,
  baseGas: 0n,
  gasPrice: 0n,
  gasToken: nobody,
  refundReceiver: nobody,
  nonce,
})

const field = (text: string) => {
  const [type = '', name = ''] = text.split(' ')
  return { type, name }
}

/** The order is the contract's: it is part of what is signed. */
const safeTx = [
  'address to',
  'uint256 value',
  'bytes data',
  'uint8 operation',
  'uint256 safeTxGas',
  'uint256 baseGas',
  'uint256 gasPrice',
  'address gasToken',
  'address refundReceiver',
  'uint256 nonce',
].map(field)

const domainOf = ({ address, chainId }: SafeDomain): TypedDomain => ({
  chainId,
  verifyingContract: address,
})

/** The domain separator that the Safe has to answer. */
export const safeDomainHash = (safe: SafeDomain): Hex =>
  TypedDataEncoder.hashDomain(domainOf(safe)) as Hex

/** What an owner signs (Safe 1.3.0 and later, whose domain has the chain's id). */
export const safeTypedData = (
  { address, chainId }: SafeDomain,
  transaction: SafeTransaction,
): TypedData => ({
  domain: domainOf({ address, chainId }),
  types: { SafeTx: safeTx },
  primaryType: 'SafeTx',
  message: { ...transaction },
})

/** What owners sign so that the Safe says yes to a message of somebody else (ERC-1271, by its fallback handler). */
export const safeMessage = (safe: SafeDomain, message: TypedData): TypedData => ({
  domain: domainOf(safe),
  types: { SafeMessage: [field('bytes message')] },
  primaryType: 'SafeMessage',
  message: { message: hashesOf(message).digest },
})

/** safeTxHash (`digest`), domain and message hash. */
export const safeHashes = (safe: SafeDomain, transaction: SafeTransaction): TypedHashes =>
  hashesOf(safeTypedData(safe, transaction))

/** An owner's signature of a Safe transaction: 65 bytes, r, s, v. */
export interface SafeSignature {
  readonly owner: Address
  readonly signature: Hex
}

/** Whether it is this owner's signature of this hash. */
export const isSignedBy = ({ owner, signature }: SafeSignature, safeTxHash: Hex): boolean =>
  recoveredSigner(safeTxHash, signature) === owner

/** As the Safe takes them: by the owners' addresses, in rising order, and no more than it asks for. */
export function packSignatures(signatures: readonly SafeSignature[], threshold: number): Hex {
  const inOrder = [...signatures].sort((a, b) => (BigInt(a.owner) < BigInt(b.owner) ? -1 : 1))
  const packed = inOrder.slice(0, threshold).map(({ signature }) => signature.slice(2))
  return `0x${packed.join('').toLowerCase()}`
}
