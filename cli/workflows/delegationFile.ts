import type { Address, Hex } from '../governance/addressBook.ts'
import type { SignedDelegation } from '../governance/delegations.ts'
import type { TypedData } from '../governance/typedData.ts'
import type { DelegationFile, SignedFile } from '../workspace/signedFiles.ts'
import { payloadOf } from './ballotFile.ts'
import type { Protocol } from './protocol.ts'

/** What a delegation's file says, as the token has it. */
export const delegationIn = ({ delegatee, nonce, expiry }: DelegationFile): SignedDelegation => ({
  delegatee,
  nonce: BigInt(nonce),
  expiry: BigInt(expiry),
})

/** The file of a delegation. */
export const delegationFileOf = (
  { network, book }: Protocol,
  signed: {
    readonly delegator: Address
    readonly delegation: SignedDelegation
    readonly typed: TypedData
    readonly signature: Hex
  },
): DelegationFile => {
  const { delegator, delegation, typed, signature } = signed
  return {
    schema: 'ballast.delegation/1',
    network,
    chainId: book.chainId,
    token: book.contracts.token,
    delegator,
    delegatee: delegation.delegatee,
    nonce: delegation.nonce.toString(),
    expiry: delegation.expiry.toString(),
    typedData: payloadOf(typed),
    signature,
  }
}

/** Delegations of one holder for this token. */
export const isDelegationOf =
  ({ book }: Protocol, delegator: Address) =>
  (file: SignedFile): file is DelegationFile =>
    file.schema === 'ballast.delegation/1' &&
    file.chainId === book.chainId &&
    file.token === book.contracts.token &&
    file.delegator === delegator
