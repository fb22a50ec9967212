import { hashesOf, type TypedData } from '../governance/typedData.ts'
import type { Fact } from './act.ts'

/** Longer values are cut on the screen, with what they were; what is signed is the whole. */
const LONGEST = 200

/** What a device shows before it signs a typed message: its fields, then the hashes. */
export function signingWords(typed: TypedData): readonly Fact[] {
  const { domain, types, primaryType, message } = typed
  const hashes = hashesOf(typed)
  const fields = types[primaryType] ?? []
  return [
    ['signs', `${primaryType} for ${[domain.name, domain.version].filter(Boolean).join(' ')}`],
    ...fields.map(({ name }): Fact => [`  ${name}`, shown(message[name])]),
    ['domain hash', hashes.domain],
    ['message hash', hashes.message],
    ['what is signed', hashes.digest],
  ]
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length <= LONGEST
    ? text
    : `${text.slice(0, LONGEST)}\u2026 (${text.length} characters in all)`
}
