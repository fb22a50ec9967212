import type { Draft, Proposal } from '../governance/proposal.ts'
import { BallastError, ExitCode } from '../shared/errors.ts'
import { printable } from '../shared/format.ts'
import type { Progress } from '../shared/progress.ts'
import { differencesOf, type ProposalRecord, recordIn, recordOf } from '../snapshot/recordText.ts'
import type { SnapshotPlace } from '../snapshot/service.ts'
import type { StoredProposal } from '../snapshot/stored.ts'
import { verdictOf } from '../snapshot/tally.ts'
import { reportFolder } from '../workspace/reportFiles.ts'
import { readSnapshotRecord } from '../workspace/snapshotFiles.ts'
import type { Fact } from './act.ts'
import { findVote } from './findVote.ts'
import { typed } from './lifecycleWords.ts'
import type { Protocol } from './protocol.ts'
import { placeWords } from './snapshotWords.ts'

/** Other calls were voted on than those that are about to be sent; nothing was sent. */
export class NotAsVotedError extends BallastError {
  override readonly exitCode = ExitCode.refusedByChecks
  constructor(
    vote: string,
    records: { readonly voted: ProposalRecord; readonly sent: ProposalRecord },
    calls: Proposal['calls'],
  ) {
    const { voted, sent } = records
    super(
      [
        `What is about to be submitted is not what Snapshot voted on in ${vote}:`,
        `  voted on    calldata hash ${voted.calldata}`,
        `  to be sent  calldata hash ${sent.calldata}`,
        ...differencesOf(voted, sent).map((difference) => `  ${difference}`),
        '  To be sent are:',
        ...calls.map(({ words }, i) => `  ${i + 1}. ${printable(words)}`),
      ].join('\n'),
      'Put the file back to what was voted on, or put the new calls to a vote: ballast snapshot propose. If the chain has changed since, its values are in the calls: propose again.',
    )
  }
}

/** What Snapshot says of a draft, for the plan of submitting it. */
export interface SnapshotFindings {
  readonly facts: readonly Fact[]
  readonly warnings: readonly string[]
}

/**
 * Compares what is about to be submitted with the vote of the draft on Snapshot: the one in snapshot.json, else the newest
 * one in the space that records the same calls or has the same title. Says nothing where no space is configured.
 *
 * @throws NotAsVotedError, SnapshotUnavailableError
 */
export async function requireVotedCalls(
  { snapshot: place, book }: Protocol,
  about: { readonly path: string; readonly draft: Draft; readonly proposal: Proposal },
  progress: Progress,
): Promise<SnapshotFindings> {
  if (place === undefined) return { facts: [], warnings: [] }
  const { calls } = about.proposal
  const sent = recordOf(calls, { chainId: book.chainId, governor: book.contracts.governor })
  progress.stage('Snapshot vote')
  const vote = await voteOf(place, about, sent)
  progress.finish(vote === undefined ? 'none found' : verdictOf(vote).words)
  if (vote === undefined) {
    return {
      facts: [],
      warnings: [
        `No vote of this draft was found in ${placeWords(place)}. To hold one first: ballast snapshot propose ${typed(about.path)}`,
      ],
    }
  }
  const voted = recordIn(vote.body)
  if (voted !== undefined && voted.calldata !== sent.calldata) {
    throw new NotAsVotedError(vote.id, { voted, sent }, calls)
  }
  return findingsOf(vote, voted, sent)
}

async function voteOf(
  place: SnapshotPlace,
  { path, draft }: { readonly path: string; readonly draft: Draft },
  { calldata }: ProposalRecord,
): Promise<StoredProposal | undefined> {
  const { slug, title } = draft
  const record = await readSnapshotRecord(await reportFolder(path), { ...place, slug })
  return findVote(place, { id: record?.id, calldata, title })
}

function findingsOf(
  vote: StoredProposal,
  voted: ProposalRecord | undefined,
  sent: ProposalRecord,
): SnapshotFindings {
  const verdict = verdictOf(vote)
  const isElsewhere =
    voted !== undefined && (voted.chainId !== sent.chainId || voted.governor !== sent.governor)
  return {
    facts: [
      ['snapshot vote', `${verdict.words} (${vote.id})`],
      ...(voted === undefined ? [] : [['calldata hash', `${sent.calldata}, as voted on`] as const]),
    ],
    warnings: [
      ...(verdict.isPassed ? [] : [`The vote on Snapshot has not passed: ${verdict.words}.`]),
      ...(voted === undefined
        ? ['The vote on Snapshot does not record which calls it was about: compare them yourself.']
        : []),
      ...(isElsewhere
        ? [`The vote on Snapshot was about ${voted.chainId}:${voted.governor}, another Governor.`]
        : []),
    ],
  }
}
