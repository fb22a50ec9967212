import { Interface, type Result } from 'ethers'
import type { Address, AddressBook, Hex } from './addressBook.ts'
import { catalogue } from './catalogue.ts'
import { type SettingWords, subjectWords } from './names.ts'
import type { Argument, Door, ParameterSpec } from './parameter.ts'
import { type ContractPlace, subjectsIn } from './scopes.ts'

/** One function that sets parameters of the catalogue: several of a tuple, or a single one. */
export interface Setter {
  readonly contract: ContractPlace
  readonly fragment: string
  readonly signature: string
  readonly selector: Hex
  readonly abi: Interface
  readonly kind: 'tuple' | 'call'
  readonly door: Door
  /** Whether changes that only tighten have a door of their own: then the door tells something. */
  readonly hasDoors: boolean
  /** The members of the tuple by their numbers; of a single value whatever the function sets, told apart by its arguments. */
  readonly specs: readonly ParameterSpec[]
}

const doorsOf = ({ write }: ParameterSpec) => Object.entries(write.doors) as [Door, string][]

function setterOf(spec: ParameterSpec, door: Door, fragment: string): Setter {
  const abi = new Interface([fragment])
  const named = abi.getFunction(fragment)
  const { contract, kind, doors } = spec.write
  return {
    ...{ contract, kind, door, fragment, abi },
    signature: named?.format('sighash') ?? '',
    selector: named?.selector ?? '',
    hasDoors: doors.tighten !== undefined,
    specs: [spec],
  }
}

function allSetters(): readonly Setter[] {
  const found = new Map<string, Setter>()
  for (const spec of catalogue) {
    for (const [door, fragment] of doorsOf(spec)) {
      const name = `${spec.write.contract} ${fragment}`
      const known = found.get(name)
      const setter =
        known === undefined
          ? setterOf(spec, door, fragment)
          : { ...known, specs: [...known.specs, spec] }
      found.set(name, setter)
    }
  }
  return [...found.values()]
}

let table: readonly Setter[] | undefined

/** Every function of the catalogue that sets parameters. Made when the first is asked for. */
export function setters(): readonly Setter[] {
  table ??= allSetters()
  return table
}

/** What a call of a setter sets. */
export interface SettingsRead {
  /** Its name, or what stands for it in words. */
  readonly subject: string
  /** Whether the book knows it. */
  readonly isKnown: boolean
  readonly settings: readonly SettingWords[]
}

interface CalledAt {
  readonly target: Address
  readonly book: AddressBook
}

/** What a call of that setter sets; undefined where it is about something that no parameter stands for. */
export function readSetter(setter: Setter, args: Result, at: CalledAt): SettingsRead | undefined {
  if (setter.kind === 'tuple') return readTuple(setter, args, at)
  const read = setter.specs.flatMap((spec) => readSingle(spec, args, at) ?? [])
  return read.find(({ isKnown }) => isKnown) ?? read[0]
}

function readTuple({ specs }: Setter, args: Result, at: CalledAt): SettingsRead | undefined {
  const [first] = specs
  if (first === undefined) return undefined
  return {
    ...subjectOf(first, args[0], at),
    settings: (args[1] as Result).map(([number, value]: Result) => {
      const member = BigInt(number)
      const spec = specs.find(({ write }) => write.kind === 'tuple' && write.member === member)
      return { spec, member, value: BigInt(value) }
    }),
  }
}

function readSingle(spec: ParameterSpec, args: Result, at: CalledAt): SettingsRead | undefined {
  const { write } = spec
  if (write.kind !== 'call' || !write.args.every((one, i) => fits(one, args[i], at))) {
    return undefined
  }
  const key = args[write.args.findIndex(({ from }) => from === 'subjectKey')]
  const value = BigInt(args[write.args.findIndex(({ from }) => from === 'value')])
  return { ...subjectOf(spec, key, at), settings: [{ spec, member: 0n, value }] }
}

/** Whether an argument that is the same for every subject is what it must be. */
function fits(argument: Argument, given: unknown, { book }: CalledAt): boolean {
  if (argument.from === 'contract') return given === book.contracts[argument.name]
  return argument.from !== 'literal' || BigInt(given as string) === BigInt(argument.value)
}

function subjectOf(
  { scope, write }: ParameterSpec,
  key: Hex | undefined,
  { target, book }: CalledAt,
): Pick<SettingsRead, 'subject' | 'isKnown'> {
  const known = subjectsIn(scope, book).find((subject) =>
    write.contract === 'pools' ? subject.address === target : subject.key === key,
  )
  if (known !== undefined) return { subject: known.name, isKnown: true }
  return { subject: subjectWords(scope, key ?? target, book), isKnown: false }
}
