import { AbiCoder, getAddress, id, keccak256 } from 'ethers'
import { UsageError } from '../shared/errors.ts'
import type { Address, Hex } from './addressBook.ts'
import type { Call, Draft, Proposal } from './proposal.ts'

/** An author wrote the suffix with which a Governor restricts who may submit. */
export class ProposerSuffixError extends UsageError {}

const suffixPattern = /#proposer=\S*\s*$/i
const sourcePattern = /(?:^|\n)ballast-source: (0x[0-9a-f]{64})(?=\n|$)/

/** The `#proposer=` suffix that an author wrote at the end of a text, if any (OpenZeppelin Governor, `_isValidDescriptionForProposer`). */
export const authorsSuffix = (text: string): string | undefined =>
  suffixPattern.exec(text)?.[0].trim()

/**
 * The description as voters and explorers see it: title as first heading, reasons, link, and the hash of the file.
 * Throws ProposerSuffixError if the author's own text ends in a `#proposer=` suffix.
 */
export function describe(draft: Draft): string {
  for (const text of [draft.title, draft.summary, draft.discussion ?? '']) {
    const suffix = authorsSuffix(text)
    if (suffix === undefined) continue
    throw new ProposerSuffixError(
      `The text ends in "${suffix}", which the Governor reads as an instruction`,
      'Remove it from the proposal file.',
    )
  }
  const parts = [`# ${draft.title}`, draft.summary]
  if (draft.discussion !== undefined) parts.push(`Discussion: ${draft.discussion}`)
  parts.push(`ballast-source: ${draft.sourceHash}`)
  return parts.join('\n\n')
}

/** The hash of the file from which a description was made, if it says so. */
export const sourceHashIn = (description: string): Hex | undefined =>
  sourcePattern.exec(description)?.[1]

/** OpenZeppelin's `hashProposal`: uint256(keccak256(abi.encode(targets, values, calldatas, descriptionHash))). */
export function hashProposal(
  calls: readonly Pick<Call, 'target' | 'value' | 'calldata'>[],
  descriptionHash: Hex,
): bigint {
  const encoded = AbiCoder.defaultAbiCoder().encode(
    ['address[]', 'uint256[]', 'bytes[]', 'bytes32'],
    [
      calls.map((call) => call.target),
      calls.map((call) => call.value),
      calls.map((call) => call.calldata),
      descriptionHash,
    ],
  )
  return BigInt(keccak256(encoded))
}

/** The salt under which a Governor schedules a proposal: bytes20(governor) ^ descriptionHash (GovernorTimelockControl). */
export function timelockSalt(descriptionHash: Hex, governor: Address): Hex {
  const salt = (BigInt(governor) << 96n) ^ BigInt(descriptionHash)
  return `0x${salt.toString(16).padStart(64, '0')}`
}

/** The id of the timelock's operation: hashOperationBatch without predecessor, with the Governor's salt. */
export function operationId(
  calls: readonly Pick<Call, 'target' | 'value' | 'calldata'>[],
  descriptionHash: Hex,
  governor: Address,
): Hex {
  const encoded = AbiCoder.defaultAbiCoder().encode(
    ['address[]', 'uint256[]', 'bytes[]', 'bytes32', 'bytes32'],
    [
      calls.map((call) => call.target),
      calls.map((call) => call.value),
      calls.map((call) => call.calldata),
      `0x${'0'.repeat(64)}`,
      timelockSalt(descriptionHash, governor),
    ],
  )
  return keccak256(encoded)
}

/** Who alone may submit a proposal with this description; undefined if anybody may. */
export const restrictedTo = (description: string): Address | undefined => {
  const address = /#proposer=(0x[0-9a-fA-F]{40})$/.exec(description)?.[1]
  return address === undefined ? undefined : getAddress(address.toLowerCase())
}

/** The text that only `proposer` can submit. */
export const restrictedText = (description: string, proposer: Address): string =>
  `${description}\n\n#proposer=${proposer}`

/**
 * The same proposal that only `proposer` can submit: nobody can copy it, submit it first and cancel it.
 * The suffix must be the last bytes of the description, so description hash and id change.
 */
export function restrictToProposer(proposal: Proposal, proposer: Address): Proposal {
  const description = restrictedText(proposal.description, proposer)
  const descriptionHash = id(description)
  return {
    ...proposal,
    description,
    descriptionHash,
    id: hashProposal(proposal.calls, descriptionHash),
  }
}
