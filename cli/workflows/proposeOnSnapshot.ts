import { hashesOf, type TypedData } from '../governance/typedData.ts'
import { readProposal, searchProposals } from '../snapshot/hub.ts'
import { type Envelope, type ProposalMessage, typedMessage } from '../snapshot/messages.ts'
import { recordIn } from '../snapshot/recordText.ts'
import type { SnapshotPlace } from '../snapshot/service.ts'
import { dataOf } from '../snapshot/sign.ts'
import { OLDEST_MESSAGE } from '../snapshot/spaceRules.ts'
import type { StoredProposal } from '../snapshot/stored.ts'
import {
  readSnapshotRecord,
  type SnapshotRecord,
  snapshotRecordPath,
  writeSnapshotRecord,
} from '../workspace/snapshotFiles.ts'
import type { Fact, Shown } from './act.ts'
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
import { readSnapshotDraft, type SnapshotDraft } from './snapshotDraft.ts'
import { type BallotRequest, proposalMessage } from './snapshotMessage.ts'
import { type KnownSpace, requireAdmitted, requireSpace } from './snapshotSpace.ts'
import { ballotFacts, powerWords, standingDetails, standingFacts } from './snapshotWords.ts'

export interface SnapshotProposeRequest extends BallotRequest {
  /** The path of a file, or of its folder. */
  readonly proposal: string
}

interface Matter {
  readonly acting: Acting
  readonly place: SnapshotPlace
  readonly known: KnownSpace
  readonly draft: SnapshotDraft
  readonly path: string
}

/**
 * Puts a draft to the vote on Snapshot, with the hash of its calls in the text: voted on already? – would the space take
 * it? – plan – sign – snapshot.json – send once – read back.
 *
 * @throws NotNowError, SpaceRefusesError, InvalidProposalError and what `deliver` throws
 */
export async function proposeOnSnapshot(
  acting: Acting,
  request: SnapshotProposeRequest,
  options: SnapshotOptions,
): Promise<SnapshotActed> {
  const place = requireSnapshot(acting.protocol)
  const { proposal: path } = request
  const [known, draft] = await Promise.all([
    requireSpace(place),
    readSnapshotDraft(acting, path, options),
  ])
  const matter = { acting, place, known, draft, path }
  const earlier = await recordBeside(matter)
  const stored = earlier && (await readProposal(place, earlier.id))
  if (earlier !== undefined && stored !== undefined) {
    const isSame = earlier.calldataHash === draft.record.calldata
    if (isSame) return already(matter, earlier, stored)
    if (stored.state !== 'closed') throw votedOtherwise(stored, path)
  }
  await requireNoOther(matter)
  const pending = stored === undefined ? resumable(matter, earlier) : undefined
  const message =
    pending === undefined
      ? await proposalMessage(acting, draft, known.space, request)
      : (pending.data.message as unknown as ProposalMessage)
  return put(matter, { message, pending }, options)
}

/** What is written beside the file. */
const recordBeside = ({ place, draft }: Matter): Promise<SnapshotRecord | undefined> =>
  readSnapshotRecord(draft.folder, { ...place, slug: draft.slug })

async function already(
  matter: Matter,
  earlier: SnapshotRecord,
  stored: StoredProposal,
): Promise<SnapshotActed> {
  requireSame(earlier.envelope.data.message, stored)
  await keep(matter, { ...earlier, state: 'stored', ipfs: stored.ipfs })
  return { verb: 'propose', how: 'already', shown: shownOf(matter, stored) }
}

const votedOtherwise = (stored: StoredProposal, path: string): NotNowError =>
  new NotNowError(
    `An earlier form of this file is voted on: ${stored.id}, with other calls.`,
    `Let that vote end, or take it back: ballast snapshot cancel ${typedPath(path)}`,
  )

/** @throws NotNowError if the same calls are voted on already, by whomever */
async function requireNoOther({ place, draft }: Matter): Promise<void> {
  const { calldata } = draft.record
  const [other] = await searchProposals(
    place,
    ({ state, body }) => state !== 'closed' && recordIn(body)?.calldata === calldata,
  )
  if (other === undefined) return
  throw new NotNowError(
    `The same calls are voted on already: ${other.id}, by ${other.author}.`,
    `Vote there: ballast snapshot vote ${other.id} for`,
  )
}

/** What an earlier attempt signed and may have sent, if it can still be sent as it is. */
function resumable(
  { acting, draft }: Matter,
  earlier: SnapshotRecord | undefined,
): Envelope | undefined {
  if (earlier?.state !== 'pending') return undefined
  const envelope = earlier.envelope as unknown as Envelope
  const { from, timestamp, end, body } = envelope.data.message as unknown as ProposalMessage
  if (recordIn(String(body))?.calldata !== draft.record.calldata) return undefined
  const isOwn = from === acting.sender.account.address
  const now = clockNow()
  return isOwn && timestamp > now - OLDEST_MESSAGE && end > now ? envelope : undefined
}

async function put(
  matter: Matter,
  ready: { readonly message: ProposalMessage; readonly pending: Envelope | undefined },
  options: SnapshotOptions,
): Promise<SnapshotActed> {
  const { acting, place, known, draft } = matter
  const { message, pending } = ready
  const typed = typedMessage('proposal', message)
  const power = await requireAdmitted(place, known, { message, data: dataOf(typed) })
  return deliver(
    acting,
    {
      verb: 'propose',
      kind: 'proposal',
      typed,
      intent: {
        words: [`put \u201c${message.title}\u201d to the vote, with the hash of its calls`],
        facts: factsOf(draft, message, power.vp),
        warnings: [...draft.warnings, ...(pending === undefined ? [] : [SENT_AS_IT_IS])],
        handles: [draft.slug],
      },
      ...(pending === undefined ? {} : { signed: pending }),
      remember: (envelope) => keep(matter, recordFor(matter, typed, envelope)),
      readBack: (id) => readBack(matter, typed, id),
    },
    options,
  )
}

const SENT_AS_IT_IS = 'An earlier attempt signed this and was not seen to end: it is sent as it is.'

const factsOf = (
  { slug, record }: SnapshotDraft,
  message: ProposalMessage,
  power: number,
): readonly Fact[] => [
  ['slug', slug],
  ['calldata hash', record.calldata],
  ['report hash', record.report ?? 'none'],
  ...ballotFacts(message),
  ['your voting power', powerWords(power)],
]

/** @throws NotAsSignedError */
async function readBack(matter: Matter, typed: TypedData, id: string): Promise<Shown | undefined> {
  const stored = await readProposal(matter.place, id)
  if (stored === undefined) return undefined
  requireSame(typed.message, stored)
  const record = await recordBeside(matter)
  if (record !== undefined) await keep(matter, { ...record, state: 'stored', ipfs: stored.ipfs })
  return shownOf(matter, stored)
}

const recordFor = (
  { place, draft }: Matter,
  typed: TypedData,
  envelope: Envelope,
): SnapshotRecord => ({
  state: 'pending',
  slug: draft.slug,
  space: place.space,
  hub: new URL(place.hub).origin,
  id: hashesOf(typed).digest,
  ipfs: null,
  author: envelope.address,
  calldataHash: draft.record.calldata,
  reportHash: draft.record.report ?? null,
  envelope: JSON.parse(JSON.stringify(envelope)),
})

const keep = async ({ draft }: Matter, record: SnapshotRecord): Promise<void> => {
  await writeSnapshotRecord(draft.folder, record)
}

/** What was signed and must come back as it was. */
const SAME = [
  'type',
  'title',
  'body',
  'discussion',
  'choices',
  'labels',
  'start',
  'end',
  'snapshot',
  'privacy',
] as const

/** @throws NotAsSignedError */
function requireSame(signed: Readonly<Record<string, unknown>>, stored: StoredProposal): void {
  const different = SAME.filter(
    (field) => JSON.stringify(signed[field]) !== JSON.stringify(stored[field]),
  )
  const isOwn = stored.author.toLowerCase() === String(signed['from']).toLowerCase()
  const isHere = stored.space.id === signed['space']
  const all = [...(isHere ? [] : ['space']), ...(isOwn ? [] : ['author']), ...different]
  if (all.length > 0) throw new NotAsSignedError(stored.id, `another ${all.join(', ')}`)
}

function shownOf({ place, path, draft }: Matter, stored: StoredProposal): Shown {
  const isOpen = stored.start <= clockNow()
  const isOver = stored.state === 'closed'
  return {
    headline: `\u201c${stored.title}\u201d is on Snapshot, in ${place.space}.`,
    facts: [
      ...standingFacts(stored),
      ['ipfs', stored.ipfs],
      ['calldata hash', draft.record.calldata],
      ['written', snapshotRecordPath(draft.folder, draft.slug)],
    ],
    details: {
      ...standingDetails(stored),
      space: place.space,
      calldataHash: draft.record.calldata,
      reportHash: draft.record.report ?? null,
    },
    next: isOver
      ? { command: `snapshot status ${typedPath(path)}` }
      : {
          command: `snapshot vote ${typedPath(path)} for`,
          ...(isOpen ? {} : { when: `from ${new Date(stored.start * 1_000).toISOString()}` }),
        },
  }
}
