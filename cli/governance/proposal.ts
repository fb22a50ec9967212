import type { VotingType } from '../shared/votingTypes.ts'
import type { Address, Hex } from './addressBook.ts'
import type { ParameterSet, ParameterSpec, ParameterValue } from './parameter.ts'

/** A place in the source text, from 1. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** Something wrong with a proposal file: where, what, and what to write instead. */
export interface Problem {
  readonly place: Place
  readonly message: string
  readonly instead: string
}

/** The text of a proposal as read from somewhere, before anything is known about it. */
export interface ProposalSource {
  /** Where it came from, for messages. */
  readonly path: string
  /** The folder's name, or the file's: the handle that people type. */
  readonly slug: string
  readonly text: string
}

/** One declared change, units parsed, not yet compared with the chain. */
export interface DraftChange {
  readonly spec: ParameterSpec
  /** Market or feed label, or `governor` / `timelock`. */
  readonly subject: string
  readonly value: bigint
  /** What the author believes the stored value to be. */
  readonly expect?: bigint
  readonly place: Place
}

/** Effects that no call may have unless its author says so. */
export const sensitiveEffects = [
  'permission',
  'priceSource',
  'governance',
  'listing',
  'tokenMovement',
  'code',
] as const
export type SensitiveEffect = (typeof sensitiveEffects)[number]

/** A raw call: a function by signature on a named contract or an address. */
export interface DraftCall {
  readonly target: Address
  /** The contract's name in the address book, or the address. */
  readonly targetName: string
  readonly signature: string
  readonly args: readonly unknown[]
  readonly value: bigint
  readonly because: string
  /** Sensitive effects that the author openly declares. */
  readonly declares: readonly SensitiveEffect[]
  readonly place: Place
}

/** How prices move in the simulation: correlated geometric Brownian motion, or the same with market-wide jumps. */
export const pricesModels = ['gbm', 'gbm-with-jumps'] as const
export type PricesModel = (typeof pricesModels)[number]

/** How the risk figures of this proposal are computed; defaults in `draft.ts`. */
export interface RiskSettings {
  readonly paths: number
  readonly horizonDays: number
  readonly seed: number
  readonly prices: PricesModel
  /** Most additional bad debt (expected shortfall 99 %, derivative) that the checks accept. */
  readonly maxAddedBadDebt?: bigint
}

/** How a draft is to be voted on off-chain; its space decides what is left out. */
export interface BallotWish {
  readonly type?: VotingType | undefined
  readonly choices?: readonly string[] | undefined
  readonly labels?: readonly string[] | undefined
  /** A time such as 2026-11-24T12:00Z. */
  readonly start?: string | undefined
  readonly periodSeconds?: number
  /** The block of the space's chain at which votes are counted. */
  readonly block?: number | undefined
  /** Votes stay secret until the vote ends. */
  readonly secret?: boolean | undefined
}

/** A proposal file understood: units parsed, names known. */
export interface Draft {
  readonly slug: string
  readonly title: string
  readonly summary: string
  readonly discussion?: string
  readonly changes: readonly DraftChange[]
  readonly calls: readonly DraftCall[]
  readonly risk: RiskSettings
  /** How it is voted on off-chain, if the file says anything about it. */
  readonly ballot?: BallotWish
  /** keccak256 of the source text. */
  readonly sourceHash: Hex
}

/** What a stage that judges a file answers: the part that is sound, and everything that is not. */
export interface Judged<T> {
  readonly value: T
  readonly problems: readonly Problem[]
}

/** A declared change beside the value on the chain. */
export interface ParameterChange {
  readonly spec: ParameterSpec
  readonly subject: string
  readonly before: ParameterValue
  /** The stored value after execution. */
  readonly after: bigint
  readonly direction: 'tightens' | 'relaxes' | 'neutral' | 'unchanged'
  readonly place: Place
}

/** One action of an on-chain proposal. */
export interface Call {
  readonly target: Address
  readonly value: bigint
  readonly calldata: Hex
  /** The call in words, for people. */
  readonly words: string
  readonly origin:
    | { readonly kind: 'changes'; readonly changes: readonly ParameterChange[] }
    | { readonly kind: 'raw'; readonly call: DraftCall }
}

/** What is sent to the Governor. */
export interface Proposal {
  readonly slug: string
  readonly calls: readonly Call[]
  readonly description: string
  readonly descriptionHash: Hex
  /** hashProposal(targets, values, calldatas, descriptionHash). */
  readonly id: bigint
}

/** One call seen in the trace of the execution, in order of entry. */
export interface TracedCall {
  readonly kind:
    | 'CALL'
    | 'STATICCALL'
    | 'DELEGATECALL'
    | 'CALLCODE'
    | 'CREATE'
    | 'CREATE2'
    | 'SELFDESTRUCT'
  readonly depth: number
  readonly from: Address
  readonly to: Address
  readonly value: bigint
  readonly input: Hex
}

/** An event of the execution, undecoded. */
export interface TracedEvent {
  readonly address: Address
  readonly topics: readonly Hex[]
  readonly data: Hex
}

/** What the execution changed at one account (prestate diff). */
export interface AccountDiff {
  readonly address: Address
  readonly balanceBefore: bigint
  readonly balanceAfter: bigint
  readonly nonceChanged: boolean
  readonly codeChanged: boolean
  readonly slots: readonly { readonly slot: Hex; readonly before: Hex; readonly after: Hex }[]
}

/** What executing the proposal on a local fork showed. */
export interface DryRun {
  /** The block it started from. */
  readonly from: ParameterSet
  readonly lifecycle: {
    /** Pending, Active, Succeeded, Queued, Executed as seen on the fork. */
    readonly states: readonly string[]
    readonly voters: readonly { readonly address: Address; readonly weight: bigint }[]
    readonly quorum: bigint
    /** Why the vote itself could not be played through; then the batch ran as the timelock. */
    readonly inconclusive?: string
  }
  readonly outcome:
    | {
        readonly kind: 'executed'
        readonly gasUsed: bigint
        readonly executor: Address
        readonly transactionHash: Hex
      }
    | { readonly kind: 'reverted'; readonly reason: string }
    /** It runs only where the fork could not bring it: nothing is known about its effects. */
    | { readonly kind: 'notRun'; readonly reason: string }
  readonly calls: readonly TracedCall[]
  readonly events: readonly TracedEvent[]
  readonly diffs: readonly AccountDiff[]
  /** Every parameter right after execution, and at the same moment on the fork without the proposal. */
  readonly executed: ParameterSet
  readonly control: ParameterSet
  /** The same pair when every ramp and delay that the proposal starts has ended. */
  readonly settled: ParameterSet
  readonly settledControl: ParameterSet
}
