import type { AddressBook } from '../governance/addressBook.ts'
import type { Gathered, OpenProposalsEvidence } from '../governance/checks/check.ts'
import type { CheckResult } from '../governance/checks/runChecks.ts'
import type { Verdict } from '../governance/effects.ts'
import type { BlockRef } from '../governance/parameter.ts'
import type { Draft, DryRun, ParameterChange, Proposal } from '../governance/proposal.ts'
import type { Submitted } from '../governance/submitted.ts'
import type { RiskAssessment } from '../risk/assessment.ts'
import type { Replay } from '../risk/replay.ts'

/** What anyone needs to compute the same figures again. */
export interface Provenance {
  /** As ballast.yaml calls it. */
  readonly network: string
  readonly chainId: number
  readonly block: BlockRef
  readonly proposalId: bigint
  readonly seed: number
  readonly versions: Readonly<Record<string, string>>
  /** keccak256 of everything the risk figures were computed from, as JSON. */
  readonly inputHash: string
  /** keccak256 of the proposal's source text: the file's, or the description's on the chain. */
  readonly sourceHash: string
}

/** A replay of past prices, by the name of their file. */
export interface NamedReplay {
  readonly name: string
  /** What the prices are where they are not all real, in sentences. */
  readonly about?: string
  /** keccak256 of the prices that were replayed, as JSON. */
  readonly pricesHash: string
  readonly replay: Replay
}

/** Everything that a report tells. */
export interface ReportInput {
  readonly book: AddressBook
  readonly draft: Draft
  readonly changes: readonly ParameterChange[]
  readonly proposal: Proposal
  readonly dryRun: DryRun
  readonly verdict: Verdict
  readonly checks: CheckResult
  readonly decision: 'pass' | 'warn' | 'fail' | 'inconclusive'
  /** Checks that were let stay inconclusive. */
  readonly acceptedInconclusive: readonly string[]
  readonly assessment: RiskAssessment
  readonly replays: readonly NamedReplay[]
  readonly openProposals: Gathered<OpenProposalsEvidence>
  /** Undefined for a file that is not submitted. */
  readonly submitted?: Submitted
  readonly provenance: Provenance
}
