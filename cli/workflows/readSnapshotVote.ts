import { titleOf } from '../governance/announcedText.ts'
import { calldataHash } from '../governance/calldataHash.ts'
import { sourceHashIn } from '../governance/description.ts'
import { recordIn } from '../snapshot/recordText.ts'
import type { StoredProposal } from '../snapshot/stored.ts'
import { verdictOf } from '../snapshot/tally.ts'
import { findVote } from './findVote.ts'
import { locateProposal } from './locateProposal.ts'
import { notedVote } from './notedVote.ts'
import type { Protocol } from './protocol.ts'

/** Where a vote on Snapshot stands; `counting`: it is over, and its scores are not final. */
export type SnapshotStanding = 'waiting' | 'open' | 'counting' | 'passed' | 'failed'

/** A vote on Snapshot beside the proposal that followed it onto the chain. */
export interface SnapshotVote {
  readonly id: string
  readonly title: string
  readonly space: string
  /** The address of the service that keeps it. */
  readonly hub: string
  readonly standing: SnapshotStanding
  /** The choice that does it comes first. Scores are in the space's own unit. */
  readonly choices: readonly { readonly name: string; readonly score: number }[]
  readonly total: number
  /** 0 where none is asked for. */
  readonly quorum: number
  readonly votes: number
  /** Unix seconds by the clock of Snapshot. */
  readonly start: number
  readonly end: number
  /** Nobody can read the votes before it has ended. */
  readonly isSecret: boolean
  /** Whether it was about the calls of this proposal; its author may not have recorded them. */
  readonly calls: 'same' | 'other' | 'not known'
  /** The Governor that it names, where that is another one than this: `chain:address`. */
  readonly elsewhere?: string
}

/**
 * The vote on Snapshot that a proposal of the Governor followed: the one noted beside the file that it was made from, else
 * one in the space that records the same calls or has the same title. Where the network has no space nothing is asked.
 *
 * @returns undefined if there is none
 * @throws SnapshotUnavailableError, UnreadableSnapshotRecordError, ProposalNotOnChainError
 */
export async function readSnapshotVote(
  protocol: Protocol,
  folder: string,
  id: bigint,
): Promise<SnapshotVote | undefined> {
  const { snapshot: place, book } = protocol
  if (place === undefined) return undefined
  const located = await locateProposal(protocol, id.toString())
  const { calls, announcement } = located
  const calldata = calldataHash(calls)
  const description = announcement?.description ?? ''
  const noted = await notedVote(folder, place, {
    proposal: { chainId: book.chainId, governor: book.contracts.governor, id: id.toString() },
    sourceHash: sourceHashIn(description),
    calldata,
  })
  const stored = await findVote(place, { id: noted?.id, calldata, title: titleOf(description) })
  if (stored === undefined) return undefined
  const record = recordIn(stored.body)
  const isHere =
    record === undefined ||
    (record.chainId === book.chainId && record.governor === book.contracts.governor)
  return {
    ...shownVote(stored),
    space: place.space,
    hub: new URL(place.hub).origin,
    calls: record === undefined ? 'not known' : record.calldata === calldata ? 'same' : 'other',
    ...(isHere ? {} : { elsewhere: `${record.chainId}:${record.governor}` }),
  }
}

function shownVote(stored: StoredProposal) {
  const { id, title, choices, scores, quorum, votes, start, end, privacy } = stored
  const each = choices.map((name, i) => ({ name, score: Math.max(0, scores[i] ?? 0) }))
  return {
    id,
    title,
    standing: standingOf(stored),
    choices: each,
    total: stored.scores_total ?? each.reduce((sum, { score }) => sum + score, 0),
    quorum: quorum ?? 0,
    votes: votes ?? 0,
    start,
    end,
    isSecret: privacy !== '' && stored.state !== 'closed',
  }
}

function standingOf(stored: StoredProposal): SnapshotStanding {
  if (stored.state === 'pending') return 'waiting'
  if (stored.state !== 'closed') return 'open'
  if (stored.scores_state !== 'final') return 'counting'
  return verdictOf(stored).isPassed ? 'passed' : 'failed'
}
