import { id } from 'ethers'
import type { Address, Hex } from './addressBook.ts'
import type { SafeCall } from './safeTransaction.ts'

/** A file for the Safe app's Transaction Builder: it is dropped there, and the app asks the owners. */
export interface TransactionBuilderFile {
  readonly version: '1.0'
  readonly chainId: string
  /** Unix milliseconds. */
  readonly createdAt: number
  readonly meta: {
    readonly name: string
    readonly description: string
    readonly txBuilderVersion: string
    readonly createdFromSafeAddress: Address
    readonly createdFromOwnerAddress: string
    readonly checksum?: Hex
  }
  readonly transactions: readonly {
    readonly to: Address
    readonly value: string
    readonly data: Hex
    readonly contractMethod: null
    readonly contractInputsValues: null
  }[]
}

/** The version of the app whose form of file this is. */
const BUILDER_VERSION = '1.18.0'

/** Calls of a Safe as the app reads them, with the checksum that it compares. */
export function transactionBuilderFile(
  safe: { readonly address: Address; readonly chainId: number },
  calls: readonly SafeCall[],
  about: { readonly name: string; readonly description: string; readonly createdAt: number },
): TransactionBuilderFile {
  const { name, description, createdAt } = about
  const file: TransactionBuilderFile = {
    version: '1.0',
    chainId: String(safe.chainId),
    createdAt,
    meta: {
      name,
      description,
      txBuilderVersion: BUILDER_VERSION,
      createdFromSafeAddress: safe.address,
      createdFromOwnerAddress: '',
    },
    transactions: calls.map(({ to, value, data }) => ({
      to,
      value: String(value),
      data,
      contractMethod: null,
      contractInputsValues: null,
    })),
  }
  return { ...file, meta: { ...file.meta, checksum: builderChecksum(file) } }
}

/**
 * The checksum as the app computes it: safe-global/safe-react-apps, apps/tx-builder/src/lib/checksum.ts. keccak256 over a
 * form of its own: the sorted keys of each object, then their values, a comma behind each. Without `meta.checksum`, and
 * `meta.name` counts as null, so that a batch can be renamed.
 */
export function builderChecksum(file: {
  readonly meta: { readonly name?: unknown; readonly checksum?: unknown }
}): Hex {
  const { checksum: _, ...meta } = file.meta
  return id(serialized({ ...file, meta: { ...meta, name: null } })) as Hex
}

function serialized(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(serialized).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  const entries = value as Readonly<Record<string, unknown>>
  const keys = Object.keys(entries).sort()
  return `{${JSON.stringify(keys)}${keys.map((key) => `${serialized(entries[key])},`).join('')}}`
}
