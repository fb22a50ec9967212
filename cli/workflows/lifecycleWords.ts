import { readBlock } from '../chain/client.ts'
import { readStanding, type Standing } from '../chain/proposals.ts'
import { titleOf } from '../governance/announcedText.ts'
import { pointWords, timesDocument, voteTimesOf, whenWords } from '../governance/governorClock.ts'
import { isOwnKind } from '../governance/governorTraits.ts'
import { shellWord } from '../shared/format.ts'
import { shortId } from '../shared/proposalId.ts'
import { type Advice, advise } from '../shared/remedy.ts'
import { isProposalId, type LocatedProposal } from './locateProposal.ts'
import { actionOf } from './nextOf.ts'
import type { Protocol } from './protocol.ts'
import { NotNowError } from './refusals.ts'

/** Where a proposal stands by the chain's own clock. */
export interface Moment extends Standing {
  /** The newest block's time, Unix seconds. */
  readonly now: bigint
}

export async function readMoment({ chain, book }: Protocol, id: bigint): Promise<Moment> {
  const block = await readBlock(chain)
  return { ...(await readStanding(chain, book, id, block)), now: BigInt(block.timestamp) }
}

/** Where the vote of a proposal begins and ends, in words. */
export const voteTimes = ({ times, clock }: Moment) => ({
  counted: pointWords(BigInt(times.snapshot), clock),
  opens: pointWords(BigInt(times.snapshot) + 1n, clock),
  ends: pointWords(BigInt(times.deadline), clock),
})

/** What a proposal waits for, as the end of a sentence. */
function waitWords(moment: Moment): string {
  const next = actionOf(moment, moment.now)
  switch (next.kind) {
    case 'wait':
      return next.for === 'vote'
        ? `its vote opens at ${pointWords(next.until, moment.clock)}`
        : next.for === 'timelock'
          ? `the timelock holds it until ${whenWords(next.until, moment.now)}`
          : 'the next block moves it on'
    case 'vote':
      return `its vote is open until ${pointWords(next.until, moment.clock)}`
    case 'queue':
      return 'it waits to be queued'
    case 'execute':
      return 'it waits to be executed'
    case 'none':
      return `${next.why.charAt(0).toLowerCase()}${next.why.slice(1)}`.replace(/\.$/, '')
  }
}

/** `proposal 0xbbc1eb0a “Raise the threshold”`; the title is somebody else's text, cut to a line. */
export function proposalWords({ id, announcement }: LocatedProposal): string {
  const title = titleOf(announcement?.description ?? '')
  return `proposal ${shortId(id)}${title === undefined ? '' : ` \u201c${title}\u201d`}`
}

/** Why a verb cannot be done to a proposal now, and what can be done instead. */
export function refusalOf(
  proposal: LocatedProposal,
  moment: Moment,
  asked: { readonly verb: string; readonly reference: string },
): NotNowError {
  const { state } = moment
  const start = `${capital(proposalWords(proposal))} is ${state}, so nobody can ${asked.verb} it`
  return new NotNowError(
    state === 'Executed' ? `${start} any more.` : `${start} now: ${waitWords(moment)}.`,
    adviceFor(moment, commandWord(proposal.id, asked.reference)),
  )
}

/** What moves a proposal on, or the advice to wait for its boundary. */
function adviceFor(moment: Moment, about: string): Advice {
  const next = actionOf(moment, moment.now)
  switch (next.kind) {
    case 'wait':
      return advise`Wait until then; on a development chain: ${{ act: 'move the clock' }}`
    case 'none':
      return advise`See which proposals need somebody: ${{ act: 'list proposals' }}`
    case 'vote':
      return advise`Vote until then: ${{ act: 'vote', about }}`
    default:
      if (!isOwnKind(moment.governor)) return advise`Look at it: ${{ act: 'show', about }}`
      return advise`That comes first: ${{ act: next.kind, about }}`
  }
}

/** How the next command names the proposal: by what was typed, an id by its beginning. */
export const commandWord = (id: bigint, reference: string): string =>
  isProposalId(reference) ? shortId(id) : typed(reference)

/** A path as it has to be typed in a shell. */
export const typed = shellWord

/** Where a proposal stands, for machines. */
export const momentDetails = (id: bigint, { state, times, tally, quorum, now, clock }: Moment) => ({
  proposalId: id,
  state,
  ...timesDocument(voteTimesOf(times, clock)),
  executableAt: times.eta === 0 ? null : times.eta,
  tally,
  quorum: quorum ?? null,
  clock: Number(now),
})

/** A sentence begins with it. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
