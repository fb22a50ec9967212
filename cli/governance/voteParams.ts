import { dataLength, dataSlice, solidityPacked } from 'ethers'
import { type Support, sides, type VoteSplit } from '../shared/voteSplit.ts'
import type { Hex } from './addressBook.ts'

/** The three things a vote can say, with their numbers in every Governor's ABI. */
const supports: Readonly<Record<Support, number>> = { against: 0, for: 1, abstain: 2 }

/** `support` of a vote that is split (GovernorCountingFractional). */
export const FRACTIONAL = 255

/** Three packed uint128. */
const SPLIT_BYTES = 48

/** The most votes that a side of a split can have. */
export const MOST_VOTES = 2n ** 128n - 1n

/** What a vote says as the Governor has it. */
export interface EncodedVote {
  readonly support: number
  /** Empty unless it is split. */
  readonly params: Hex
}

/** All votes that are left for one side, or a split of them. */
export type Choice = { readonly support: Support } | { readonly split: VoteSplit }

export const encodeChoice = (choice: Choice): EncodedVote =>
  'support' in choice
    ? { support: supports[choice.support], params: '0x' }
    : { support: FRACTIONAL, params: encodeSplit(choice.split) }

/** @returns undefined for what says nothing that a Governor of ours counts */
export function decodeChoice({ support, params }: EncodedVote): Choice | undefined {
  if (support === FRACTIONAL) {
    return dataLength(params) === SPLIT_BYTES ? { split: decodeSplit(params) } : undefined
  }
  const side = sides.find((candidate) => supports[candidate] === support)
  return side === undefined || params !== '0x' ? undefined : { support: side }
}

/** Against, for, abstain: 48 bytes. @throws ethers' RangeError for more votes than uint128 holds */
const encodeSplit = (split: VoteSplit): Hex =>
  solidityPacked(['uint128', 'uint128', 'uint128'], [split.against, split.for, split.abstain])

/** The same read; the caller knows that there are 48 bytes. */
export const decodeSplit = (params: Hex): VoteSplit => ({
  against: BigInt(dataSlice(params, 0, 16)),
  for: BigInt(dataSlice(params, 16, 32)),
  abstain: BigInt(dataSlice(params, 32, 48)),
})

/** Whether parameters of a vote are a split. */
export const isSplit = (params: Hex): boolean => dataLength(params) === SPLIT_BYTES
