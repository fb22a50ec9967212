import { Interface, Signature } from 'ethers'
import type { Address, Hex } from './addressBook.ts'
import type { TypedData, TypedDomain } from './typedData.ts'

/** A delegation of all votes of its signer, which anybody may send (ERC20Votes). */
export interface SignedDelegation {
  readonly delegatee: Address
  readonly nonce: bigint
  /** Unix seconds until which it is taken. */
  readonly expiry: bigint
}

/** What a holder signs; it is the same in OpenZeppelin 4 and 5 and in Compound's COMP. */
export const typedDelegation = (
  { delegatee, nonce, expiry }: SignedDelegation,
  domain: TypedDomain,
): TypedData => ({
  domain,
  types: {
    Delegation: [
      { name: 'delegatee', type: 'address' },
      { name: 'nonce', type: 'uint256' },
      { name: 'expiry', type: 'uint256' },
    ],
  },
  primaryType: 'Delegation',
  message: { delegatee, nonce, expiry },
})

const abi = new Interface([
  'function delegateBySig(address delegatee, uint256 nonce, uint256 expiry, uint8 v, bytes32 r, bytes32 s)',
])

/** The call that carries it out, whoever sends it. */
export function delegateCall({ delegatee, nonce, expiry }: SignedDelegation, signature: Hex): Hex {
  const { v, r, s } = Signature.from(signature)
  return abi.encodeFunctionData('delegateBySig', [delegatee, nonce, expiry, v, r, s])
}
