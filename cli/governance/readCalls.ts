import { Interface } from 'ethers'
import type { Address, AddressBook, Hex } from './addressBook.ts'
import { subjectCalled, UnknownSubjectError } from './catalogue.ts'
import type { Argument, ParameterSpec, ReadDescriptor } from './parameter.ts'
import { addressFor, type ContractPlace, type Subject } from './scopes.ts'

/** A view call, ready to be sent, and how to understand its answer. */
export interface ReadCall {
  readonly target: Address
  readonly calldata: Hex
  /** The answered number in the chain's scale. Throws if the answer does not fit the descriptor. */
  readonly decode: (answer: Hex) => bigint
}

/** What a descriptor's arguments are resolved with. */
export interface ArgumentContext {
  readonly subject: Subject
  readonly book: Pick<AddressBook, 'contracts'>
  readonly value?: bigint
}

const resolved = (argument: Argument, { subject, book, value }: ArgumentContext) => {
  switch (argument.from) {
    case 'literal':
      return argument.value
    case 'contract':
      return book.contracts[argument.name]
    case 'subjectKey':
      return subject.key
    case 'value':
      return value
  }
}

/** The values of a descriptor's arguments. Throws UnknownSubjectError if one needs what the subject does not have. */
export const resolveArguments = (
  args: readonly Argument[],
  context: ArgumentContext,
): readonly (Hex | bigint)[] =>
  args.map((argument) => {
    const value = resolved(argument, context)
    if (value === undefined) {
      throw new UnknownSubjectError(
        `A descriptor needs a ${argument.from} that ${context.subject.name} does not have`,
        'Report this: the catalogue is wrong.',
      )
    }
    return value
  })

/** Where a subject's parameters are read and written. Throws UnknownSubjectError in a deployment that lacks the contract. */
export function targetFor(
  place: ContractPlace,
  subject: Subject,
  book: Pick<AddressBook, 'contracts'>,
): Address {
  const address = addressFor(place, subject, book)
  if (address !== undefined) return address
  throw new UnknownSubjectError(
    `This deployment has no ${place}, so ${subject.name} has none of its parameters`,
    'Use a network whose deployment has it.',
  )
}

/** The number in the answer to a read. Throws ethers' error if the bytes do not fit the fragment. */
export function decodeRead(descriptor: ReadDescriptor, answer: Hex): bigint {
  const contract = new Interface([descriptor.fragment])
  const [first] = contract.decodeFunctionResult(nameOf(contract), answer)
  const { output, pending } = descriptor
  if (output === undefined) return BigInt(first)
  const isPending = pending !== undefined && BigInt(first[pending.when]) !== 0n
  const names = isPending ? [pending.output] : [output].flat()
  return names.reduce((sum, name) => sum + BigInt(first[name]), 0n)
}

const nameOf = (contract: Interface): string => contract.fragments[0]?.format('sighash') ?? ''

function readCall(descriptor: ReadDescriptor, subject: Subject, book: AddressBook): ReadCall {
  const contract = new Interface([descriptor.fragment])
  return {
    target: targetFor(descriptor.contract, subject, book),
    calldata: contract.encodeFunctionData(
      nameOf(contract),
      resolveArguments(descriptor.args, { subject, book }),
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
  name: string,
  book: AddressBook,
): { readonly stored: ReadCall; readonly effective: ReadCall } {
  const subject = subjectCalled(spec.scope, name, book)
  return {
    stored: readCall(spec.stored, subject, book),
    effective: readCall(spec.effective, subject, book),
  }
}

/** The call that reads how much of what a parameter caps is there; undefined for one that caps nothing. Throws UnknownSubjectError. */
export const usedCall = (
  { scope, used }: ParameterSpec,
  name: string,
  book: AddressBook,
): ReadCall | undefined => used && readCall(used, subjectCalled(scope, name, book), book)
