import { UsageError } from '../shared/errors.ts'
import { printable } from '../shared/format.ts'
import type { VotingType } from '../shared/votingTypes.ts'
import type { Message, MessageKind } from './messages.ts'

/** A vote: one choice, a list of choices, or weights by choice. Choices are counted from 1. */
export type Choice = number | readonly number[] | Readonly<Record<string, number>>

/** What is voted on. */
export interface Ballot {
  readonly type: VotingType
  readonly choices: readonly string[]
}

/** A vote that cannot be understood, or that does not fit the ballot. */
export class InvalidChoiceError extends UsageError {}

const forms: Readonly<Record<VotingType, string>> = {
  basic: 'one choice by its name or number, such as for',
  'single-choice': 'one choice by its name or number, such as 1',
  approval: 'every choice that you approve of, such as 1,3',
  'ranked-choice': 'all choices, the best first, such as 2,1,3',
  copeland: 'all choices, the best first, such as 2,1,3',
  weighted: 'weights by choice, such as 1=60%,2=40%',
  quadratic: 'weights by choice, such as 1=60%,2=40%',
}

/** How the votes of a type are written. */
export const formOf = (type: VotingType): string => forms[type]

/**
 * Understands `for`, `1`, `2,1,3` or `1=60%,2=40%`, each for the types that are voted on so.
 *
 * @throws InvalidChoiceError
 */
export function parseChoice(text: string, ballot: Ballot): Choice {
  const { type } = ballot
  const refuse = (why: string): never => {
    const named = ballot.choices.map((choice, i) => `${i + 1} ${printable(choice)}`).join(', ')
    throw new InvalidChoiceError(
      `"${printable(text)}" is no vote of the type ${type}: ${why}.`,
      `Give ${formOf(type)}. The choices are: ${named}.`,
    )
  }
  const place = (name: string): number =>
    placeOf(name, ballot.choices) ?? refuse('there is no such choice')
  const parts = text.split(',').map((part) => part.trim())
  switch (type) {
    case 'basic':
    case 'single-choice':
      return place(text.trim())
    case 'approval':
    case 'ranked-choice':
    case 'copeland': {
      const places = parts.map(place)
      if (new Set(places).size < places.length) return refuse('it names a choice twice')
      if (type !== 'approval' && places.length < ballot.choices.length)
        return refuse('it leaves choices out')
      return places
    }
    case 'weighted':
    case 'quadratic':
      return weightsOf(parts, place, refuse)
  }
}

function weightsOf(
  parts: readonly string[],
  place: (name: string) => number,
  refuse: (why: string) => never,
): Readonly<Record<string, number>> {
  const weights: Record<string, number> = {}
  const sized = parts.map(
    (part) => /^(.+)=\s*(\d+(?:\.\d+)?)\s*(%?)$/.exec(part) ?? refuse('a weight is missing'),
  )
  for (const [, name = '', size = ''] of sized) {
    const at = String(place(name.trim()))
    if (at in weights) refuse('it names a choice twice')
    weights[at] = Number(size)
  }
  const sum = Object.values(weights).reduce((total, weight) => total + weight, 0)
  if (sum === 0) refuse('all weights are 0')
  const shares = sized.filter(([, , , sign]) => sign === '%').length
  if (shares > 0 && shares < sized.length) refuse('it mixes percent and weights')
  if (shares > 0 && Math.abs(sum - 100) > 1e-9) refuse(`the shares add up to ${sum} %, not 100 %`)
  return weights
}

/** By its number, or by its name whatever the letters' case. */
function placeOf(name: string, choices: readonly string[]): number | undefined {
  const same = (choice: string) => choice.trim().toLowerCase() === name.toLowerCase()
  const at = choices.findIndex(same)
  if (at >= 0) return at + 1
  const number = /^[1-9]\d{0,5}$/.test(name) ? Number(name) : 0
  return number >= 1 && number <= choices.length ? number : undefined
}

/** Whether something that was stored is a vote on this ballot, as Snapshot sees it. */
export function isValidChoice(choice: unknown, { type, choices }: Ballot): choice is Choice {
  const isThere = (place: unknown) => choices[Number(place) - 1] !== undefined
  switch (type) {
    case 'basic':
    case 'single-choice':
      return typeof choice === 'number' && isThere(choice)
    case 'approval':
      return isList(choice) && choice.every(isThere) && isWithoutTwice(choice)
    case 'ranked-choice':
    case 'copeland':
      return (
        isList(choice) &&
        choice.length > 0 &&
        choice.length === choices.length &&
        choice.every(isThere) &&
        isWithoutTwice(choice)
      )
    case 'weighted':
    case 'quadratic':
      return isWeights(choice) && Object.keys(choice).every(isThere)
  }
}

const isList = (choice: unknown): choice is readonly number[] =>
  Array.isArray(choice) && choice.every((place) => typeof place === 'number')

const isWithoutTwice = (places: readonly number[]) => new Set(places).size === places.length

function isWeights(choice: unknown): choice is Readonly<Record<string, number>> {
  if (typeof choice !== 'object' || choice === null || Array.isArray(choice)) return false
  const weights: readonly unknown[] = Object.values(choice)
  return (
    weights.every((weight) => typeof weight === 'number' && weight >= 0) &&
    weights.some((weight) => Number(weight) > 0)
  )
}

/** How a vote is signed: the kind of message and its field `choice`. */
export function signedChoice(choice: Choice): {
  readonly kind: MessageKind
  readonly choice: Message[string]
} {
  if (typeof choice === 'number') return { kind: 'vote', choice }
  if (isList(choice)) return { kind: 'voteArray', choice: [...choice] }
  return { kind: 'voteString', choice: JSON.stringify(choice) }
}

/** Whether two votes are the same, weights in whatever order. */
export const isSameChoice = (a: unknown, b: unknown): boolean =>
  JSON.stringify(inOrder(a)) === JSON.stringify(inOrder(b))

const inOrder = (choice: unknown): unknown =>
  typeof choice === 'object' && choice !== null && !Array.isArray(choice)
    ? Object.entries(choice).sort(([a], [b]) => Number(a) - Number(b))
    : choice

/** A vote for people: `For`, `1st Against, 2nd For`, `60 % For, 40 % Against`. */
export function choiceWords(choice: unknown, ballot: Ballot): string {
  if (!isValidChoice(choice, ballot)) return 'not readable'
  const name = (place: number | string) => printable(ballot.choices[Number(place) - 1] ?? '')
  if (typeof choice === 'number') return name(choice)
  if (isList(choice)) {
    const isRanked = ballot.type !== 'approval'
    return choice.map((place, i) => `${isRanked ? `${i + 1}. ` : ''}${name(place)}`).join(', ')
  }
  const entries = Object.entries(choice)
  const sum = entries.reduce((total, [, weight]) => total + weight, 0)
  return entries
    .map(([place, weight]) => `${Math.round((weight / sum) * 1_000) / 10} % ${name(place)}`)
    .join(', ')
}
