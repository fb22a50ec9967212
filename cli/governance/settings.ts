import { Interface } from 'ethers'
import type { AddressBook, Hex } from './addressBook.ts'
import type { PlainCall } from './callRow.ts'
import { hasParameter, subjectCalled } from './catalogue.ts'
import type { Door, ParameterSpec } from './parameter.ts'
import { resolveArguments, targetFor } from './readCalls.ts'
import { addressesAt, type Subject } from './scopes.ts'
import { readSetter, type Setter, setters } from './setters.ts'

/** A parameter of a subject and the value that it is set to. */
export interface Setting {
  readonly spec: ParameterSpec
  readonly subject: string
  readonly value: bigint
}

/** Of one subject, whichever it is. */
type SubjectSetting = Pick<Setting, 'spec' | 'value'>

const memberOf = ({ spec }: Pick<Setting, 'spec'>): bigint =>
  spec.write.kind === 'tuple' ? spec.write.member : 0n

/**
 * What travels in one call: all members of one tuple of one subject together, members ascending, at the place where the first of
 * them stands; every other setting alone.
 */
export function groupSettings<T extends Pick<Setting, 'spec' | 'subject'>>(
  settings: readonly T[],
): readonly (readonly [T, ...T[]])[] {
  const groups = new Map<string, [T, ...T[]]>()
  for (const [index, setting] of settings.entries()) {
    const { kind, contract, doors } = setting.spec.write
    const name =
      kind === 'tuple' ? `${contract} ${doors.relax} ${setting.subject}` : `call ${index}`
    const group = groups.get(name)
    if (group === undefined) groups.set(name, [setting])
    else group.push(setting)
  }
  return [...groups.values()].map((group) =>
    group.sort((a, b) => Number(memberOf(a) - memberOf(b))),
  )
}

/**
 * The call that sets one group of `groupSettings`. What has no door of that kind goes through the one for every change,
 * but nothing is restrained through it. Throws UnknownSubjectError.
 */
export function settingCall(
  group: readonly [Setting, ...Setting[]],
  book: AddressBook,
  door: Door,
): PlainCall {
  const [{ spec, subject }] = group
  return subjectCall(group, { subject: subjectCalled(spec.scope, subject, book), book }, door)
}

/** The same where no address book knows the subject yet. Throws UnknownSubjectError in a deployment that lacks the contract. */
export function subjectCall(
  group: readonly [SubjectSetting, ...SubjectSetting[]],
  { subject, book }: { readonly subject: Subject; readonly book: Pick<AddressBook, 'contracts'> },
  door: Door,
): PlainCall {
  const [{ spec, value }] = group
  const { write } = spec
  const fragment = write.doors[door]
  if (fragment === undefined && door === 'restrain') {
    throw new Error(`${spec.key} has no door for guardians.`)
  }
  const args =
    write.kind === 'tuple'
      ? [subject.key, group.map((one) => [memberOf(one), one.value])]
      : resolveArguments(write.args, { subject, book, value })
  return {
    target: targetFor(write.contract, subject, book),
    value: 0n,
    calldata: calldataOf(fragment ?? write.doors.relax, args),
  }
}

function calldataOf(fragment: string, args: readonly unknown[]): Hex {
  const contract = new Interface([fragment])
  return contract.encodeFunctionData(signatureOf(contract), args)
}

const signatureOf = (contract: Interface): string => contract.fragments[0]?.format('sighash') ?? ''

/**
 * What a call sets, if it is a setter of the catalogue and nothing else: to the byte what `settingCall` makes, of known
 * subjects, every value within the catalogue's bounds. Undefined for any other call, and for the guardian's: nothing is
 * guessed.
 */
export function readSettings(call: PlainCall, book: AddressBook): readonly Setting[] | undefined {
  if (call.value !== 0n) return undefined
  const selector = call.calldata.slice(0, 10).toLowerCase()
  for (const setter of setters()) {
    if (setter.selector !== selector || setter.door === 'restrain') continue
    if (!addressesAt(setter.contract, book).includes(call.target)) continue
    const settings = readExactly(setter, call, book)
    if (settings?.every(isWithinBounds)) return settings
  }
  return undefined
}

const isWithinBounds = ({ spec, value }: Setting): boolean => value >= spec.min && value <= spec.max

function readExactly(
  setter: Setter,
  call: PlainCall,
  book: AddressBook,
): readonly Setting[] | undefined {
  const read = decoded(setter, call, book)
  if (read === undefined || !read.isKnown) return undefined
  const { subject } = read
  const settings = read.settings.flatMap(({ spec, value }) =>
    spec !== undefined && hasParameter(spec, subject, book) ? [{ spec, subject, value }] : [],
  )
  const [first, ...others] = settings
  // The contracts refuse an empty tuple.
  if (first === undefined || settings.length !== read.settings.length) return undefined
  const again = settingCall([first, ...others], book, setter.door)
  return again.calldata === call.calldata.toLowerCase() && isAscending(settings)
    ? settings
    : undefined
}

function decoded(setter: Setter, call: PlainCall, book: AddressBook) {
  try {
    const args = setter.abi.decodeFunctionData(setter.signature, call.calldata)
    return readSetter(setter, args, { target: call.target, book })
  } catch {
    return undefined
  }
}

/** The contracts refuse members that do not ascend. */
const isAscending = (settings: readonly Setting[]): boolean =>
  settings.every((one, i) => {
    const earlier = settings[i - 1]
    return earlier === undefined || memberOf(one) > memberOf(earlier)
  })
