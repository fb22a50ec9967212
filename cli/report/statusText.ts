import type { Address, AddressBook } from '../governance/addressBook.ts'
import { type StoppedMarket, stoppedWords } from '../governance/freeze.ts'
import { timesDocument, type VoteTimes } from '../governance/governorClock.ts'
import type { MarketHealth } from '../governance/health.ts'
import type { NextAction, ProposalState } from '../governance/lifecycle.ts'
import type { NextStep } from '../governance/nextStep.ts'
import type { BlockRef } from '../governance/parameter.ts'
import { judgeTally, type Tally } from '../governance/tally.ts'
import { displayValue } from '../governance/value.ts'
import { plural } from '../shared/format.ts'
import { formatUtc, roughDuration } from '../shared/time.ts'
import type { Support } from '../shared/voteSplit.ts'

/** A proposal as the list of what needs whom shows it. Votes have 18 decimals, times are Unix seconds. */
export interface ProposalLine extends VoteTimes {
  readonly id: bigint
  /** What people type for it. */
  readonly handle: string
  /** Undefined if the node does not have the proposal's text. */
  readonly title: string | undefined
  readonly proposer: Address
  readonly state: ProposalState
  /** Undefined until it is queued. */
  readonly executableAt: number | undefined
  readonly tally: Tally
  /** What the vote needs; while it has not started, what it would need now. */
  readonly quorum: bigint
  readonly isQuorumEstimated: boolean
  /** The sides that count towards it; absent for those that Ballast's own Governor counts. */
  readonly quorumSides?: readonly Support[]
  /** Why Ballast can only vote at its Governor and look; absent for one of Ballast's own kind. */
  readonly foreign?: string | undefined
  readonly next: NextStep & { readonly kind: NextAction['kind'] }
  /** What the account has in this vote, and whether it may cancel it. */
  readonly own?: {
    readonly votes: bigint
    readonly cast: bigint
    readonly mayCancel: boolean
  }
}

/** The account whose part in it is shown. */
export interface Watcher {
  readonly name: string
  readonly address: Address
  readonly votes: bigint
  readonly balance: bigint
  readonly delegate: Address | undefined
}

/** A network as it stands at one block. */
export interface NetworkStatus {
  readonly network: string
  readonly chainId: number
  readonly block: BlockRef
  /** By the wall clock, in seconds; negative if the chain's clock runs ahead. */
  readonly blockAge: number
  readonly isDevelopment: boolean
  /** In which votes are counted. */
  readonly tokenSymbol: string
  /** The newest first. */
  readonly proposals: readonly ProposalLine[]
  /** Proposals that ended and are not shown. */
  readonly endedCount: number
  /** What is wrong with prices, a line each. */
  readonly priceTroubles: readonly string[]
  /** Markets that have bad debt. */
  readonly badDebt: readonly MarketHealth[]
  /** Markets that issue nothing now. */
  readonly stopped: readonly StoppedMarket[]
  readonly account?: Watcher
  /** Why the network's account is not shown. */
  readonly accountTrouble?: string
}

type Symbols = Pick<AddressBook, 'derivativeSymbol' | 'tokenSymbol'>

/** Below this, clocks that differ are nobody's business. */
const CLOCK_TOLERANCE = 60

function headLines({ network, chainId, block, blockAge }: NetworkStatus): readonly string[] {
  const age =
    blockAge >= 0 ? `${roughDuration(BigInt(blockAge))} ago` : 'ahead of this computer\u2019s clock'
  const head = `${network} · chain ${chainId} · block ${block.number}, ${formatUtc(block.timestamp)}, ${age}`
  if (blockAge >= -CLOCK_TOLERANCE) return [head]
  const ahead = roughDuration(BigInt(-blockAge))
  return [
    head,
    `The chain\u2019s clock is ${ahead} ahead of this computer\u2019s; every countdown follows the chain\u2019s.`,
  ]
}

function quorumWords(line: ProposalLine, write: (votes: bigint) => string): string {
  const { quorum, tally, isQuorumEstimated, quorumSides } = line
  if (isQuorumEstimated) return `quorum ${write(quorum)} if the vote began now`
  const { quorumMissing } = judgeTally(tally, quorum, quorumSides)
  return quorumMissing === 0n
    ? `quorum of ${write(quorum)} reached`
    : `quorum of ${write(quorum)} is short by ${write(quorumMissing)}`
}

function ownWords(line: ProposalLine, write: (votes: bigint) => string): string | undefined {
  if (line.own === undefined) return undefined
  const { votes, cast, mayCancel } = line.own
  const cancel = mayCancel ? [`may cancel it: ballast cancel ${line.handle}`] : []
  return [...ballotWords(line, { votes, cast }, write), ...cancel].join('; ') || undefined
}

function ballotWords(
  { state }: ProposalLine,
  { votes, cast }: { readonly votes: bigint; readonly cast: bigint },
  write: (votes: bigint) => string,
): readonly string[] {
  if (state === 'Pending') {
    return [`would vote with ${write(votes)} if the vote began now`]
  }
  if (state !== 'Active') return cast > 0n ? [`voted with ${write(cast)}`] : []
  if (votes === 0n) return ['had no votes at the snapshot, so cannot vote here']
  if (cast === 0n) return [`not voted yet, ${write(votes)} at the snapshot`]
  return cast < votes
    ? [`voted with ${write(cast)} of ${write(votes)}; the rest may still be cast`]
    : [`voted with all ${write(votes)}`]
}

function proposalLines(line: ProposalLine, symbols: Symbols): readonly string[] {
  const write = (votes: bigint) => displayValue('votes', votes, symbols)
  const { handle, state, title, tally, next } = line
  const own = ownWords(line, write)
  const hasVote = state !== 'Pending' && state !== 'Canceled'
  const votes = `${write(tally.for)} for, ${write(tally.against)} against, ${write(tally.abstain)} abstain`
  const command = next.command === undefined ? '' : ` \u2014 ballast ${next.command}`
  return [
    `${handle}  ${state}  ${title ?? '(the node does not have its text)'}`,
    ...(hasVote ? [`  votes  ${votes}; ${quorumWords(line, write)}`] : []),
    ...(state === 'Pending' ? [`  votes  ${quorumWords(line, write)}`] : []),
    `  next   ${next.words}${command}`,
    ...(own === undefined ? [] : [`  you    ${own}`]),
  ]
}

function accountLine(
  { account, accountTrouble }: NetworkStatus,
  symbols: Symbols,
): readonly string[] {
  if (account === undefined) return accountTrouble === undefined ? [] : [accountTrouble]
  const { name, address, votes, balance, delegate } = account
  const write = (amount: bigint) => displayValue('votes', amount, symbols)
  const idle =
    balance > 0n && delegate === undefined
      ? `; its ${write(balance)} vote for nobody: ballast delegate ${address}`
      : ''
  const who = name === address ? address : `${name}, ${address}`
  return [`You are ${who}, with ${write(votes)} of votes${idle}.`]
}

/** The command that is worth typing next. */
export function nextCommand({ proposals }: NetworkStatus): string {
  const isDone = ({ next, own }: ProposalLine) =>
    next.kind === 'vote' && own !== undefined && own.cast >= own.votes
  const acting = proposals.find((line) => line.next.kind !== 'wait' && isActionable(line, isDone))
  const waiting = proposals.find(({ next }) => next.kind === 'wait' && next.command !== undefined)
  const [first] = proposals
  const fallback = first === undefined ? 'draft' : `show ${first.handle}`
  return acting?.next.command ?? waiting?.next.command ?? fallback
}

const isActionable = (line: ProposalLine, isDone: (line: ProposalLine) => boolean): boolean =>
  line.next.command !== undefined && !isDone(line)

/** The same for programs. */
export const statusDocument = (status: NetworkStatus) => ({
  schema: 'ballast.status/1',
  ...status,
  proposals: status.proposals.map((line) => ({ ...line, ...timesDocument(line) })),
})

/** What needs whom now, for a terminal. */
export function statusText(status: NetworkStatus, symbols: Symbols): string {
  const { proposals, endedCount, priceTroubles, badDebt, stopped, block } = status
  const ended =
    endedCount === 0 ? '' : ` (${plural(endedCount, 'proposal')} ended; --all shows them)`
  const isQuiet = !proposals.some(({ next }) => next.kind !== 'none')
  const troubles = [
    ...priceTroubles.map((words) => `! ${words}`),
    ...stopped.map((market) => `! ${stoppedWords(market, BigInt(block.timestamp))}`),
    ...badDebt.map(
      (market) =>
        `! ${market.label} has ${displayValue('derivative', market.badDebt, symbols)} of bad debt`,
    ),
  ]
  return [
    headLines(status),
    ...proposals.map((line) => proposalLines(line, symbols)),
    ...(isQuiet ? [[`Nothing is open: no proposal needs anybody${ended}.`]] : []),
    ...(!isQuiet && ended !== '' ? [[`Not shown:${ended}`]] : []),
    troubles,
    accountLine(status, symbols),
    [`Next: ballast ${nextCommand(status)}`],
  ]
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')
}
