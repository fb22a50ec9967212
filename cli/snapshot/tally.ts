import { printable } from '../shared/format.ts'
import { type Ballot, type Choice, isValidChoice } from './choices.ts'
import type { StoredProposal } from './stored.ts'

/** A vote and what it weighs. */
export interface WeighedVote {
  readonly choice: unknown
  readonly power: number
}

interface Valid {
  readonly choice: Choice
  readonly power: number
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)
const powerOf = (votes: readonly Valid[]): number => sum(votes.map(({ power }) => power))

/** Counts the votes of a ballot as Snapshot does: the score of each choice. Votes that do not fit it count nothing. */
export function tally(ballot: Ballot, votes: readonly WeighedVote[]): readonly number[] {
  const valid = votes.flatMap(({ choice, power }) =>
    isValidChoice(choice, ballot) ? [{ choice, power }] : [],
  )
  const { choices, type } = ballot
  switch (type) {
    case 'basic':
    case 'single-choice':
      return choices.map((_, i) => powerOf(valid.filter(({ choice }) => choice === i + 1)))
    case 'approval':
      return choices.map((_, i) =>
        powerOf(valid.filter(({ choice }) => listOf(choice).includes(i + 1))),
      )
    case 'ranked-choice':
      return runOff(choices.length, valid)
    case 'weighted':
      return scaled(
        choices.map((_, i) => sum(valid.map(({ choice, power }) => shareOf(choice, i) * power))),
        powerOf(valid),
      )
    case 'quadratic':
      return scaled(
        choices.map(
          (_, i) =>
            sum(valid.map(({ choice, power }) => Math.sqrt(shareOf(choice, i) * power))) ** 2,
        ),
        powerOf(valid),
      )
    case 'copeland':
      return duels(choices.length, valid)
  }
}

const listOf = (choice: Choice): readonly number[] =>
  Array.isArray(choice) ? (choice as readonly number[]) : []

/** The part of a vote's weights that goes to a choice. */
function shareOf(choice: Choice, index: number): number {
  const weights = choice as Readonly<Record<string, number>>
  const whole = sum(Object.values(weights))
  return whole === 0 ? 0 : (weights[String(index + 1)] ?? 0) / whole
}

/** The same proportions, adding up to `total`. */
function scaled(scores: readonly number[], total: number): readonly number[] {
  const whole = sum(scores)
  return scores.map((score) => (whole === 0 ? 0 : (score / whole) * total))
}

/** Instant run-off: the weakest drops out until one has more than half, or two are left. */
function runOff(count: number, votes: readonly Valid[]): readonly number[] {
  let ballots = votes.map(({ choice, power }) => ({ ranks: listOf(choice), power }))
  for (;;) {
    const standing = new Map<number, number>()
    for (const place of new Set(ballots.flatMap(({ ranks }) => ranks))) standing.set(place, 0)
    for (const { ranks, power } of ballots) {
      const [first] = ranks
      if (first !== undefined) standing.set(first, (standing.get(first) ?? 0) + power)
    }
    const half = sum(ballots.map(({ power }) => power)) / 2
    const isOver = standing.size < 3 || [...standing.values()].some((score) => score > half)
    if (isOver) return Array.from({ length: count }, (_, i) => standing.get(i + 1) ?? 0)
    // Of several that are equally weak, the one that stands first on the ballot.
    const [weakest] = [...standing].sort(([a, m], [b, n]) => m - n || a - b)[0] ?? []
    ballots = ballots
      .map(({ ranks, power }) => ({ ranks: ranks.filter((place) => place !== weakest), power }))
      .filter(({ ranks }) => ranks.length > 0)
  }
}

/** Copeland: every pair of choices is a duel; ties are settled by the average support in all duels. */
function duels(count: number, votes: readonly Valid[]): readonly number[] {
  const total = powerOf(votes)
  const matrix = Array.from({ length: count }, () => new Array<number>(count).fill(0))
  for (const { choice, power } of votes) {
    const ranks = listOf(choice)
    for (const [rank, better] of ranks.entries()) {
      for (const worse of ranks.slice(rank + 1)) {
        const row = matrix[better - 1]
        if (row !== undefined) row[worse - 1] = (row[worse - 1] ?? 0) + power
      }
    }
  }
  const points = matrix.map((row, i) => {
    const others = row.map((support, j) => ({ support, against: matrix[j]?.[i] ?? 0, j }))
    const won = sum(
      others
        .filter(({ j }) => j !== i)
        .map(({ support, against }) => (support > against ? 2 : support === against ? 1 : 0)),
    )
    const average = total > 0 && count > 1 ? sum(row) / ((count - 1) * total) : 0
    return won + 0.5 * average
  })
  return sum(points) > 0 ? scaled(points, total) : points.map(() => total / count)
}

/** How a vote ended, or stands: whether the first choice, which is to do it, has the most, and enough took part. */
export interface Verdict {
  readonly isPassed: boolean
  readonly words: string
}

/** By the scores of the hub; final once the vote is closed and they are. */
export function verdictOf(proposal: StoredProposal): Verdict {
  const { choices, state, scores_state: scoring, quorum } = proposal
  const scores = choices.map((_, i) => proposal.scores[i] ?? 0)
  const [first = 0, ...others] = scores
  const total = proposal.scores_total ?? sum(scores)
  const isFinal = state === 'closed' && scoring === 'final'
  const words = isFinal ? 'closed' : state === 'closed' ? 'closed, not counted out yet' : state
  if (!isFinal) return { isPassed: false, words }
  if (total < (quorum ?? 0)) {
    return { isPassed: false, words: `failed: ${total} of a quorum of ${quorum} took part` }
  }
  const isPassed = first > 0 && others.every((score) => score < first)
  const share = total === 0 ? 0 : Math.round((first / total) * 1_000) / 10
  return {
    isPassed,
    words: `${isPassed ? 'passed' : 'failed'}: ${share} % ${printable(choices[0] ?? '')}`,
  }
}
