import { getAddress, TypedDataEncoder, toUtf8String } from 'ethers'

/** An instruction with which a message comes to a device: 1a defines a struct, 1c gives the values in their order. */
type Instruction = readonly string[]

interface Field {
  readonly name: string
  readonly type: string
}

const KINDS = ['struct', 'int', 'uint', 'address', 'bool', 'string', 'bytes', 'bytes'] as const

/** Bytes, read from the front. */
class Reader {
  #rest: string
  constructor(hex: string) {
    this.#rest = hex
  }
  take(bytes: number): string {
    const taken = this.#rest.slice(0, 2 * bytes)
    this.#rest = this.#rest.slice(2 * bytes)
    return taken
  }
  number(bytes = 1): number {
    return Number.parseInt(this.take(bytes), 16)
  }
  text(): string {
    return Buffer.from(this.take(this.number()), 'hex').toString('utf8')
  }
}

/**
 * The hash of a message that came field by field, computed from nothing but what came: as the published description has
 * EIP712 SEND STRUCT DEFINITION and SEND STRUCT IMPLEMENTATION.
 */
export function typedMessageFrom(instructions: readonly Instruction[]): string {
  const types: Record<string, Field[]> = {}
  let current = ''
  for (const [ins, , p2, data = ''] of instructions) {
    if (ins !== '1a') continue
    if (p2 === '00') {
      current = Buffer.from(data, 'hex').toString('utf8')
      types[current] = []
    } else types[current]?.push(fieldFrom(new Reader(data)))
  }
  const values = valuesIn(instructions)
  const roots: Record<string, Record<string, unknown>> = {}
  const names: string[] = []
  for (let next = values.shift(); next !== undefined; next = values.shift()) {
    const name = Buffer.from(next.data, 'hex').toString('utf8')
    names.push(name)
    roots[name] = structFrom(types, name, values)
  }
  const { EIP712Domain: _, ...own } = types
  const [domain = '', primary = ''] = names
  return TypedDataEncoder.hash(roots[domain] ?? {}, own, roots[primary] ?? {})
}

function fieldFrom(reader: Reader): Field {
  const description = reader.number()
  const kind = KINDS[description & 0x0f] ?? 'struct'
  const base = kind === 'struct' ? reader.text() : kind
  const size = description & 0x40 ? reader.number() : undefined
  const bits = size === undefined ? '' : kind === 'bytes' ? `${size}` : `${8 * size}`
  const levels = description & 0x80 ? reader.number() : 0
  const arrays = Array.from({ length: levels }, () =>
    reader.number() === 1 ? `[${reader.number()}]` : '[]',
  )
  return { type: [base, bits, ...arrays].join(''), name: reader.text() }
}

interface Value {
  readonly kind: string
  readonly data: string
}

/** Values that came in several pieces put together. */
function valuesIn(instructions: readonly Instruction[]): Value[] {
  const values: Value[] = []
  let pieces = ''
  for (const [ins, p1, p2 = '', data = ''] of instructions) {
    if (ins !== '1c') continue
    pieces += data
    if (p1 === '01') continue
    values.push({ kind: p2, data: pieces })
    pieces = ''
  }
  return values
}

/** Whether the value that came last has as many bytes as it says, or says that more of it comes. */
export function isWhole(instructions: readonly Instruction[]): boolean {
  const [ins, p1, p2] = instructions.at(-1) ?? []
  if (ins !== '1c' || p2 !== 'ff' || p1 === '01') return true
  const data = valuesIn(instructions).at(-1)?.data ?? ''
  return Number.parseInt(data.slice(0, 4), 16) === data.length / 2 - 2
}

function structFrom(
  types: Readonly<Record<string, readonly Field[]>>,
  name: string,
  values: Value[],
): Record<string, unknown> {
  return Object.fromEntries(
    (types[name] ?? []).map((field) => [field.name, valueFrom(types, field.type, values)]),
  )
}

function valueFrom(
  types: Readonly<Record<string, readonly Field[]>>,
  type: string,
  values: Value[],
): unknown {
  const array = /^(.*)\[\d*\]$/.exec(type)
  if (array !== null) {
    const length = Number.parseInt(values.shift()?.data ?? '0', 16)
    return Array.from({ length }, () => valueFrom(types, array[1] ?? '', values))
  }
  if (types[type] !== undefined) return structFrom(types, type, values)
  const reader = new Reader(values.shift()?.data ?? '')
  return decoded(type, reader.take(reader.number(2)))
}

function decoded(type: string, hex: string): unknown {
  if (type === 'string') return toUtf8String(`0x${hex}`)
  if (type === 'address') return getAddress(`0x${hex}`)
  if (type === 'bool') return BigInt(`0x${hex || '0'}`) !== 0n
  if (type.startsWith('bytes')) return `0x${hex}`
  const number = BigInt(`0x${hex || '0'}`)
  const bits = Number(type.replace(/\D/g, '') || 256)
  return type.startsWith('int') ? BigInt.asIntN(bits, number) : number
}
