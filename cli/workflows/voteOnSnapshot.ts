import type { Address } from '../governance/addressBook.ts'
import type { TypedData } from '../governance/typedData.ts'
import { type Choice, choiceWords, isSameChoice, signedChoice } from '../snapshot/choices.ts'
import { readVote } from '../snapshot/hub.ts'
import { APP, type MessageKind, typedMessage } from '../snapshot/messages.ts'
import type { SnapshotPlace } from '../snapshot/service.ts'
import { encryptChoice } from '../snapshot/shutter.ts'
import type { StoredProposal, StoredVote } from '../snapshot/stored.ts'
import type { Fact, Shown } from './act.ts'
import { findSnapshotProposal } from './findSnapshotProposal.ts'
import { typed as typedPath } from './lifecycleWords.ts'
import type { Acting } from './protocol.ts'
import { NotNowError } from './refusals.ts'
import {
  clockNow,
  deliver,
  NotAsSignedError,
  requireSnapshot,
  type SnapshotActed,
  type SnapshotOptions,
} from './snapshotAct.ts'
import { choiceOf, isSecret, requireOpen, requireReason } from './snapshotVoteRules.ts'
import { powerWords, timeWords } from './snapshotWords.ts'

export interface SnapshotVoteRequest {
  /** The file, its folder, or the id on Snapshot. */
  readonly proposal: string
  /** `for`, `1`, `2,1`, `1=60%,2=40%`. */
  readonly choice: string | undefined
  readonly reason?: string
}

/** A vote replaces the one before if its time is later; a message may be so far ahead, in seconds. */
const FURTHEST_AHEAD = 300

/**
 * Votes on Snapshot. A vote that is there already is not cast again; another one replaces it.
 *
 * @throws InvalidChoiceError, NotNowError and what `deliver` throws
 */
export async function voteOnSnapshot(
  acting: Acting,
  request: SnapshotVoteRequest,
  options: SnapshotOptions,
): Promise<SnapshotActed> {
  const place = requireSnapshot(acting.protocol)
  const { reason = '', proposal: reference } = request
  const found = await findSnapshotProposal(place, reference)
  const stored = requireOpen(place, found)
  const choice = choiceOf(request.choice, stored)
  requireReason(reason, stored)
  const voter = acting.sender.account.address
  const { vote: earlier, power } = await readVote(place, { voter, proposal: stored.id })
  const wish = { place, stored, voter, choice, reason, reference }
  if (earlier !== undefined && isSame(wish, earlier)) {
    return { verb: 'vote', how: 'already', shown: shownOf(wish, earlier) }
  }
  requirePower(wish, power.vp)
  const { typed, kind } = await messageOf(wish, earlier)
  const warnings = [...found.warnings, ...replacementOf(stored, earlier)]
  return deliver(
    acting,
    {
      verb: 'vote',
      kind,
      typed,
      intent: {
        words: [
          `vote ${choiceWords(choice, stored)} on \u201c${stored.title}\u201d`,
          ...(isSecret(stored) ? [SECRET] : []),
        ],
        facts: factsOf(stored, { power: power.vp, reason }),
        warnings,
        handles: [],
      },
      readBack: (id) => readBack(wish, { id, signed: typed.message['choice'] }),
    },
    options,
  )
}

interface Wish {
  readonly place: SnapshotPlace
  readonly stored: StoredProposal
  readonly voter: Address
  readonly choice: Choice
  readonly reason: string
  readonly reference: string
}

const SECRET = 'encrypted before it is signed: nobody can read it until the vote has ended'

/** @throws NotNowError */
async function messageOf(
  { place, stored, voter, choice, reason }: Wish,
  earlier: StoredVote | undefined,
): Promise<{ readonly kind: MessageKind; readonly typed: TypedData }> {
  const { kind, choice: signed } = isSecret(stored)
    ? ({ kind: 'voteString', choice: await encryptChoice(choice, stored.id) } as const)
    : signedChoice(choice)
  const typed = typedMessage(kind, {
    from: voter,
    space: place.space,
    timestamp: laterThan(earlier),
    proposal: stored.id,
    choice: signed,
    reason,
    app: APP,
    metadata: '{}',
  })
  return { kind, typed }
}

const replacementOf = (
  stored: StoredProposal,
  earlier: StoredVote | undefined,
): readonly string[] =>
  earlier === undefined
    ? []
    : [
        isSecret(stored)
          ? 'It replaces your vote that is there, which nobody can read yet: it may be the same.'
          : `It replaces your vote: ${choiceWords(earlier.choice, stored)}.`,
      ]

/** @throws NotAsSignedError */
async function readBack(
  wish: Wish,
  { id, signed }: { readonly id: string; readonly signed: unknown },
): Promise<Shown | undefined> {
  const { place, voter, stored } = wish
  const { vote } = await readVote(place, { voter, proposal: stored.id })
  if (vote?.id !== id) return undefined
  const isIt = isSecret(stored) ? vote.choice === signed : isSame(wish, vote)
  if (!isIt) throw new NotAsSignedError(id, 'another choice or reason')
  return shownOf(wish, vote)
}

/** @throws NotNowError */
function requirePower({ voter, stored }: Wish, power: number): void {
  if (power > 0) return
  throw new NotNowError(
    `${voter} has no voting power on ${stored.id}: it counts at block ${stored.snapshot}.`,
    'Vote as an account that had power then: --account NAME. For the next votes, delegate before they are proposed.',
  )
}

/** @throws NotNowError if the earlier vote is so far ahead that none can be later */
function laterThan(earlier: StoredVote | undefined): number {
  const now = clockNow()
  const timestamp = earlier === undefined ? now : Math.max(now, earlier.created + 1)
  if (timestamp <= now + FURTHEST_AHEAD) return timestamp
  throw new NotNowError(
    'Your vote that is there is of a time to come, so that none can replace it yet.',
    'Set the clock of this machine, or wait.',
  )
}

/** Of a secret vote nobody can tell. */
const isSame = ({ choice, reason, stored }: Wish, vote: StoredVote): boolean =>
  !isSecret(stored) && isSameChoice(choice, vote.choice) && vote.reason === reason

const factsOf = (
  stored: StoredProposal,
  { power, reason }: { readonly power: number; readonly reason: string },
): readonly Fact[] => [
  ['proposal', stored.id],
  ['your voting power', `${powerWords(power)}, counted at block ${stored.snapshot}`],
  ['ends', timeWords(stored.end)],
  ...(reason === '' ? [] : [['reason', reason] as const]),
]

function shownOf({ place, stored, reference, choice }: Wish, vote: StoredVote): Shown {
  return {
    headline: isSecret(stored)
      ? `The vote is in, secret until the end: ${choiceWords(choice, stored)}.`
      : `The vote is in: ${choiceWords(vote.choice, stored)}.`,
    facts: [
      ['proposal', stored.id],
      ['vote', vote.id],
      ['voting power', powerWords(vote.vp ?? 0)],
      ['ipfs', vote.ipfs],
      ...(vote.reason === '' ? [] : [['reason', vote.reason] as const]),
    ],
    details: {
      space: place.space,
      proposal: stored.id,
      id: vote.id,
      ipfs: vote.ipfs,
      choice: vote.choice,
      reason: vote.reason,
      votingPower: vote.vp ?? null,
    },
    next: { command: `snapshot status ${typedPath(reference)}` },
  }
}
