import { keccak256 } from 'ethers'
import type { Account } from '../chain/account.ts'
import type { Safe } from '../chain/safe.ts'
import type { Hex } from '../governance/addressBook.ts'
import { safeHashes } from '../governance/safeTransaction.ts'
import type { CollectedTransaction } from '../governance/safeTransactionFile.ts'
import { formatNumber } from '../shared/format.ts'
import type { Fact } from './act.ts'
import type { Prepared } from './prepareSafe.ts'

/** What a plan says about the Safe that acts: who signs what, who sends it, or where it is written. */
export const safeFacts = ({
  safe,
  collected,
  signers,
  executor,
  place,
}: Prepared): readonly Fact[] => [
  ...signedFacts(safe, collected, signers),
  executor === undefined
    ? [
        'written',
        `${place.signatures}, for more owners to sign; ${place.builder}, for the Safe app`,
      ]
    : ['sent by', `${executor.address} (${executor.signsWith}), which pays`],
]

/** The fields and hashes that an owner's device shows, and who signs them. */
export function signedFacts(
  safe: Safe,
  { transaction, signatures }: CollectedTransaction,
  signers: readonly Account[],
): readonly Fact[] {
  const { domain, message, digest } = safeHashes(safe, transaction)
  const { to, value, data, operation, nonce } = transaction
  return [
    ['Safe', `nonce ${nonce}, ${safe.threshold} of ${safe.owners.length} owners have to sign`],
    ...signatures.map(({ owner }): Fact => ['signed by', owner]),
    ...signers.map(({ address, signsWith }): Fact => ['signs', `${address} (${signsWith})`]),
    ['to', to],
    ...(value === 0n ? [] : [['value', `${value} wei`] as const]),
    ['data', dataWords(data)],
    ['operation', `${operation} (call); every other field is 0`],
    ['domain hash', domain],
    ['message hash', message],
    ['safeTxHash', digest],
  ]
}

const LONGEST_DATA = 202

/** Calldata whole while people can compare it, else by its hash. */
function dataWords(data: Hex): string {
  if (data.length <= LONGEST_DATA) return data
  const bytes = formatNumber(BigInt(data.length / 2 - 1))
  return `${data.slice(0, 10)}\u2026 (${bytes} bytes), keccak256 ${keccak256(data)}`
}

/** `1 of 2 signatures`. */
export const countWords = (have: number, { threshold }: Pick<Safe, 'threshold'>): string =>
  `${have} of ${threshold} signatures`
