import { FunctionFragment, getAddress, Interface, ZeroAddress } from 'ethers'
import type { z } from 'zod'
import { plural, printable } from '../shared/format.ts'
import { excerpt } from '../shared/units.ts'
import type { Address, AddressBook } from './addressBook.ts'
import { contractNameAt, contractsOf } from './addressBook.ts'
import { readArgument } from './callArguments.ts'
import { type FieldPlaces, type Refuse, readValue } from './draftChanges.ts'
import type { callSchema } from './draftSchema.ts'
import { chooseFrom } from './nearest.ts'
import type { DraftCall, Place } from './proposal.ts'
import type { SoundPart } from './soundPart.ts'

type RawCall = SoundPart<z.infer<typeof callSchema>>

/** Where the fields and the arguments of one call stand. */
export interface CallPlaces {
  readonly field: FieldPlaces
  readonly argument: (path: readonly number[]) => Place
}

interface Target {
  readonly address: Address
  readonly name: string
}

/** The name of a contract of the deployment, or the address itself: a raw address cannot hide what it is. */
export function contractNameOf(address: Address, book: AddressBook): string {
  return contractNameAt(address, book) ?? address
}

/** An address that is written with a correct checksum, or undefined. */
function checksummed(text: string): Address | undefined {
  try {
    const address = getAddress(text)
    return address === text ? address : undefined
  } catch {
    return undefined
  }
}

function readTarget(
  text: string,
  book: AddressBook,
  place: Place,
  refuse: Refuse,
): Target | undefined {
  const contracts = contractsOf(book)
  const [name, known] = contracts.find(([candidate]) => candidate === text) ?? []
  if (name !== undefined && known !== undefined) return { address: known, name }
  if (!text.startsWith('0x')) {
    refuse(
      place,
      `There is no contract "${excerpt(printable(text))}"`,
      chooseFrom(
        text,
        contracts.map(([candidate]) => candidate),
      ),
    )
    return undefined
  }
  const address = checksummed(text)
  if (address !== undefined && address !== ZeroAddress) {
    return { address, name: contractNameOf(address, book) }
  }
  const lower = /^0x[0-9a-f]{40}$/i.test(text) && BigInt(text) !== 0n
  refuse(
    place,
    `${excerpt(printable(text))} is not ${lower ? 'written with its checksum' : 'the address of a contract'}`,
    lower
      ? `Compare it with its source, then write ${getAddress(text.toLowerCase())}.`
      : 'Write the 20 bytes of a contract, or its name in the address book.',
  )
  return undefined
}

function readFragment(
  signature: string,
  place: Place,
  refuse: Refuse,
): FunctionFragment | undefined {
  try {
    if (!/^[A-Za-z_$][\w$]*\(.*\)$/.test(signature)) throw new TypeError(signature)
    return FunctionFragment.from(`function ${signature}`)
  } catch {
    refuse(
      place,
      `"${excerpt(printable(signature))}" is not a function signature`,
      'Write the name and the types of its arguments, such as accrue(bytes32) or transfer(address,uint256).',
    )
    return undefined
  }
}

function readArguments(
  fragment: FunctionFragment,
  args: readonly unknown[],
  book: AddressBook,
  context: { readonly at: CallPlaces; readonly refuse: Refuse },
): readonly unknown[] | undefined {
  const { inputs } = fragment
  if (args.length !== inputs.length) {
    const types = inputs.map((input) => input.format('sighash')).join(', ')
    context.refuse(
      context.at.field('args'),
      `${fragment.format('sighash')} takes ${plural(inputs.length, 'argument')}, not ${args.length}`,
      inputs.length === 0 ? 'Remove args.' : `Write one for each of: ${types}.`,
    )
    return undefined
  }
  let isSound = true
  const resolved = inputs.map((type, index) => {
    const refuse = (path: readonly number[], message: string, instead: string) => {
      isSound = false
      context.refuse(context.at.argument([index, ...path]), message, instead)
    }
    return readArgument({ type, value: args[index] }, book, refuse)
  })
  return isSound ? resolved : undefined
}

/** One raw call understood, or undefined and every problem in it. */
export function readCall(
  raw: RawCall,
  book: AddressBook,
  at: CallPlaces,
  refuse: Refuse,
): DraftCall | undefined {
  const { target, signature, args, because, declares } = raw.fields
  const contract = target && readTarget(target, book, at.field('target'), refuse)
  const fragment = signature && readFragment(signature, at.field('signature'), refuse)
  const values = fragment && readArguments(fragment, args ?? [], book, { at, refuse })
  const wei = {
    unit: 'count',
    text: String(raw.fields.value ?? 0),
    place: at.field('value'),
  } as const
  const value = readValue(wei, book, refuse)
  if (!raw.isWhole || !contract || !fragment || !values) return undefined
  if (because === undefined || value === undefined) return undefined
  return {
    target: contract.address,
    targetName: contract.name,
    signature: fragment.format('sighash'),
    args: values,
    value,
    because,
    declares: [...new Set(declares ?? [])],
    place: at.field(),
  }
}

/** The calldata of a raw call. Throws ethers' error if the arguments do not fit, which `readCall` has excluded. */
export const rawCalldata = (call: DraftCall): string =>
  new Interface([`function ${call.signature}`]).encodeFunctionData(call.signature, call.args)
