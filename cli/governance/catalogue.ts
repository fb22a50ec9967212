import { UsageError } from '../shared/errors.ts'
import type { AddressBook, Hex } from './addressBook.ts'
import { feedParameters } from './feedParameters.ts'
import { governanceParameters } from './governanceParameters.ts'
import { marketParameters } from './marketParameters.ts'
import type { ParameterId, ParameterSpec, Scope } from './parameter.ts'
import { parameterId } from './parameter.ts'

/** Every governed parameter: the one table that schema, encoder, decoder, checks, screens and docs derive from. */
export const catalogue: readonly ParameterSpec[] = [
  ...marketParameters,
  ...feedParameters,
  ...governanceParameters,
]

/** A market, feed or parameter that nobody knows. */
export class UnknownSubjectError extends UsageError {}

/** The parameters of one scope, in the order of the catalogue. */
export const specsOf = (scope: Scope): readonly ParameterSpec[] =>
  catalogue.filter((spec) => spec.scope === scope)

/** The parameter of that scope with that key, if there is one. */
export const specByKey = (scope: Scope, key: string): ParameterSpec | undefined =>
  catalogue.find((spec) => spec.scope === scope && spec.key === key)

const scopes: readonly Scope[] = ['market', 'feed', 'governor', 'timelock']

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

/** Whether a subject of the parameter's scope has it: only feeds with a rate source have a growth cap. */
export const hasParameter = (spec: ParameterSpec, subject: string, book: AddressBook): boolean =>
  spec.onlyRated !== true ||
  book.feeds.some(({ label, rateSource }) => label === subject && rateSource !== undefined)

/** The names of everything that has parameters of this scope. */
export function subjectsOf(scope: Scope, book: AddressBook): readonly string[] {
  switch (scope) {
    case 'market':
      return book.markets.map((market) => market.label)
    case 'feed':
      return book.feeds.map((feed) => feed.label)
    case 'governor':
    case 'timelock':
      return [scope]
  }
}

/** The market's id or the feed's key; undefined for governor and timelock. Throws UnknownSubjectError. */
export function subjectKey(scope: Scope, subject: string, book: AddressBook): Hex | undefined {
  const known = subjectsOf(scope, book)
  if (!known.includes(subject)) {
    throw new UnknownSubjectError(
      `There is no ${scope} ${subject}`,
      `Use one of: ${known.join(', ')}.`,
    )
  }
  if (scope === 'market') return book.markets.find((market) => market.label === subject)?.id
  return book.feeds.find((feed) => feed.label === subject)?.key
}

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
