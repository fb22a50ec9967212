import { abiEncode } from './abi.ts'
import { hashOf, hexBytes, hexOf, joined, textBytes, WORD } from './bytes.ts'

/** A proposal as a Governor takes it. */
export interface RawProposal {
  readonly calls: readonly {
    readonly target: string
    readonly value: bigint
    readonly calldata: string
  }[]
  readonly description: string
  /** Its timelock's operations are salted with its address. */
  readonly governor: string
}

export interface ProposalHashes {
  /** keccak256 of each call's calldata. */
  readonly calls: readonly string[]
  readonly descriptionHash: string
  /** keccak256 of targets, values and calldata: what a record on Snapshot names, whoever submits. */
  readonly calldataHash: string
  /** The same of each call. */
  readonly callHashes: readonly string[]
  /** `hashProposal`; in decimal it is the id that the Governor answers. */
  readonly proposalId: string
  /** keccak256 of the calldata that proposes it. */
  readonly propose: string
  /** `hashOperationBatch`, without a predecessor and with the Governor's salt. */
  readonly operationId: string
}

/** @throws NotHashableError */
export function recomputeProposal({ calls, description, governor }: RawProposal): ProposalHashes {
  const batch = [
    ['address[]', calls.map(({ target }) => target)],
    ['uint256[]', calls.map(({ value }) => value)],
    ['bytes[]', calls.map(({ calldata }) => calldata)],
  ] as const
  const descriptionHash = hashOf(textBytes(description))
  const propose = joined([
    selectorOf('propose(address[],uint256[],bytes[],string)'),
    abiEncode([...batch, ['string', description]]),
  ])
  const salt = saltOf(descriptionHash, governor)
  const nothing = hexOf(new Uint8Array(WORD))
  return {
    calls: calls.map(({ calldata }) => hashOf(hexBytes(calldata))),
    descriptionHash,
    calldataHash: hashOf(abiEncode(batch)),
    callHashes: calls.map(({ target, value, calldata }) =>
      hashOf(
        abiEncode([
          ['address', target],
          ['uint256', value],
          ['bytes', calldata],
        ]),
      ),
    ),
    proposalId: hashOf(abiEncode([...batch, ['bytes32', descriptionHash]])),
    propose: hashOf(propose),
    operationId: hashOf(abiEncode([...batch, ['bytes32', nothing], ['bytes32', salt]])),
  }
}

const selectorOf = (signature: string): Uint8Array =>
  hexBytes(hashOf(textBytes(signature))).slice(0, 4)

/** bytes20(governor) ^ descriptionHash: the address in the first twenty bytes. */
function saltOf(descriptionHash: string, governor: string): string {
  const salt = hexBytes(descriptionHash)
  hexBytes(governor).forEach((byte, index) => {
    salt[index] = (salt[index] ?? 0) ^ byte
  })
  return hexOf(salt)
}
