import type { ProposalLine } from '../../../report/statusText.ts'
import { wholeTokens } from '../../../shared/format.ts'
import { countedVotes, sides } from '../../../shared/voteSplit.ts'
import {
  isTurnPast,
  shortTurn,
  turnWords,
  untilWords,
  type VoteTurn,
  type WriteDuration,
} from '../../voteTurns.ts'

/** What it waits for and how long still, by the chain's clock: `ends in 2 days 3 h`, `ends after block 1100`. */
export const countdown = (line: ProposalLine, now: number): string =>
  waitWords(line, now, { write: untilWords, turnOf: turnWords })

/** The same to the largest unit, rounded down, for the cell of a table: `ends in 2 days`. */
export const shortCountdown = (line: ProposalLine, now: number): string =>
  waitWords(line, now, {
    write: (time, at) => untilWords(time, at).replace(/^(\S+ \S+) .*$/, '$1'),
    turnOf: shortTurn,
  })

function waitWords(
  line: ProposalLine,
  now: number,
  { write, turnOf }: { readonly write: WriteDuration; readonly turnOf: typeof turnWords },
): string {
  const { state, executableAt } = line
  const turn = (at: VoteTurn, verb: string) =>
    isTurnPast(line, at, now) ? 'next block' : `${verb} ${turnOf(line, at, now, write)}`
  switch (state) {
    case 'Pending':
      return turn('voteStartsAt', 'opens')
    case 'Active':
      return turn('voteEndsAt', 'ends')
    case 'Succeeded':
      return 'to be queued'
    case 'Queued':
      return executableAt === undefined || now >= executableAt
        ? 'to be executed'
        : `held for ${write(executableAt, now)}`
    default:
      return ''
  }
}

/** Both as a fraction of 1; 0 where there is nothing to divide by. */
export const shareOf = (part: bigint, whole: bigint): number =>
  whole === 0n ? 0 : Number((part * 10_000n) / whole) / 10_000

/** How far the quorum is reached. */
export const quorumShare = ({
  tally,
  quorum,
  quorumSides,
}: Pick<ProposalLine, 'tally' | 'quorum' | 'quorumSides'>): number =>
  shareOf(countedVotes(tally, quorumSides), quorum)

/** What the account did in this vote, in a word or two. */
export function ownWord({ own, state }: ProposalLine): string {
  if (own === undefined) return ''
  if (own.cast > 0n) return own.cast < own.votes ? 'in part' : 'voted'
  return state === 'Active' && own.votes > 0n ? 'not yet' : ''
}

/** The same as a sentence. */
export function ownSentence(line: ProposalLine, symbol: string): string | undefined {
  const { own, state } = line
  if (own === undefined) return undefined
  const write = (votes: bigint) => `${wholeTokens(votes)} ${symbol}`
  if (state === 'Pending') return `would vote with ${write(own.votes)} if the vote began now`
  if (own.cast > 0n) {
    return own.cast < own.votes
      ? `voted with ${write(own.cast)} of ${write(own.votes)}; the rest may still be cast`
      : `voted with all ${write(own.votes)}`
  }
  if (state !== 'Active') return 'did not vote'
  return own.votes === 0n
    ? 'had no votes at the snapshot, so cannot vote here'
    : `${write(own.votes)} at the snapshot, not voted yet`
}

/** The tally in a line, what it lacks first: `quorum short by 400,000 BLST; 600,000 for, 200,000 against, 0 abstain`. */
export function tallySentence(
  { tally, quorum, quorumSides, isQuorumEstimated }: ProposalLine,
  symbol: string,
): string | undefined {
  if (isQuorumEstimated) return undefined
  const missing = quorum - countedVotes(tally, quorumSides)
  const cast = sides.map((side) => `${wholeTokens(tally[side])} ${side}`).join(', ')
  const verdict = missing > 0n ? `short by ${wholeTokens(missing)} ${symbol}` : 'reached'
  return `quorum ${verdict}; ${cast}`
}
