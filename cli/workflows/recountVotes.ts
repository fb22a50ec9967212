import { readVotes } from '../snapshot/hub.ts'
import type { SnapshotPlace } from '../snapshot/service.ts'
import type { StoredProposal } from '../snapshot/stored.ts'
import { tally } from '../snapshot/tally.ts'

/** Whether the scores that the hub tells are those of its votes. */
export type Recount =
  | {
      readonly kind: 'agrees' | 'differs'
      readonly votes: number
      readonly scores: readonly number[]
    }
  | { readonly kind: 'not counted'; readonly why: string }

/** Scores come through decimal fractions: two sums of the same votes differ by less than this part of them. */
const SAME = 1e-6

/** Counts the votes of a proposal again, as far as that can be done from here. */
export async function recount(place: SnapshotPlace, stored: StoredProposal): Promise<Recount> {
  if (stored.privacy !== '') return { kind: 'not counted', why: 'its votes are secret' }
  if (stored.scores.length === 0) return { kind: 'not counted', why: 'the hub has no scores yet' }
  const votes = await readVotes(place, stored.id)
  if (votes === undefined) return { kind: 'not counted', why: 'it has too many votes to fetch' }
  const scores = tally(
    stored,
    votes.map(({ choice, vp }) => ({ choice, power: vp ?? 0 })),
  )
  const total = scores.reduce((sum, score) => sum + score, 0)
  const agrees = scores.every(
    (score, i) => Math.abs(score - (stored.scores[i] ?? 0)) <= SAME * Math.max(1, total),
  )
  return { kind: agrees ? 'agrees' : 'differs', votes: votes.length, scores }
}
