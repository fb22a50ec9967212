import { TypedDataEncoder } from 'ethers'
import type { Address, Hex } from './addressBook.ts'

/** The domain of an EIP-712 message: what it is for, so that it is good for nothing else. */
export interface TypedDomain {
  readonly name?: string
  readonly version?: string
  readonly chainId?: number
  readonly verifyingContract?: Address
}

/** A member of a struct; their order is part of the type's hash. */
export interface TypedField {
  readonly name: string
  readonly type: string
}

/** An EIP-712 message: what accounts sign besides transactions (ballots, delegations, Safe transactions, Snapshot's messages). */
export interface TypedData {
  readonly domain: TypedDomain
  /** Every struct by name, without EIP712Domain, which follows from `domain`. */
  readonly types: Readonly<Record<string, readonly TypedField[]>>
  readonly primaryType: string
  readonly message: Readonly<Record<string, unknown>>
}

/** What a device shows of a typed message, and what is signed. */
export interface TypedHashes {
  /** hashStruct of the domain: the domain separator. */
  readonly domain: Hex
  /** hashStruct of the message. */
  readonly message: Hex
  /** keccak256(0x1901 ‖ domain ‖ message): what the signature is over. */
  readonly digest: Hex
}

/** The types as ethers takes them, which changes nothing in its arguments but says that it may. */
export const typesOf = ({ types }: Pick<TypedData, 'types'>): Record<string, TypedField[]> =>
  Object.fromEntries(Object.entries(types).map(([name, fields]) => [name, [...fields]]))

/** The hashes of EIP-712. @throws ethers' TypeError for a message that does not fit its types */
export function hashesOf(data: TypedData): TypedHashes {
  const types = typesOf(data)
  return {
    domain: TypedDataEncoder.hashDomain(data.domain),
    message: TypedDataEncoder.from(types).hashStruct(data.primaryType, data.message),
    digest: TypedDataEncoder.hash(data.domain, types, data.message),
  }
}
