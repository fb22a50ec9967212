import { hashesOf, type TypedData } from '../governance/typedData.ts'
import type { Fact } from './act.ts'

/** What a device shows before a typed message is signed: what it is for, every field, and the three hashes. */
export function signingWords(typed: TypedData): readonly Fact[] {
  const { domain, types, primaryType, message } = typed
  const hashes = hashesOf(typed)
  return [
    ['signs', `${primaryType} for ${domainWords(typed)}`],
    ...(domain.verifyingContract === undefined
      ? []
      : [['contract', domain.verifyingContract] as const]),
    ...(types[primaryType] ?? []).map(({ name }): Fact => [name, wordsOf(message[name])]),
    ['domain hash', hashes.domain],
    ['message hash', hashes.message],
    ['what is signed', hashes.digest],
  ]
}

function domainWords({ domain: { name, version, chainId } }: TypedData): string {
  const who = [name, version].filter((part) => part !== undefined).join(' ')
  return chainId === undefined ? who : `${who}, chain ${chainId}`
}

/** Longer values are cut on the screen, and what they were is said; what is signed is the whole. */
const LONGEST = 200

function wordsOf(value: unknown): string {
  if (value === '') return '(empty)'
  const text =
    typeof value === 'object' && value !== null
      ? JSON.stringify(value, (_key, inner: unknown) =>
          typeof inner === 'bigint' ? inner.toString() : inner,
        )
      : String(value)
  return text.length <= LONGEST
    ? text
    : `${text.slice(0, LONGEST)}\u2026 (${text.length} characters in all)`
}
