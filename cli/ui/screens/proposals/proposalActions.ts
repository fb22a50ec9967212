import type { ProposalState } from '../../../governance/lifecycle.ts'
import type { ProposalLine, Watcher } from '../../../report/statusText.ts'
import { formatUtc } from '../../../shared/time.ts'
import { isTurnPast, turnWords, untilWords } from '../../voteTurns.ts'

/** Who looks, and when. */
export interface Viewer {
  /** Undefined if nobody acts, or the account cannot be opened. */
  readonly account: Pick<Watcher, 'address'> | undefined
  /** Why the account that was chosen cannot be opened. */
  readonly trouble?: string | undefined
  /** The chain's clock, Unix seconds. */
  readonly now: number
  readonly isDevelopment: boolean
}

export type ProposalVerb = 'vote' | 'queue' | 'execute' | 'cancel' | 'warp'

/** Why each verb cannot be done to a proposal now; undefined where it can. */
export type ProposalActions = Readonly<Record<ProposalVerb, string | undefined>>

const READ_ONLY = 'read-only: choose an account with A'

/** What may be done to a proposal now. The chain decides in the end: this is what it would say, before it is asked. */
export const proposalActions = (line: ProposalLine, viewer: Viewer): ProposalActions => ({
  vote: whyNoVote(line, viewer.now) ?? whyNobody(viewer) ?? whyNoVotes(line),
  queue: whyNotHere(line) ?? whyNoQueue(line, viewer.now) ?? whyNobody(viewer),
  execute: whyNotHere(line) ?? whyNoExecution(line, viewer.now) ?? whyNobody(viewer),
  cancel: whyNotHere(line) ?? whyNobody(viewer) ?? whyNoCancel(line),
  warp: viewer.isDevelopment ? whyForeign(line) : 'only on a development chain',
})

const whyForeign = ({ foreign }: ProposalLine): string | undefined =>
  foreign === undefined ? undefined : `not at this Governor: it ${foreign}`

const whyNotHere = (line: ProposalLine): string | undefined =>
  whyOver(line.state) ?? whyForeign(line)

const whyNobody = ({ account, trouble }: Viewer): string | undefined =>
  account !== undefined
    ? undefined
    : trouble === undefined
      ? READ_ONLY
      : 'the key of the account is not here'

const endedWords: { readonly [S in ProposalState]?: string } = {
  Canceled: 'it was cancelled',
  Defeated: 'it was defeated',
  Expired: 'it expired',
  Executed: 'it is executed',
}

/** A defeated or expired proposal can still be cancelled at the Governor, and nobody needs that. */
const whyOver = (state: ProposalState): string | undefined => endedWords[state]

/** The state moves only with a block: between a boundary and the next block it is behind the clock. */
const NEXT_BLOCK = 'the next block moves it on'

function whyNoVote(line: ProposalLine, now: number): string | undefined {
  const { state } = line
  if (state === 'Pending') {
    return isTurnPast(line, 'voteStartsAt', now)
      ? NEXT_BLOCK
      : `the vote opens ${turnWords(line, 'voteStartsAt', now)}`
  }
  if (state === 'Active') {
    return isTurnPast(line, 'voteEndsAt', now) ? 'the vote has ended' : undefined
  }
  return whyOver(state) ?? 'the vote is over'
}

function whyNoVotes({ own }: ProposalLine): string | undefined {
  if (own === undefined) return undefined
  if (own.votes === 0n) return 'no votes at the snapshot'
  return own.cast >= own.votes ? 'voted already' : undefined
}

function whyNoQueue(line: ProposalLine, now: number): string | undefined {
  switch (line.state) {
    case 'Pending':
      return 'the vote comes first'
    case 'Active':
      return isTurnPast(line, 'voteEndsAt', now)
        ? NEXT_BLOCK
        : `the vote ends ${turnWords(line, 'voteEndsAt', now)}`
    case 'Succeeded':
      return undefined
    case 'Queued':
      return 'it is queued'
    default:
      return whyOver(line.state)
  }
}

function whyNoExecution(line: ProposalLine, now: number): string | undefined {
  switch (line.state) {
    case 'Pending':
    case 'Active':
      return 'the vote comes first'
    case 'Succeeded':
      return 'it has to be queued first'
    case 'Queued': {
      const { executableAt } = line
      return executableAt === undefined || now >= executableAt
        ? undefined
        : `the timelock holds it until ${formatUtc(executableAt)}, for ${untilWords(executableAt, now)}`
    }
    default:
      return whyOver(line.state)
  }
}

const whyNoCancel = ({ own }: ProposalLine): string | undefined =>
  own?.mayCancel === true ? undefined : 'only the guardian may, or its proposer before the vote'
