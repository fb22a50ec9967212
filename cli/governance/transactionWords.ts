import { keccak256 } from 'ethers'
import { formatNumber, gwei, plural } from '../shared/format.ts'
import { type Address, type AddressBook, contractNameAt, type Hex } from './addressBook.ts'

/** What a transaction offers for a unit of gas, in wei. */
type Offer =
  | { readonly maxFeePerGas: bigint; readonly maxPriorityFeePerGas: bigint }
  | { readonly gasPrice: bigint }

/** A transaction as it is going to be signed. */
export interface Unsigned {
  /** Absent for the creation of a contract. */
  readonly to?: Address
  readonly value: bigint
  readonly data: Hex
  readonly chainId: number
  /** The account's next, unless something else of it leaves before. */
  readonly nonce: number
  readonly gasLimit: bigint
  readonly fees: Offer
}

/** What there is to compare: the fields that a wallet or a device shows before it signs. */
export interface SignedFields extends Unsigned {
  /** What the address book calls `to`. */
  readonly toName?: string
  /** The first four bytes of the data, and the function of our contracts that they stand for. */
  readonly selector?: Hex
  readonly signature?: string
  readonly dataBytes: number
  readonly dataHash: Hex
}

/**
 * The fields of a transaction with what people compare of its data: how it begins and its hash.
 *
 * @param signature what the contract calls the function with that selector; undefined if nobody knows
 */
export function signedFields(
  unsigned: Unsigned,
  book: AddressBook,
  signature: string | undefined,
): SignedFields {
  const { to, data } = unsigned
  const toName = contractNameAt(to, book)
  const dataBytes = (data.length - 2) / 2
  return {
    ...unsigned,
    ...(toName === undefined ? {} : { toName }),
    ...(dataBytes < 4 || to === undefined ? {} : { selector: data.slice(0, 10) }),
    ...(signature === undefined ? {} : { signature }),
    dataBytes,
    dataHash: keccak256(data),
  }
}

/** The fields as a device shows them, a line each. */
export function transactionWords(
  fields: SignedFields,
): readonly (readonly [label: string, value: string])[] {
  const { to, toName, value, chainId, nonce, gasLimit, fees, dataHash } = fields
  const recipient = toName === undefined ? to : `${to} (${toName})`
  return [
    ['to', recipient ?? 'nobody: it creates a contract'],
    ['value', `${formatNumber(value, 18)} ETH, chain ${chainId}, nonce ${nonce}`],
    ['max fee', `${feeWords(fees)}, gas limit ${formatNumber(gasLimit)}`],
    ['data', dataWords(fields)],
    ['keccak256', `${dataHash} (of the data)`],
  ]
}

function feeWords(fees: Offer): string {
  if ('gasPrice' in fees) return `${gwei(fees.gasPrice)} for a unit of gas`
  const { maxFeePerGas, maxPriorityFeePerGas } = fees
  return `${gwei(maxFeePerGas)} for a unit of gas, ${gwei(maxPriorityFeePerGas)} of it a tip`
}

function dataWords({ selector, signature, dataBytes }: SignedFields): string {
  if (dataBytes === 0) return 'none'
  const size = plural(dataBytes, 'byte')
  if (selector === undefined) return size
  return signature === undefined
    ? `unknown function ${selector}, ${size}`
    : `${signature} = ${selector}, ${size}`
}
