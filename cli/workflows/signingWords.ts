import { hashesOf, type TypedData } from '../governance/typedData.ts'
import type { Fact } from './act.ts'

/** Longer values are cut on the screen, with what they were; what is signed is the whole. */
const LONGEST = 200

/** What a device shows before it signs a typed message: what it is for, its fields, then the hashes. */
export function signingWords(typed: TypedData): readonly Fact[] {
  const { domain, types, primaryType, message } = typed
  const hashes = hashesOf(typed)
  const fields = types[primaryType] ?? []
  return [
    ['signs', `${primaryType} for ${domainWords(typed)}`],
    ...(domain.verifyingContract === undefined
      ? []
      : [['contract', domain.verifyingContract] as const]),
    ...fields.map(({ name }): Fact => [`  ${name}`, shown(message[name])]),
    ['domain hash', hashes.domain],
    ['message hash', hashes.message],
    ['what is signed', hashes.digest],
  ]
}

function domainWords({ domain: { name, version, chainId } }: TypedData): string {
  const who = [name, version].filter(Boolean).join(' ')
  return chainId === undefined ? who : `${who}, chain ${chainId}`
}

function shown(value: unknown): string {
  const text = isScalar(value) ? String(value) : JSON.stringify(value, withDigits)
  return text.length <= LONGEST
    ? text
    : `${text.slice(0, LONGEST)}\u2026 (${text.length} characters in all)`
}

const isScalar = (value: unknown): boolean => typeof value === 'string' || typeof value === 'bigint'

/** JSON has no bigints. */
const withDigits = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? value.toString() : value
