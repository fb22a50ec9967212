import type { Result } from 'ethers'
import type { AddressBook } from './addressBook.ts'
import type { PlainCall } from './callRow.ts'
import { directionOf } from './changes.ts'
import { decodeCall } from './decode.ts'
import { type ParameterSet, type ParameterSpec, parameterId } from './parameter.ts'
import type { ParameterChange } from './proposal.ts'
import { addressesAt } from './scopes.ts'
import { readSetter, setters } from './setters.ts'

/** A parameter that a call sets, in the chain's scale. */
export interface DeclaredSetting {
  readonly spec: ParameterSpec
  readonly subject: string
  readonly after: bigint
}

type Wrappers = Readonly<Record<string, (args: Result) => PlainCall>>

/** Calls through which another call runs at once. */
const through: Wrappers = {
  'execute(address,bytes)': (args) => ({ target: args[0], value: 0n, calldata: args[1] }),
  'relay(address,uint256,bytes)': (args) => ({
    target: args[0],
    value: args[1],
    calldata: args[2],
  }),
}

/** Calls through which another call runs at once, or later without any proposal. */
const throughOrLater: Wrappers = {
  ...through,
  'schedule(address,uint256,bytes,bytes32,bytes32,uint256)': (args) => ({
    target: args[0],
    value: args[1],
    calldata: args[2],
  }),
}

const deepest = 3

/**
 * Every parameter of the catalogue that a call sets, itself or through another contract; in the order of the calls.
 * Values out of the catalogue's bounds too: some bounds are only ours, and the chain would obey.
 */
export const settingsOf = (call: PlainCall, book: AddressBook): readonly DeclaredSetting[] =>
  settingsThrough(call, book, { wrappers: through, depth: 0 })

/** The same with what a call only schedules on the timelock. */
export const settingsInTheEnd = (call: PlainCall, book: AddressBook): readonly DeclaredSetting[] =>
  settingsThrough(call, book, { wrappers: throughOrLater, depth: 0 })

function settingsThrough(
  call: PlainCall,
  book: AddressBook,
  { wrappers, depth }: { readonly wrappers: Wrappers; readonly depth: number },
): readonly DeclaredSetting[] {
  const decoded = decodeCall(call, book)
  if (decoded.kind === 'unknown') return []
  const { signature, args } = decoded
  const inner = wrappers[signature]
  if (inner !== undefined) {
    if (depth === deepest) return []
    return settingsThrough(inner(args), book, { wrappers, depth: depth + 1 })
  }
  return setters()
    .filter((setter) => setter.signature === signature)
    .filter(({ contract }) => addressesAt(contract, book).includes(call.target))
    .flatMap((setter) => {
      const read = readSetter(setter, args, { target: call.target, book })
      return (read?.settings ?? []).flatMap(({ spec, value }) =>
        read === undefined || spec === undefined
          ? []
          : [{ spec, subject: read.subject, after: value }],
      )
    })
}

/** A parameter with its value before and after, whoever changes it. */
export type SettingChange = Omit<ParameterChange, 'place'>

/**
 * What the calls would change if they ran now, each parameter beside its present value. Of several settings of one
 * parameter the last one counts; one of a subject that is not on the chain yet has no present value and is left out.
 */
export function changesOf(
  calls: readonly PlainCall[],
  current: ParameterSet,
  book: AddressBook,
): readonly SettingChange[] {
  const changes = new Map<string, SettingChange>()
  for (const { spec, subject, after } of calls.flatMap((call) => settingsOf(call, book))) {
    const id = parameterId(subject, spec.key)
    const before = current.values.get(id)
    if (before === undefined) continue
    changes.set(id, { spec, subject, before, after, direction: directionOf(spec, before, after) })
  }
  return [...changes.values()]
}
