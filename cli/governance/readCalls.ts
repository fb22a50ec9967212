import { Interface } from 'ethers'
import type { Address, AddressBook, Hex } from './addressBook.ts'
import { subjectKey, UnknownSubjectError } from './catalogue.ts'
import type { Argument, ParameterSpec, ReadDescriptor } from './parameter.ts'

/** A view call, ready to be sent, and how to understand its answer. */
export interface ReadCall {
  readonly target: Address
  readonly calldata: Hex
  /** The answered number in the chain's scale. Throws if the answer does not fit the descriptor. */
  readonly decode: (answer: Hex) => bigint
}

/** What a descriptor's arguments are resolved with. */
export interface ArgumentContext {
  readonly key: Hex | undefined
  readonly value?: bigint
}

/** The values of a descriptor's arguments. Throws UnknownSubjectError if one needs what the subject does not have. */
export const resolveArguments = (
  args: readonly Argument[],
  context: ArgumentContext,
): readonly (Hex | bigint)[] =>
  args.map((argument) => {
    if (argument.from === 'literal') return argument.value
    const resolved = argument.from === 'subjectKey' ? context.key : context.value
    if (resolved === undefined) {
      throw new UnknownSubjectError(
        `A descriptor needs a ${argument.from} that its subject does not have`,
        'Report this: the catalogue is wrong.',
      )
    }
    return resolved
  })

/** The number in the answer to a read. Throws ethers' error if the bytes do not fit the fragment. */
export function decodeRead(descriptor: ReadDescriptor, answer: Hex): bigint {
  const contract = new Interface([descriptor.fragment])
  const [first] = contract.decodeFunctionResult(nameOf(contract), answer)
  return descriptor.output === undefined ? BigInt(first) : BigInt(first[descriptor.output])
}

const nameOf = (contract: Interface): string => contract.fragments[0]?.format('sighash') ?? ''

function readCall(descriptor: ReadDescriptor, key: Hex | undefined, book: AddressBook): ReadCall {
  const contract = new Interface([descriptor.fragment])
  return {
    target: book.contracts[descriptor.contract],
    calldata: contract.encodeFunctionData(
      nameOf(contract),
      resolveArguments(descriptor.args, { key }),
    ),
    decode: (answer) => decodeRead(descriptor, answer),
  }
}

/**
 * The two calls that read one parameter: the value as last set and the value that counts now.
 * Throws UnknownSubjectError.
 */
export function readCalls(
  spec: ParameterSpec,
  subject: string,
  book: AddressBook,
): { readonly stored: ReadCall; readonly effective: ReadCall } {
  const key = subjectKey(spec.scope, subject, book)
  return {
    stored: readCall(spec.stored, key, book),
    effective: readCall(spec.effective, key, book),
  }
}
