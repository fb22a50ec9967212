import { readTraits } from '../chain/governorKind.ts'
import { type Override, type OverrideVote, readOverride } from '../chain/overrides.ts'
import type { Action, Sent } from '../chain/transaction.ts'
import { NOBODY } from '../chain/votingPower.ts'
import { takesOverrides } from '../governance/governorTraits.ts'
import type { Tally } from '../governance/tally.ts'
import type { Symbols } from '../governance/value.ts'
import { UsageError } from '../shared/errors.ts'
import { printable } from '../shared/format.ts'
import { advise } from '../shared/remedy.ts'
import type { Support, VoteSplit } from '../shared/voteSplit.ts'
import type { Deed, Fact, Intent, Shown } from './act.ts'
import {
  commandWord,
  type Moment,
  momentDetails,
  proposalWords,
  readMoment,
  refusalOf,
  voteTimes,
} from './lifecycleWords.ts'
import { actionOf } from './nextOf.ts'
import type { Protocol } from './protocol.ts'
import { NotAsSentError, NotNowError } from './refusals.ts'
import { hasSnapshot, NOTHING } from './voteHand.ts'
import type { VoteRequest } from './voteWish.ts'
import { factsAfter, nextAfter, splitWords, tallyFacts, type Voter, votesIn } from './voteWords.ts'

/** A Governor that counts no overrides, or something that none can say. */
export class NoOverrideError extends UsageError {}

/** What somebody may override in one proposal, and where that stands. */
export interface OverrideHand extends Override {
  readonly moment: Moment
}

/** Whose override it is, and what it says. */
export interface OverrideMatter extends Voter {
  readonly vote: OverrideVote
}

/** @throws NoOverrideError */
export function overrideWishOf({ support, split, reason = '' }: VoteRequest): OverrideVote {
  if (support !== undefined && split === undefined) return { support, reason }
  throw new NoOverrideError(
    'An override gives everything to one side.',
    'Write for, against or abstain behind the proposal, without --split.',
  )
}

/** @throws NoOverrideError unless the Governor says that it counts them */
export async function requireOverrides({ network, chain, book }: Protocol): Promise<void> {
  const traits = await readTraits(chain, book)
  if (takesOverrides(traits)) return
  const mode = printable(traits.countingMode) || 'none'
  throw new NoOverrideError(
    `The Governor of ${network} counts no overrides (COUNTING_MODE: ${mode}).`,
    advise`Tokens vote through their delegate there: vote as the delegate: ${{ act: 'act as another' }}. For the next proposals, delegate to yourself before their vote opens: ${{ act: 'delegate' }}`,
  )
}

/** Undefined while there is no snapshot. @throws VotesMissingError */
export async function readOverrideHand(of: Voter): Promise<OverrideHand | undefined> {
  const { protocol, proposal, voter } = of
  const { chain, book } = protocol
  const { id, announcement } = proposal
  const moment = await readMoment(protocol, id)
  const { snapshot } = moment.times
  if (!hasSnapshot(moment)) return undefined
  const fromBlock = announcement?.blockNumber ?? book.deployedAtBlock
  return { moment, ...(await readOverride(chain, book, { id, snapshot, voter, fromBlock })) }
}

/** @throws NotNowError if there is nothing to override with, nobody to override, or if it was done */
export function requireOverridable({ protocol, voter }: Voter, hand: OverrideHand): void {
  const { weight, delegate, cast, moment } = hand
  const counted = `when votes were counted for this proposal, ${voteTimes(moment).counted}`
  if (cast !== undefined) {
    throw new NotNowError(
      `${voter} has overridden its delegate: ${givenWords(cast, protocol.book)}.`,
      'An override counts once and cannot be changed.',
    )
  }
  if (weight === 0n) {
    throw new NotNowError(
      `${voter} held no tokens of its own ${counted}.`,
      advise`Override as an account that did: ${{ act: 'act as another' }}.`,
    )
  }
  if (delegate === NOBODY) {
    throw new NotNowError(
      `${voter} had delegated to nobody ${counted}: there is no delegate to override.`,
      advise`For the next proposals, delegate before their vote opens: ${{ act: 'delegate' }}`,
    )
  }
}

/** `60 BLST for`. */
export const givenWords = (
  { support, weight }: { readonly support: Support; readonly weight: bigint },
  symbols: Symbols,
): string => splitWords({ ...NOTHING, [support]: weight }, symbols)

/** What an override does to others, which its name does not say. */
export const ruleWords: readonly string[] = [
  "the voter's own tokens are taken out of the vote of its delegate, voted or not, and counted here instead",
  'it counts once: an override cannot be changed',
]

/** What the voter has, from whom it takes it, and what becomes of the vote. */
export function overrideFacts({ protocol, voter, vote }: OverrideMatter, hand: OverrideHand) {
  const { weight, delegate, delegateVote, moment } = hand
  const { book } = protocol
  const who = delegate === voter ? 'the voter itself' : delegate
  const loses =
    delegateVote === undefined
      ? 'has not voted: what it casts later is less by these votes'
      : `has voted ${delegateVote}, which is less by these votes`
  const facts: readonly Fact[] = [
    ['own votes', `${votesIn(book)(weight)}, held at the snapshot`],
    ['delegate', `${who}; ${loses}`],
    ...factsAfter(moment, tallyWith(hand, vote.support), { reason: vote.reason, symbols: book }),
  ]
  return facts
}

function tallyWith({ moment, weight, delegateVote }: OverrideHand, support: Support): Tally {
  const { tally } = moment
  const counted = (side: Support): bigint =>
    tally[side] + (side === support ? weight : 0n) - (side === delegateVote ? weight : 0n)
  return { for: counted('for'), against: counted('against'), abstain: counted('abstain') }
}

/** An override as an act, by whatever call it is cast; the same side on the chain is the same override. */
export function overriding(
  matter: OverrideMatter,
  { verb, action }: { readonly verb: string; readonly action: Action },
): Pick<Deed, 'done'> & { readonly prepare: () => Promise<Intent> } {
  const { protocol, proposal, vote } = matter
  const proposalId = proposal.id
  return {
    async done() {
      const hand = await readOverrideHand(matter)
      if (hand?.cast?.support !== vote.support) return undefined
      return { ...shownOverride(matter, hand), proposalId, action }
    },
    async prepare() {
      const hand = await requireHand(matter, verb)
      const given = givenWords({ ...vote, weight: hand.weight }, protocol.book)
      return {
        action,
        words: [`cast an override: ${given} on ${proposalWords(proposal)}`, ...ruleWords],
        facts: overrideFacts(matter, hand),
        warnings: [],
        handles: [],
        proposalId,
        readBack: (sent) => readBack(matter, hand, sent),
      }
    },
  }
}

/** @throws NotNowError unless the vote is open and there is something to override */
async function requireHand(matter: OverrideMatter, verb: string): Promise<OverrideHand> {
  const { protocol, proposal, reference } = matter
  const hand = await readOverrideHand(matter)
  const moment = hand?.moment ?? (await readMoment(protocol, proposal.id))
  if (hand === undefined || actionOf(moment, moment.now).kind !== 'vote') {
    throw refusalOf(proposal, moment, { verb, reference })
  }
  requireOverridable(matter, hand)
  return hand
}

/** @throws NotAsSentError unless the Governor has counted exactly this */
async function readBack(matter: OverrideMatter, before: OverrideHand, sent: Sent): Promise<Shown> {
  const { vote, protocol } = matter
  const after = await readOverrideHand(matter)
  const cast = after?.cast
  if (after !== undefined && cast?.support === vote.support && cast.weight === before.weight) {
    return shownOverride(matter, after)
  }
  const counts = cast === undefined ? 'no override of it' : givenWords(cast, protocol.book)
  throw new NotAsSentError(sent.transactionHash, `the Governor counts ${counts}`)
}

/** What the chain shows of an override, and where the vote stands. */
function shownOverride({ protocol, voter, proposal, reference }: Voter, hand: OverrideHand): Shown {
  const { book } = protocol
  const { moment, delegate, weight, cast } = hand
  const { support = 'abstain', reason = '' } = cast ?? {}
  const mine: VoteSplit = { ...NOTHING, [support]: weight }
  const word = commandWord(proposal.id, reference)
  return {
    headline: `${voter} has overridden its delegate with ${splitWords(mine, book)} on ${proposalWords(proposal)}.`,
    facts: [
      ['delegate', delegate],
      ...tallyFacts(moment, book),
      ...(reason === '' ? [] : [['reason', printable(reason)] as const]),
      ['vote ends', voteTimes(moment).ends],
    ],
    details: { ...momentDetails(proposal.id, moment), override: { delegate, ...cast } },
    next: nextAfter(moment, mine, { word, votes: votesIn(book) }),
  }
}
