import { AbiCoder, keccak256 } from 'ethers'
import type { Hex } from './addressBook.ts'
import type { Call } from './proposal.ts'

/** What a call does, without the words around it. */
type BareCall = Pick<Call, 'target' | 'value' | 'calldata'>

/**
 * keccak256(abi.encode(targets, values, calldatas)): what a proposal does, whoever submits it and whatever it says.
 * The id of a proposal changes with its proposer, this does not.
 */
export const calldataHash = (calls: readonly BareCall[]): Hex =>
  keccak256(
    AbiCoder.defaultAbiCoder().encode(
      ['address[]', 'uint256[]', 'bytes[]'],
      [
        calls.map(({ target }) => target),
        calls.map(({ value }) => value),
        calls.map(({ calldata }) => calldata),
      ],
    ),
  )

/** keccak256(abi.encode(target, value, calldata)): the same of one call. */
export const callHash = ({ target, value, calldata }: BareCall): Hex =>
  keccak256(
    AbiCoder.defaultAbiCoder().encode(['address', 'uint256', 'bytes'], [target, value, calldata]),
  )
