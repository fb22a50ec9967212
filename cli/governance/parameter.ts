import type { ContractName, Hex } from './addressBook.ts'
import type { ContractPlace, Scope, Trait } from './scopes.ts'

/**
 * How a value is stored on the chain and written by people.
 *
 * | unit | on the chain | by people |
 * |---|---|---|
 * | bps | 1e4 scale | `82.5%`, at most two decimals |
 * | wadPercent | 1e18 scale, per year or day as the summary says | `5.25%` |
 * | wad | 1e18 scale | `1.05` |
 * | derivative | 18 decimals | `25_000_000 bUSD` |
 * | votes | 18 decimals | `100_000 BLST` |
 * | seconds | seconds | `2 days`, `12 h`, `90 min`, `1 day 6 h` |
 * | count | as is | `2` |
 * | wholePercent | 1e2 scale | `4%`, no decimals |
 */
export type Unit =
  | 'bps'
  | 'wadPercent'
  | 'wad'
  | 'derivative'
  | 'votes'
  | 'seconds'
  | 'count'
  | 'wholePercent'

/** Where an argument of a descriptor comes from. */
export type Argument =
  | { readonly from: 'subjectKey' } // what stands for the subject: an id, a key, an address
  | { readonly from: 'contract'; readonly name: ContractName } // its address
  | { readonly from: 'literal'; readonly value: bigint | Hex }
  | { readonly from: 'value' } // the new value, for writers

/** A view call that answers one number. `output` picks a named member when the call answers a struct; several are added up. */
export interface ReadDescriptor {
  readonly contract: ContractPlace
  readonly fragment: string
  readonly args: readonly Argument[]
  readonly output?: string | readonly string[]
  /** While the member `when` is not 0, this member counts instead: a value that is still to come. */
  readonly pending?: { readonly when: string; readonly output: string }
}

/** Which door a change goes through: what only tightens may have one of its own, and what guardians may do. */
export type Door = 'tighten' | 'relax' | 'restrain'

/** The functions that write: `relax` takes every change, the others what they are for, where there are any. */
export type Doors = { readonly relax: string } & Readonly<Partial<Record<Door, string>>>

/**
 * How a parameter is written. `tuple`: all changes of one subject that go through the same doors travel in one call, as
 * (member, value) pairs in ascending order of member behind the subject's key. `call`: one call per parameter.
 */
export type WriteDescriptor = { readonly contract: ContractPlace; readonly doors: Doors } & (
  | { readonly kind: 'tuple'; readonly member: bigint }
  | { readonly kind: 'call'; readonly args: readonly Argument[] }
)

/** One governed parameter: the single place that schema, encoder, decoder, checks, tables and docs derive from. */
export interface ParameterSpec {
  readonly key: string
  readonly label: string
  readonly scope: Scope
  /** Only subjects that are this have it. */
  readonly only?: Trait
  readonly unit: Unit
  /** Hard bounds of the contract, inclusive, in the chain's scale. */
  readonly min: bigint
  readonly max: bigint
  /** The direction in which the parameter makes the protocol safer. */
  readonly tightens: 'up' | 'down' | 'neither'
  /** Tightening it reaches no vault that exists, so that the guardian may: `doors.restrain`. */
  readonly restrains?: true
  /** How much of what it caps is there, in its own unit: with a lower value nothing more is until that has fallen. */
  readonly used?: ReadDescriptor
  /** The values of that parameter, of all its subjects together, never rise above this one. */
  readonly limits?: string
  readonly riskClass: 'high' | 'medium' | 'low'
  /** What makes stored and effective values differ, if anything. */
  readonly settles: 'atOnce' | 'ramp' | 'delay'
  /** Of what settles by a delay: seconds until a rise counts, also when another one was on its way. */
  readonly raiseDelay?: bigint
  readonly stored: ReadDescriptor
  readonly effective: ReadDescriptor
  readonly write: WriteDescriptor
  /** One sentence for docs and screens. */
  readonly summary: string
}

/** Names one parameter of one subject: `WETH-A.liquidationThreshold`, `governor.votingPeriod`. */
export type ParameterId = string

export const parameterId = (subject: string, key: string): ParameterId => `${subject}.${key}`

/** The value as last set, and the value that counts now (on a ramp or before a delay they differ). */
export interface ParameterValue {
  readonly stored: bigint
  readonly effective: bigint
}

export interface BlockRef {
  readonly number: number
  /** Unix seconds. */
  readonly timestamp: number
  readonly hash: string
}

/** Every parameter of every subject at one block. */
export interface ParameterSet {
  readonly block: BlockRef
  readonly values: ReadonlyMap<ParameterId, ParameterValue>
}
