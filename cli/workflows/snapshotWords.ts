import { plural, printable } from '../shared/format.ts'
import { formatUtc, roughDuration } from '../shared/time.ts'
import type { ProposalMessage } from '../snapshot/messages.ts'
import type { SnapshotPlace } from '../snapshot/service.ts'
import type { StoredProposal } from '../snapshot/stored.ts'
import { verdictOf } from '../snapshot/tally.ts'
import type { Fact } from './act.ts'
import { clockNow } from './snapshotAct.ts'

/** `2026-11-24 12:14 UTC (in 2 days 3 h)` by the clock of this machine. */
export function timeWords(seconds: number, now = clockNow()): string {
  const apart = roughDuration(BigInt(Math.abs(seconds - now)))
  if (seconds === now) return `${formatUtc(seconds)} (now)`
  return `${formatUtc(seconds)} (${seconds > now ? `in ${apart}` : `${apart} ago`})`
}

/** What is voted on and when. */
export const ballotFacts = (
  ballot: Pick<ProposalMessage, 'type' | 'choices' | 'start' | 'end' | 'snapshot' | 'privacy'>,
): readonly Fact[] => [
  [
    'type',
    `${ballot.type}${ballot.privacy === '' ? '' : `, secret until it ends (${ballot.privacy})`}`,
  ],
  ['choices', ballot.choices.map((choice, i) => `${i + 1} ${printable(choice)}`).join(', ')],
  ['opens', timeWords(ballot.start)],
  ['ends', timeWords(ballot.end)],
  ['votes counted at', `block ${ballot.snapshot}`],
]

/** `For 700,000 (70 %)` for each choice. */
export function scoreFacts(proposal: StoredProposal): readonly Fact[] {
  const total = proposal.scores_total ?? 0
  return proposal.choices.map((choice, i): Fact => {
    const score = proposal.scores[i] ?? 0
    const share = total === 0 ? 0 : Math.round((score / total) * 1_000) / 10
    return [`  ${i + 1} ${printable(choice)}`, `${powerWords(score)} (${share} %)`]
  })
}

/** Where a vote stands. */
export const standingFacts = (proposal: StoredProposal): readonly Fact[] => [
  ['id', proposal.id],
  ['author', proposal.author],
  ['stands', verdictOf(proposal).words],
  ...ballotFacts(proposal),
  ['votes', plural(proposal.votes ?? 0, 'vote')],
  ...scoreFacts(proposal),
]

/** Voting power in the space's own unit. */
export const powerWords = (power: number): string =>
  power.toLocaleString('en-US', { maximumFractionDigits: 4 })

/** The same for machines. */
export const standingDetails = (proposal: StoredProposal) => ({
  id: proposal.id,
  ipfs: proposal.ipfs,
  author: proposal.author,
  type: proposal.type,
  choices: proposal.choices,
  start: proposal.start,
  end: proposal.end,
  snapshot: proposal.snapshot,
  privacy: proposal.privacy,
  state: proposal.state,
  scores: proposal.scores,
  scoresState: proposal.scores_state,
  isPassed: verdictOf(proposal).isPassed,
})

/** `your-dao.eth at https://hub.snapshot.org`. */
export const placeWords = ({ space, hub }: SnapshotPlace): string =>
  `${printable(space)} at ${new URL(hub).origin}`
