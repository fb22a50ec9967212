import type { AddressBook } from './addressBook.ts'
import { limitProblems } from './limitRules.ts'
import {
  type ParameterSet,
  type ParameterSpec,
  type ParameterValue,
  parameterId,
} from './parameter.ts'
import type { Draft, DraftChange, Judged, ParameterChange, Problem } from './proposal.ts'
import { tupleProblems } from './tupleRules.ts'
import { displayValue, formatValue } from './value.ts'
import { valueProblems } from './valueRules.ts'

/**
 * Whether a new stored value makes the protocol safer. It tightens only if it is at least as tight as both the stored value
 * and the one that counts now: neither a pending raise nor a running ramp makes room for a loosening (RiskParameters, `tighten`).
 */
export function directionOf(
  { tightens }: Pick<ParameterSpec, 'tightens'>,
  before: ParameterValue,
  after: bigint,
): ParameterChange['direction'] {
  if (before.stored === after) return 'unchanged'
  if (tightens === 'neither') return 'neutral'
  const ends = [before.stored, before.effective]
  const isTighter = ends.every((end) => (tightens === 'up' ? after >= end : after <= end))
  return isTighter ? 'tightens' : 'relaxes'
}

function staleProblem(change: DraftChange, stored: bigint, book: AddressBook): Problem | undefined {
  if (change.expect === undefined || change.expect === stored) return undefined
  const { unit, key } = change.spec
  return {
    place: change.place,
    message: `${change.subject} ${key} is ${displayValue(unit, stored, book)} on the chain, not ${displayValue(unit, change.expect, book)} as expected`,
    instead: `Reconsider the change; if it still holds, write expect: ${formatValue(unit, stored, book)}.`,
  }
}

/** Bounds that depend on the state of the chain. */
function dynamicProblem(change: DraftChange, book: AddressBook): Problem | undefined {
  if (change.spec.scope !== 'feed' || change.spec.key !== 'minSources') return undefined
  const feed = book.feeds.find((entry) => entry.label === change.subject)
  const count = feed?.sources.length ?? 0
  if (change.value <= BigInt(count)) return undefined
  return {
    place: change.place,
    message: `${change.subject} has ${count} sources, so minSources ${change.value} could never be met`,
    instead: `Write a value from 1 to ${count}, or add sources first.`,
  }
}

function unchangedProblem(change: DraftChange, book: AddressBook): Problem {
  const shown = displayValue(change.spec.unit, change.value, book)
  return {
    place: change.place,
    message: `${change.subject} ${change.spec.key} is already ${shown}`,
    instead: 'Remove this change.',
  }
}

function unreadProblem(change: DraftChange): Problem {
  return {
    place: change.place,
    message: `${change.subject} ${change.spec.key} was not read from the chain`,
    instead: 'Check that the deployment lists this subject.',
  }
}

/**
 * Puts every declared change beside the value on the chain. A stale expectation, a value that would not change anything,
 * a bound that depends on the chain and a tuple that the market would refuse are problems at the line of the change.
 */
export function diffParameters(
  draft: Pick<Draft, 'changes'>,
  current: ParameterSet,
  book: AddressBook,
): Judged<readonly ParameterChange[]> {
  const problems: Problem[] = []
  const changes: ParameterChange[] = []
  for (const change of draft.changes) {
    const before = current.values.get(parameterId(change.subject, change.spec.key))
    if (before === undefined) {
      problems.push(unreadProblem(change))
      continue
    }
    const direction = directionOf(change.spec, before, change.value)
    problems.push(
      ...[
        staleProblem(change, before.stored, book),
        dynamicProblem(change, book),
        direction === 'unchanged' ? unchangedProblem(change, book) : undefined,
      ].filter((problem) => problem !== undefined),
    )
    if (direction === 'unchanged') continue
    const { spec, subject, place } = change
    changes.push({ spec, subject, before, after: change.value, direction, place })
  }
  problems.push(
    ...tupleProblems(changes, current, book),
    ...valueProblems(changes, current, book),
    ...limitProblems(changes, current, book),
  )
  return {
    value: changes,
    problems: problems.sort((a, b) => a.place.line - b.place.line),
  }
}
