import { UsageError } from '../shared/errors.ts'
import { printable } from '../shared/format.ts'
import { type Choice, formOf, parseChoice } from '../snapshot/choices.ts'
import type { SnapshotPlace } from '../snapshot/service.ts'
import type { StoredProposal } from '../snapshot/stored.ts'
import type { FoundProposal } from './findSnapshotProposal.ts'
import { NotNowError } from './refusals.ts'
import { clockNow } from './snapshotAct.ts'
import { placeWords, timeWords } from './snapshotWords.ts'

/** Whether nobody can read votes before the end. */
export const isSecret = ({ privacy }: StoredProposal): boolean => privacy !== ''

/** @throws NotNowError unless the vote is open, and secret in no way that nobody here knows */
export function requireOpen(place: SnapshotPlace, { id, stored }: FoundProposal): StoredProposal {
  if (stored === undefined) {
    throw new NotNowError(
      `${id} is not in ${placeWords(place)}: it was cancelled, or is not shown yet.`,
      'See what is open: ballast snapshot status',
    )
  }
  const now = clockNow()
  if (now < stored.start || now > stored.end) {
    const when =
      now < stored.start
        ? `opens at ${timeWords(stored.start)}`
        : `ended at ${timeWords(stored.end)}`
    throw new NotNowError(`The vote ${when}.`, 'See what is open: ballast snapshot status')
  }
  if (!['', 'shutter'].includes(stored.privacy)) {
    throw new NotNowError(
      `The votes of ${stored.id} are secret in a way that Ballast does not know (${printable(stored.privacy)}).`,
      'Vote on the page of the space; ballast snapshot status shows the result when it is decrypted.',
    )
  }
  return stored
}

/** @throws InvalidChoiceError, UsageError where none was named */
export function choiceOf(text: string | undefined, stored: StoredProposal): Choice {
  if (text !== undefined) return parseChoice(text, stored)
  throw new UsageError(
    'No choice was named.',
    `Give ${formOf(stored.type)}, behind the proposal. The choices are: ${stored.choices.map((choice, i) => `${i + 1} ${printable(choice)}`).join(', ')}.`,
  )
}

const LONGEST_REASON = 5_000

/** @throws UsageError */
export function requireReason(reason: string, stored: StoredProposal): void {
  if (reason !== '' && isSecret(stored)) {
    throw new UsageError(
      'A secret vote takes no reason: everybody could read it.',
      'Leave --reason out, and publish it when the vote has ended.',
    )
  }
  if (reason.length <= LONGEST_REASON) return
  throw new UsageError(
    `The reason has ${reason.length} characters, and ${LONGEST_REASON} are allowed.`,
    'Shorten it, and link the rest.',
  )
}
