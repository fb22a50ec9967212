import { Interface, type Result } from 'ethers'
import type { AddressBook, Hex } from './addressBook.ts'
import type { PlainCall } from './callRow.ts'
import { type GovernedValue, governedValues, subjectKey } from './catalogue.ts'
import type { WriteDescriptor } from './parameter.ts'
import { resolveArguments } from './readCalls.ts'

/** A governed parameter and the value that a call stores for it, in the chain's scale. */
export interface CallSetting {
  readonly governed: GovernedValue
  readonly value: bigint
}

/**
 * What the calls of a proposal store, as far as they are setters of the catalogue; the last call wins. Other calls
 * store nothing that the catalogue knows.
 */
export function settingsOf(calls: readonly PlainCall[], book: AddressBook): readonly CallSetting[] {
  const settings = new Map<string, CallSetting>()
  for (const call of calls) {
    for (const governed of governedValues(book)) {
      const value = storedBy(call, governed, book)
      if (value !== undefined) settings.set(governed.id, { governed, value })
    }
  }
  return [...settings.values()]
}

function storedBy(call: PlainCall, governed: GovernedValue, book: AddressBook): bigint | undefined {
  const { write, scope } = governed.spec
  if (call.target !== book.contracts[write.contract]) return undefined
  const key = subjectKey(scope, governed.subject, book)
  return write.kind === 'tuple' ? inTuple(call, write, key) : inSetter(call, write, key)
}

function inTuple(
  call: PlainCall,
  write: Extract<WriteDescriptor, { kind: 'tuple' }>,
  key: Hex | undefined,
): bigint | undefined {
  const args = argumentsOf(call, write.tighten) ?? argumentsOf(call, write.relax)
  if (args === undefined || args[0] !== key) return undefined
  const member = (args[1] as readonly Result[]).findLast(([number]) => number === write.member)
  return member === undefined ? undefined : (member[1] as bigint)
}

/** A setter stores the value that stands where its descriptor has it; its other arguments name the subject. */
function inSetter(
  call: PlainCall,
  write: Extract<WriteDescriptor, { kind: 'call' }>,
  key: Hex | undefined,
): bigint | undefined {
  const args = argumentsOf(call, write.fragment)
  const place = write.args.findIndex(({ from }) => from === 'value')
  if (args === undefined || place < 0) return undefined
  const value = BigInt(args[place])
  const expected = resolveArguments(write.args, { key, value })
  const isThisSubject = expected.every((argument, index) => argument === args[index])
  return isThisSubject ? value : undefined
}

function argumentsOf(call: PlainCall, fragment: string): Result | undefined {
  const contract = new Interface([fragment])
  const name = contract.fragments[0]?.format('sighash') ?? ''
  if (contract.getFunction(name)?.selector !== call.calldata.slice(0, 10)) return undefined
  try {
    return contract.decodeFunctionData(name, call.calldata)
  } catch {
    return undefined
  }
}
