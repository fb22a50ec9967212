import { atom } from './atoms.ts'
import { hexBytes, hexOf, joined, NotHashableError, textBytes } from './bytes.ts'
import { keccak } from './keccak.ts'

interface Member {
  readonly name: string
  readonly type: string
}

type Types = Readonly<Record<string, readonly Member[]>>
type Struct = Readonly<Record<string, unknown>>

/** A message as wallets take it (eth_signTypedData_v4), or as libraries do, who leave out what follows from the rest. */
export interface RawTypedData {
  readonly types: Types
  readonly domain: Struct
  /** The struct that no other contains, if absent. */
  readonly primaryType?: string
  readonly message: Struct
}

/** The three hashes of EIP-712, and the hash of the message's type. */
export interface RawHashes {
  readonly primaryType: string
  /** `SafeTx(address to,…)`, and the structs inside it. */
  readonly encodedType: string
  readonly domain: string
  readonly message: string
  readonly digest: string
}

const DOMAIN = 'EIP712Domain'

/** The members that a domain may have, in the order that the standard gives them. */
const domainMembers: readonly Member[] = [
  { name: 'name', type: 'string' },
  { name: 'version', type: 'string' },
  { name: 'chainId', type: 'uint256' },
  { name: 'verifyingContract', type: 'address' },
  { name: 'salt', type: 'bytes32' },
]

/** @throws NotHashableError */
export function recomputeTypedData(data: RawTypedData): RawHashes {
  const members = domainMembers.filter(({ name }) => data.domain[name] !== undefined)
  const unknown = Object.keys(data.domain).filter(
    (key) => !domainMembers.some(({ name }) => name === key),
  )
  if (unknown.length > 0) throw new NotHashableError(`the domain has ${unknown.join(', ')}`)
  const types = { ...data.types, [DOMAIN]: data.types[DOMAIN] ?? members }
  const primaryType = data.primaryType ?? onlyRoot(data.types)
  const domain = hashStruct(types, DOMAIN, data.domain)
  const message = hashStruct(types, primaryType, data.message)
  return {
    primaryType,
    encodedType: encodeType(types, primaryType),
    domain: hexOf(domain),
    message: hexOf(message),
    digest: hexOf(keccak(joined([Uint8Array.of(0x19, 0x01), domain, message]))),
  }
}

/** The name of what an array holds, or the name itself. */
const bare = (type: string): string => type.replace(/(\[\d*\])+$/, '')

function onlyRoot(types: Types): string {
  const names = Object.keys(types).filter((name) => name !== DOMAIN)
  const used = new Set(names.flatMap((name) => inside(types, name)))
  const [root, ...others] = names.filter((name) => !used.has(name))
  if (root !== undefined && others.length === 0) return root
  throw new NotHashableError('it does not say which of its types is the message')
}

/** The structs that a struct contains directly. */
const inside = (types: Types, name: string): readonly string[] =>
  (types[name] ?? []).map(({ type }) => bare(type)).filter((type) => types[type] !== undefined)

/** Every struct that one contains, however deep; itself left out. */
function withinOf(types: Types, name: string): readonly string[] {
  const found = new Set<string>()
  const visit = (struct: string) => {
    for (const other of inside(types, struct)) {
      if (found.has(other) || other === name) continue
      found.add(other)
      visit(other)
    }
  }
  visit(name)
  return [...found].sort()
}

function encodeType(types: Types, name: string): string {
  return [name, ...withinOf(types, name)]
    .map((struct) => {
      const members = types[struct]
      if (members === undefined) throw new NotHashableError(`there is no type ${struct}`)
      return `${struct}(${members.map((member) => `${member.type} ${member.name}`).join(',')})`
    })
    .join('')
}

function hashStruct(types: Types, name: string, value: Struct): Uint8Array {
  const members = types[name] ?? []
  const typeHash = keccak(textBytes(encodeType(types, name)))
  const extra = Object.keys(value).filter((key) => !members.some((member) => member.name === key))
  // What is shown must be what is hashed: a member that no type names would be shown and not signed.
  if (extra.length > 0) throw new NotHashableError(`${name} has ${extra.join(', ')} without a type`)
  const words = members.map(({ name: key, type }) => {
    if (!Object.hasOwn(value, key)) throw new NotHashableError(`${name} lacks ${key}`)
    return encodeMember(types, type, value[key])
  })
  return keccak(joined([typeHash, ...words]))
}

function encodeMember(types: Types, type: string, value: unknown): Uint8Array {
  const [, element, count] = /^(.+)\[(\d*)\]$/.exec(type) ?? []
  if (element !== undefined) {
    if (!Array.isArray(value) || (count !== '' && value.length !== Number(count))) {
      throw new NotHashableError(`something is no ${type}`)
    }
    return keccak(joined(value.map((each: unknown) => encodeMember(types, element, each))))
  }
  if (types[type] !== undefined) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new NotHashableError(`something is no ${type}`)
    }
    return hashStruct(types, type, value as Struct)
  }
  if (type === 'bytes') return keccak(hexBytes(value))
  if (type === 'string') {
    if (typeof value !== 'string') throw new NotHashableError('something is no text')
    return keccak(textBytes(value))
  }
  const word = atom(type, value)
  if (word === undefined) throw new NotHashableError(`there is no type ${type}`)
  return word
}
