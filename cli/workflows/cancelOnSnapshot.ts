import { plural } from '../shared/format.ts'
import { readProposal } from '../snapshot/hub.ts'
import { typedMessage } from '../snapshot/messages.ts'
import type { SnapshotPlace } from '../snapshot/service.ts'
import type { Shown } from './act.ts'
import { findSnapshotProposal } from './findSnapshotProposal.ts'
import type { Acting } from './protocol.ts'
import { NotNowError } from './refusals.ts'
import {
  clockNow,
  deliver,
  requireSnapshot,
  type SnapshotActed,
  type SnapshotOptions,
} from './snapshotAct.ts'
import { requireSpace } from './snapshotSpace.ts'
import { placeWords, standingFacts } from './snapshotWords.ts'

/**
 * Takes a proposal off Snapshot, with its votes. Its author may, and admins and moderators of the space.
 *
 * @throws NotNowError and what `deliver` throws
 */
export async function cancelOnSnapshot(
  acting: Acting,
  { proposal: reference }: { readonly proposal: string },
  options: SnapshotOptions,
): Promise<SnapshotActed> {
  const place = requireSnapshot(acting.protocol)
  const { id, stored, handle, record } = await findSnapshotProposal(place, reference)
  if (stored === undefined) {
    if (record?.state === 'stored')
      return { verb: 'cancel', how: 'already', shown: shownOf(place, id) }
    throw new NotNowError(
      `${id} is not in ${placeWords(place)}.`,
      'See what is open: ballast snapshot status',
    )
  }
  const { address } = acting.sender.account
  await requireRight(place, address, stored.author)
  const typed = typedMessage('cancelProposal', {
    from: address,
    space: place.space,
    timestamp: clockNow(),
    proposal: id,
  })
  return deliver(
    acting,
    {
      verb: 'cancel',
      kind: 'cancelProposal',
      typed,
      intent: {
        words: [
          `take \u201c${stored.title}\u201d off Snapshot, with ${plural(stored.votes ?? 0, 'vote')}`,
        ],
        facts: standingFacts(stored),
        warnings: [],
        handles: [handle, id.slice(0, 10)],
      },
      readBack: async () =>
        (await readProposal(place, id)) === undefined ? shownOf(place, id) : undefined,
    },
    options,
  )
}

async function requireRight(place: SnapshotPlace, account: string, author: string): Promise<void> {
  const { space } = await requireSpace(place)
  const allowed = [author, ...space.admins, ...space.moderators]
  if (allowed.some((one) => one.toLowerCase() === account.toLowerCase())) return
  throw new NotNowError(
    `${account} may not cancel it: its author ${author} may, and admins and moderators of the space.`,
    'Act as one of them: --account NAME.',
  )
}

const shownOf = (place: SnapshotPlace, id: string): Shown => ({
  headline: `${id} is no longer on Snapshot.`,
  facts: [],
  details: { space: place.space, id },
  next: { command: 'snapshot status' },
})
