import { BallastError } from '../shared/errors.ts'
import { adviceText, type Remedy, type RemedyAct } from '../shared/remedy.ts'
import { bindingOf, shownKey } from './bindings.ts'
import type { Intent } from './keys.ts'

/** Where the interface does what a command does: a key, and the screen that has it; without one it is everywhere. */
interface Place {
  readonly intent?: Intent
  readonly screen?: string
  /** Where no key does it: what does, in place of both. */
  readonly words?: string
}

/** The same remedies as `shared/remedy.ts` has commands for. */
export const remedyPlaces: Readonly<Record<RemedyAct, Place>> = {
  delegate: { intent: 'delegate', screen: 'Delegates and power' },
  submit: { intent: 'submit', screen: 'Draft' },
  vote: { intent: 'vote', screen: 'Proposals' },
  queue: { intent: 'queue', screen: 'Proposals' },
  execute: { intent: 'execute', screen: 'Proposals' },
  show: { intent: 'open', screen: 'Proposals' },
  draft: { intent: 'new', screen: 'Drafts' },
  'list proposals': { screen: 'Proposals' },
  'list parameters': { screen: 'Parameters' },
  'list windows': { screen: 'Stewards' },
  'list pending': { screen: 'Activity' },
  'move the clock': { intent: 'warp' },
  'act as another': { intent: 'account' },
  'pay more': { words: 'maxFee of the network in ballast.yaml' },
}

/** `Q in Proposals`, `T`, `Proposals`. */
export function remedyKey({ act }: Pick<Remedy, 'act'>): string {
  const { intent, screen, words } = remedyPlaces[act]
  if (words !== undefined) return words
  const [key = ''] = intent === undefined ? [] : bindingOf(intent).keys
  const parts = [...(key === '' ? [] : [shownKey(key)]), ...(screen === undefined ? [] : [screen])]
  return parts.join(' in ')
}

/** What to do about a failure, by the keys of this interface; nothing where it says nothing. */
export const nextStepOf = (error: Error): string | undefined =>
  error instanceof BallastError ? adviceText(error.advice, remedyKey) : undefined
