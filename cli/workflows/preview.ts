import type { Finding } from '../governance/checks/check.ts'
import type { CheckResult } from '../governance/checks/runChecks.ts'
import type { BlockRef } from '../governance/parameter.ts'
import type { DryRun } from '../governance/proposal.ts'
import type { Submitted } from '../governance/submitted.ts'
import type { NamedReplay } from '../report/reportInput.ts'
import type { RiskAssessment } from '../risk/assessment.ts'
import type { MarketConsequences } from '../risk/consequences.ts'
import type { Ladder, Rung } from '../risk/ladder.ts'
import type { LossHistogram } from '../risk/lossHistogram.ts'
import type { ReplayTotals } from '../risk/replay.ts'
import type { TimelineSpan } from '../risk/timeline.ts'
import type { Decision } from './checkProposal.ts'

/** A declared change as people read it. */
export interface PreviewChange {
  readonly subject: string
  readonly parameter: string
  readonly before: string
  readonly after: string
  /** `tightens`, `relaxes`, `neutral`. */
  readonly direction: string
  /** `at execution`, `along a ramp`, `after a delay`. */
  readonly takesEffect: string
}

/** A finding with what to do about it. */
export interface PreviewFinding extends Finding {
  readonly advice?: string
  /** Whether it was let stay inconclusive. */
  readonly isAccepted: boolean
}

/** A ladder without the names of its owners: there may be a hundred thousand of them. */
export interface PreviewLadder extends Omit<Ladder, 'rungs' | 'variant'> {
  readonly rungs: readonly Omit<Rung, 'owners'>[]
}

/** Ladders of both variants at one moment, and what a unit of collateral value carries then. */
export interface PreviewLadders {
  readonly at: number
  readonly before: readonly PreviewLadder[]
  readonly after: readonly PreviewLadder[]
  readonly efficiency: readonly Pick<MarketConsequences, 'label' | 'efficiency'>[]
}

/** A figure of a loss with its 95 % interval, as people read it: `12 [10, 14]`. */
export interface PreviewFigure {
  /** `mean`, `95 % quantile`. */
  readonly title: string
  readonly before: string
  readonly after: string
  /** `–` where there is none. */
  readonly difference: string
}

/** Both losses of one market, or of all: their figures, and how they spread over the paths. */
export interface PreviewLosses {
  /** `all markets`, or the market's. */
  readonly label: string
  readonly badDebt: PreviewLoss
  readonly liquidatedDebt: PreviewLoss
}

export interface PreviewLoss {
  /** Means, quantiles, shortfalls; the chance of any loss at all comes last. */
  readonly figures: readonly PreviewFigure[]
  readonly histogram: LossHistogram
}

/** A replay of past prices, short enough for a screen. */
export interface PreviewReplay extends Pick<NamedReplay, 'name' | 'about'> {
  readonly spans: readonly TimelineSpan[]
  readonly before: ReplayTotals
  readonly after: ReplayTotals
}

/** Another proposal that may be executed. */
export interface OtherProposal {
  readonly handle: string
  readonly state: string
  readonly title: string
  readonly calls: readonly string[]
  readonly executableFrom: bigint
}

/** Everything that the stages found, as plain data for a screen. Amounts in derivative. */
export interface Preview {
  /** What was asked for: a file, or an id. */
  readonly reference: string
  readonly slug: string
  /** Somebody's words, as are all texts of the proposal. */
  readonly title: string
  readonly symbol: string
  readonly block: BlockRef
  /** Where it stands on the chain; undefined for a file that is not submitted. */
  readonly submitted?: Submitted
  readonly changes: readonly PreviewChange[]
  readonly calls: readonly string[]
  readonly findings: readonly PreviewFinding[]
  readonly notRun: CheckResult['notRun']
  readonly decision: Decision
  readonly undeclared: readonly string[]
  readonly others:
    | { readonly kind: 'value'; readonly value: readonly OtherProposal[] }
    | { readonly kind: 'unreachable'; readonly why: string }
  readonly dryRun: Pick<DryRun, 'outcome' | 'lifecycle'>
  readonly risk: {
    readonly settings: RiskAssessment['settings']
    readonly modelId: string
    readonly calibrationId: string
    readonly assumptions: readonly string[]
    readonly unfelt: readonly string[]
    /** Sentences on the markets that are in none of the figures, having no price. */
    readonly unpriced: readonly string[]
    /** All markets together first, then each; none where no market has a price. */
    readonly losses: readonly PreviewLosses[]
    readonly execution: PreviewLadders
    readonly settled: PreviewLadders
  }
  readonly replays: readonly PreviewReplay[]
}
