import { Interface } from 'ethers'
import type { AddressBook, Hex } from './addressBook.ts'
import type { PlainCall } from './callRow.ts'
import { catalogue, hasParameter, subjectKey, subjectsOf } from './catalogue.ts'
import type { ParameterSpec, WriteDescriptor } from './parameter.ts'
import { resolveArguments } from './readCalls.ts'

/** A parameter of a subject and the value that it is set to. */
export interface Setting {
  readonly spec: ParameterSpec
  readonly subject: string
  readonly value: bigint
}

/** Which of a market's doors a tuple goes through; the third one is the guardian's. */
export type Door = 'tighten' | 'relax' | 'restrain'

type TupleWrite = Extract<WriteDescriptor, { kind: 'tuple' }>
type CallWrite = Extract<WriteDescriptor, { kind: 'call' }>

const memberOf = ({ spec }: Pick<Setting, 'spec'>): bigint =>
  spec.write.kind === 'tuple' ? spec.write.member : 0n

/**
 * What travels in one call: all settings of one market together, members ascending, at the place where the first of
 * them stands; every other setting alone.
 */
export function groupSettings<T extends Pick<Setting, 'spec' | 'subject'>>(
  settings: readonly T[],
): readonly (readonly [T, ...T[]])[] {
  const groups = new Map<string, [T, ...T[]]>()
  for (const [index, setting] of settings.entries()) {
    const isTuple = setting.spec.write.kind === 'tuple'
    const name = isTuple ? `tuple ${setting.subject}` : `call ${index}`
    const group = groups.get(name)
    if (group === undefined) groups.set(name, [setting])
    else group.push(setting)
  }
  return [...groups.values()].map((group) =>
    group.sort((a, b) => Number(memberOf(a) - memberOf(b))),
  )
}

/** The call that sets one group of `groupSettings`; the door counts for tuples only. Throws UnknownSubjectError. */
export function settingCall(
  group: readonly [Setting, ...Setting[]],
  book: AddressBook,
  door: Door,
): PlainCall {
  const [{ spec, subject, value }] = group
  const { write } = spec
  const key = subjectKey(spec.scope, subject, book)
  const calldata =
    write.kind === 'tuple'
      ? calldataOf(write[door], [key, group.map((one) => [memberOf(one), one.value])])
      : calldataOf(write.fragment, resolveArguments(write.args, { key, value }))
  return { target: book.contracts[write.contract], value: 0n, calldata }
}

function calldataOf(fragment: string, args: readonly unknown[]): Hex {
  const contract = new Interface([fragment])
  return contract.encodeFunctionData(signatureOf(contract), args)
}

const signatureOf = (contract: Interface): string => contract.fragments[0]?.format('sighash') ?? ''

/**
 * What a call sets, if it is a setter of the catalogue and nothing else: to the byte what `settingCall` makes, of known
 * subjects, every value within the catalogue's bounds. Undefined for any other call: nothing is guessed.
 */
export function readSettings(call: PlainCall, book: AddressBook): readonly Setting[] | undefined {
  if (call.value !== 0n) return undefined
  for (const spec of catalogue) {
    const { write } = spec
    if (book.contracts[write.contract] !== call.target) continue
    const settings =
      write.kind === 'tuple'
        ? readTuple(call, write, book)
        : readSingle(call, { spec, write }, book)
    if (settings?.every(isWithinBounds)) return settings
  }
  return undefined
}

const isWithinBounds = ({ spec, value }: Setting): boolean => value >= spec.min && value <= spec.max

/** The arguments, if the calldata is exactly their encoding. */
function exactArguments(fragment: string, calldata: Hex): readonly unknown[] | undefined {
  const contract = new Interface([fragment])
  try {
    const args = contract.decodeFunctionData(signatureOf(contract), calldata)
    const again = contract.encodeFunctionData(signatureOf(contract), args)
    return again === calldata.toLowerCase() ? args : undefined
  } catch {
    return undefined
  }
}

function readTuple(
  call: PlainCall,
  write: TupleWrite,
  book: AddressBook,
): readonly Setting[] | undefined {
  const args =
    exactArguments(write.tighten, call.calldata) ?? exactArguments(write.relax, call.calldata)
  if (args === undefined) return undefined
  const subject = book.markets.find(({ id }) => id === args[0])?.label
  const pairs = args[1] as readonly (readonly [bigint, bigint])[]
  // The market refuses an empty tuple, and members that do not ascend.
  const ascends = pairs.every(([member], i) => i === 0 || member > (pairs[i - 1]?.[0] ?? member))
  if (subject === undefined || pairs.length === 0 || !ascends) return undefined
  const settings = pairs.flatMap(([member, value]) => {
    const spec = catalogue.find(
      (one) => one.write.kind === 'tuple' && one.write.member === BigInt(member),
    )
    return spec === undefined ? [] : [{ spec, subject, value: BigInt(value) }]
  })
  return settings.length === pairs.length ? settings : undefined
}

function readSingle(
  call: PlainCall,
  { spec, write }: { readonly spec: ParameterSpec; readonly write: CallWrite },
  book: AddressBook,
): readonly Setting[] | undefined {
  const args = exactArguments(write.fragment, call.calldata)
  const place = write.args.findIndex(({ from }) => from === 'value')
  const raw = args?.[place]
  if (raw === undefined) return undefined
  const value = BigInt(raw as bigint)
  for (const subject of subjectsOf(spec.scope, book)) {
    if (!hasParameter(spec, subject, book)) continue
    const again = settingCall([{ spec, subject, value }], book, 'relax')
    if (again.calldata === call.calldata.toLowerCase()) return [{ spec, subject, value }]
  }
  return undefined
}
