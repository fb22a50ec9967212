import type { CheckResult } from '../governance/checks/runChecks.ts'
import type { ParameterChange } from '../governance/proposal.ts'
import type { RiskAssessment } from '../risk/assessment.ts'
import type { Decision } from './checkProposal.ts'

/** Everything that the eleven stages found, as plain data for a screen. */
export interface Preview {
  readonly reference: string
  readonly slug: string
  readonly title: string
  readonly changes: readonly ParameterChange[]
  readonly checks: CheckResult
  readonly decision: Decision
  readonly undeclared: readonly string[]
  readonly assessment: RiskAssessment
}
