import { hashOf, textBytes } from './bytes.ts'
import { type RawHashes, recomputeTypedData } from './typedData.ts'

/** The members of SafeTx as the Safe's contract lists them, from version 1.0.0 on. */
const safeTx = [
  ['address', 'to'],
  ['uint256', 'value'],
  ['bytes', 'data'],
  ['uint8', 'operation'],
  ['uint256', 'safeTxGas'],
  ['uint256', 'baseGas'],
  ['uint256', 'gasPrice'],
  ['address', 'gasToken'],
  ['address', 'refundReceiver'],
  ['uint256', 'nonce'],
].map(([type = '', name = '']) => ({ type, name }))

/**
 * What the owners of a Safe sign: domain, message and transaction hash, with the domain of Safe 1.3.0 and later.
 *
 * @throws NotHashableError
 */
export const recomputeSafe = (
  safe: { readonly address: unknown; readonly chainId: unknown },
  transaction: Readonly<Record<string, unknown>>,
): RawHashes =>
  recomputeTypedData({
    types: { SafeTx: safeTx },
    domain: { chainId: safe.chainId, verifyingContract: safe.address },
    primaryType: 'SafeTx',
    message: transaction,
  })

const ZERO = `0x${'0'.repeat(40)}`

/** A plain call of the Safe: the other fields as the Safe app sets them, zero. */
export const plainCall = (
  { to, value, data }: Readonly<Record<'to' | 'value' | 'data', unknown>>,
  nonce: bigint,
) => ({
  ...{ to, value, data, operation: 0, safeTxGas: 0, baseGas: 0, gasPrice: 0 },
  ...{ gasToken: ZERO, refundReceiver: ZERO, nonce },
})

/** The checksum of a Transaction Builder file: sorted keys, then their values; its name does not count. */
export function recomputeChecksum(file: Readonly<Record<string, unknown>>): string {
  const meta = { ...(file['meta'] as object), name: null } as Record<string, unknown>
  delete meta['checksum']
  return hashOf(textBytes(flat({ ...file, meta })))
}

function flat(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flat).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const sorted = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  const keys = JSON.stringify(sorted.map(([key]) => key))
  return `{${keys}${sorted.map(([, inner]) => `${flat(inner)},`).join('')}}`
}
