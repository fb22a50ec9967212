import type { Vote } from '../chain/vote.ts'
import { type BallotForm, hasNonces } from '../governance/ballots.ts'
import { MOST_VOTES } from '../governance/voteParams.ts'
import { sides, sumOf, type VoteSplit } from '../shared/voteSplit.ts'
import type { BallotFile } from '../workspace/signedFiles.ts'
import { voteIn } from './ballotFile.ts'
import type { BallotMatter, BallotRequest } from './ballotMatter.ts'
import { givenBy, requireVotes } from './castVotes.ts'
import { typed, voteTimes } from './lifecycleWords.ts'
import { NotNowError } from './refusals.ts'
import { type Hand, leftOf } from './voteHand.ts'
import { voteOf } from './voteWish.ts'
import type { Waiting } from './waitingMessages.ts'

/** What a ballot is to say, and what it gives of what is left; that is not known before the vote opens. */
export interface BallotChoice {
  readonly vote: Vote
  readonly hand?: Hand
  readonly given?: VoteSplit
}

/** Ballots of the voter on this proposal that wait, without the one that is replaced; overrides take other votes. */
const waitingHere = ({ waiting, proposal, form }: BallotMatter, replaced?: bigint) =>
  waiting.filter(
    ({ file, nonce }) =>
      file.override === undefined &&
      file.proposalId === proposal.id.toString() &&
      (nonce !== replaced || !hasNonces(form)),
  )

/** What a waiting ballot takes; undefined for all that is left. */
function takenBy({ file }: Waiting<BallotFile>): bigint | undefined {
  const vote = voteIn(file)
  return 'split' in vote ? sumOf(vote.split) : undefined
}

/** The hand as it will be when the ballots before have been relayed. */
function handAfter(hand: Hand, before: readonly Waiting<BallotFile>[]): Hand {
  const { ballot } = hand
  const taken = before.reduce((sum, one) => sum + (takenBy(one) ?? ballot.total), 0n)
  return { ...hand, ballot: { ...ballot, used: ballot.used + taken } }
}

/** A ballot that waits and says what is wished. */
export function sameWaiting(
  matter: BallotMatter,
  { nonce, again = false }: BallotRequest,
): Waiting<BallotFile> | undefined {
  if (nonce !== undefined || again) return undefined
  const { wish, hand } = matter
  const here = waitingHere(matter)
  return here.find(({ file }, i) => {
    const left = hand === undefined ? 0n : leftOf(handAfter(hand, here.slice(0, i)))
    const [said, wished] = [voteIn(file), voteOf(wish, left)]
    if (said.reason !== wished.reason) return false
    if ('support' in said) return 'support' in wished && said.support === wished.support
    return 'split' in wished && sides.every((side) => said.split[side] === wished.split[side])
  })
}

/**
 * What the ballot says: votes that were cast, or that other ballots give, are not given twice.
 *
 * @throws NotNowError
 */
export function choiceFor(matter: BallotMatter, nonce: bigint): BallotChoice {
  const { wish, hand, moment } = matter
  const before = waitingHere(matter, nonce)
  const all = before.find((one) => takenBy(one) === undefined)
  if (all !== undefined) throw givesAll(all, matter.form)
  if (hand === undefined) {
    if ('split' in wish && wish.split.some(({ kind }) => kind === 'share')) {
      throw new NotNowError(
        `Votes are counted when the vote opens, ${voteTimes(moment).opens}: nobody can tell now what a share of them is.`,
        'Split votes instead of percent, give everything to one side, or sign when the vote is open.',
      )
    }
    const vote = voteOf(wish, 0n)
    if ('split' in vote && sides.some((side) => vote.split[side] > MOST_VOTES)) {
      throw new NotNowError('No Governor counts so many votes.', 'Split what the voter has.')
    }
    return { vote }
  }
  requireVotes(matter, hand)
  const after = handAfter(hand, before)
  const last = before.at(-1)
  if (leftOf(after) === 0n && last !== undefined) throw givesAll(last, matter.form)
  const vote = voteOf(wish, leftOf(after))
  return { vote, hand: after, given: givenBy(matter, after, vote) }
}

const givesAll = ({ path, nonce }: Waiting<BallotFile>, form: BallotForm): NotNowError =>
  new NotNowError(
    `A ballot that waits gives what is left of these votes: ${path}.`,
    hasNonces(form)
      ? `Relay it: ballast relay ${typed(path)}. To say something else, sign with --nonce ${nonce}: of two ballots with one nonce only the first that is relayed counts.`
      : `Relay it: ballast relay ${typed(path)}. Ballots of this Governor have no numbers, so none replaces another: to say something else, vote without --by-signature before anybody relays it.`,
  )
