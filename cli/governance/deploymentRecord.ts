import { keccak256, toUtf8Bytes } from 'ethers'
import type { Address, Hex } from './addressBook.ts'
import type { SentEntry } from './sentEntry.ts'

/** What a finished step left on the chain; nothing for a step that is no transaction of its own. */
export interface FinishedStep {
  readonly transactionHash?: Hex
  readonly contract?: Address
}

/** A deployment under way, as it is written down after every step, so that a later attempt goes on from there. */
export interface DeploymentRecord {
  readonly chainId: number
  readonly deployer: Address
  /** Hash of what is deployed: another specification is another deployment. */
  readonly spec: Hex
  /** No event of the protocol is older than this block. */
  readonly startedAtBlock: number
  readonly finished: Readonly<Record<string, FinishedStep>>
  /** By step: what left, or was about to, and whose end nobody has seen. */
  readonly sent: Readonly<Record<string, SentEntry>>
}

/** The identity of what is deployed: the same for the same content, however it is written down. */
export const specHash = (spec: unknown): Hex => keccak256(toUtf8Bytes(canonical(spec)))

/** JSON with sorted keys; bigints as decimal strings. */
function canonical(value: unknown): string {
  if (typeof value === 'bigint') return `"${value}"`
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined)
  const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${sorted.map(([key, entry]) => `${JSON.stringify(key)}:${canonical(entry)}`).join(',')}}`
}
