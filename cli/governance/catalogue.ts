import { UsageError } from '../shared/errors.ts'
import type { AddressBook } from './addressBook.ts'
import { auctionParameters } from './auctionParameters.ts'
import { derivativeParameters } from './derivativeParameters.ts'
import { riskParameters } from './exposureParameters.ts'
import { feedParameters } from './feedParameters.ts'
import { governanceParameters } from './governanceParameters.ts'
import { marketParameters } from './marketParameters.ts'
import type { ParameterId, ParameterSpec } from './parameter.ts'
import { parameterId } from './parameter.ts'
import { poolParameters } from './poolParameters.ts'
import {
  addressFor,
  type ContractPlace,
  type Scope,
  type Subject,
  scopes,
  subjectsIn,
  subjectsOf,
  type Trait,
} from './scopes.ts'

/** Every governed parameter: the one table that schema, encoder, decoder, checks, screens and docs derive from. */
export const catalogue: readonly ParameterSpec[] = [
  ...marketParameters,
  ...auctionParameters,
  ...feedParameters,
  ...poolParameters,
  ...derivativeParameters,
  ...riskParameters,
  ...governanceParameters,
]

/** A subject or parameter that nobody knows. */
export class UnknownSubjectError extends UsageError {}

/** The parameters of one scope, in the order of the catalogue. */
export const specsOf = (scope: Scope): readonly ParameterSpec[] =>
  catalogue.filter((spec) => spec.scope === scope)

/** The parameter of that scope with that key, if there is one. */
export const specByKey = (scope: Scope, key: string): ParameterSpec | undefined =>
  catalogue.find((spec) => spec.scope === scope && spec.key === key)

/** The parameter of a subject with that key, whatever the subject is. */
export const knownSpec = (
  subject: string,
  key: string,
  book: AddressBook,
): ParameterSpec | undefined =>
  scopes
    .filter((scope) => subjectsOf(scope, book).includes(subject))
    .map((scope) => specByKey(scope, key))
    .find((spec) => spec !== undefined && hasParameter(spec, subject, book))

/** A subject of that scope by its name. Throws UnknownSubjectError. */
export function subjectCalled(scope: Scope, name: string, book: AddressBook): Subject {
  const known = subjectsIn(scope, book)
  const found = known.find((subject) => subject.name === name)
  if (found !== undefined) return found
  const names = known.map((subject) => subject.name)
  throw new UnknownSubjectError(
    `There is no ${scope} ${name}`,
    names.length === 0 ? 'This deployment has none.' : `Use one of: ${names.join(', ')}.`,
  )
}

/** Why a subject lacks a parameter of its scope: the deployment has no such contract, or the subject is not so. */
export type Lack =
  | { readonly kind: 'contract'; readonly contract: ContractPlace }
  | { readonly kind: 'trait'; readonly trait: Trait }

/** Why a subject of the parameter's scope lacks it; undefined if it has it. Throws UnknownSubjectError. */
export function lackOf(spec: ParameterSpec, name: string, book: AddressBook): Lack | undefined {
  const subject = subjectCalled(spec.scope, name, book)
  const { contract } = spec.stored
  if (addressFor(contract, subject, book) === undefined) return { kind: 'contract', contract }
  if (spec.only === undefined || subject.traits?.includes(spec.only)) return undefined
  return { kind: 'trait', trait: spec.only }
}

/** Whether a subject of the parameter's scope has it: only feeds with a rate source have a growth cap. */
export const hasParameter = (spec: ParameterSpec, subject: string, book: AddressBook): boolean =>
  lackOf(spec, subject, book) === undefined

/** One parameter of one subject. */
export interface GovernedValue {
  readonly id: ParameterId
  readonly spec: ParameterSpec
  readonly subject: string
}

/** Every parameter of every subject of a deployment, in the order of the catalogue. */
export const governedValues = (book: AddressBook): readonly GovernedValue[] =>
  catalogue.flatMap((spec) =>
    subjectsOf(spec.scope, book)
      .filter((subject) => hasParameter(spec, subject, book))
      .map((subject) => ({ id: parameterId(subject, spec.key), spec, subject })),
  )
