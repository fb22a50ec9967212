import type { AddressBook } from '../addressBook.ts'
import type { Verdict } from '../effects.ts'
import type { OpenProposal } from '../openProposals.ts'
import type { Draft, DryRun, ParameterChange, Proposal } from '../proposal.ts'

/** What a check looks at. The calls are always there; the rest as far as it could be gathered. */
export type Need = 'calls' | 'chain' | 'proposals' | 'dryRun' | 'risk'

/** A piece of evidence: here, or out of reach with the reason. A check never guesses what is out of reach. */
export type Gathered<T> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'unreachable'; readonly why: string }

/** How the price feeds stand at the pinned block, and how much there is of what the changed parameters cap. */
export interface ChainEvidence {
  readonly prices: readonly {
    readonly market: string
    readonly feed: string
    readonly state: 'OK' | 'DEGRADED' | 'DOWN'
  }[]
  readonly uses: readonly {
    readonly subject: string
    readonly parameter: string
    /** In the parameter's unit. */
    readonly used: bigint
  }[]
}

/** What else may be executed at our Governor. */
export interface OpenProposalsEvidence {
  readonly others: readonly OpenProposal[]
  /** Unix seconds; the earliest moment for this proposal's own execution, undefined if there is none any more. */
  readonly executableFrom: bigint | undefined
}

export interface DryRunEvidence {
  readonly dryRun: DryRun
  readonly verdict: Verdict
}

/** A figure with its 95 % interval. */
export interface Interval {
  readonly value: number
  readonly low: number
  readonly high: number
}

/** The risk figures that checks judge; amounts in derivative. */
export interface RiskEvidence {
  readonly paths: number
  readonly markets: readonly {
    readonly label: string
    readonly debt: number
    /** Debt that is liquidatable with the proposal and is not without it, at the present price. */
    readonly newlyLiquidatable: { readonly atExecution: number; readonly settled: number }
  }[]
  /** Markets that are in none of the figures, and whether the proposal changes something that their vaults feel. */
  readonly unpriced: readonly { readonly label: string; readonly isChanged: boolean }[]
  /** After minus before, on the same paths: expected shortfall 99 % and mean of the bad debt. */
  readonly addedBadDebt: { readonly shortfall99: Interval; readonly mean: Interval }
}

/** Everything the checks may look at. An absent item was not asked for; an unreachable one could not be had. */
export interface Evidence {
  readonly book: AddressBook
  readonly draft: Draft
  readonly changes: readonly ParameterChange[]
  readonly proposal: Proposal
  readonly chain?: Gathered<ChainEvidence>
  readonly proposals?: Gathered<OpenProposalsEvidence>
  readonly dryRun?: Gathered<DryRunEvidence>
  readonly risk?: Gathered<RiskEvidence>
}

/** The evidence once the check's needs are known to be met. */
export interface MetEvidence {
  readonly book: AddressBook
  readonly draft: Draft
  readonly changes: readonly ParameterChange[]
  readonly proposal: Proposal
  readonly chain: ChainEvidence
  readonly proposals: OpenProposalsEvidence
  readonly dryRun: DryRunEvidence
  readonly risk: RiskEvidence
}

export type Status = 'pass' | 'warn' | 'fail' | 'inconclusive'

/** What a check found: the status, one sentence, and the facts behind it. */
export interface Judgement {
  readonly status: Status
  readonly summary: string
  readonly facts: readonly string[]
}

export interface Finding extends Judgement {
  readonly check: string
  readonly title: string
}

/**
 * One question about a proposal. `judge` sees only what `needs` names: the compiler holds it to that.
 */
export interface Check<N extends Need = Need> {
  readonly name: string
  readonly title: string
  readonly needs: readonly N[]
  readonly judge: (
    evidence: Pick<MetEvidence, 'book' | 'draft' | 'changes' | 'proposal' | Exclude<N, 'calls'>>,
  ) => Judgement
}

export const pass = (summary: string, facts: readonly string[] = []): Judgement => ({
  status: 'pass',
  summary,
  facts,
})
export const warn = (summary: string, facts: readonly string[] = []): Judgement => ({
  status: 'warn',
  summary,
  facts,
})
export const fail = (summary: string, facts: readonly string[] = []): Judgement => ({
  status: 'fail',
  summary,
  facts,
})
export const inconclusive = (summary: string, facts: readonly string[] = []): Judgement => ({
  status: 'inconclusive',
  summary,
  facts,
})
