import { addedBadDebt } from './badDebt.ts'
import { capsInUse } from './capsInUse.ts'
import {
  type Check,
  type Evidence,
  type Finding,
  type Gathered,
  inconclusive,
  type MetEvidence,
  type Need,
} from './check.ts'
import { declaredOnly } from './declaredOnly.ts'
import { gasLimit } from './gasLimit.ts'
import { knownTargets } from './knownTargets.ts'
import { lifecycleCompletes } from './lifecycle.ts'
import { magnitude } from './magnitude.ts'
import { newlyLiquidatable } from './newlyLiquidatable.ts'
import { openProposals } from './openProposals.ts'
import { priceState } from './priceState.ts'

/** Every check there is, in the order in which findings are shown. */
export const checks: readonly Check[] = [
  declaredOnly,
  lifecycleCompletes,
  newlyLiquidatable,
  addedBadDebt,
  priceState,
  capsInUse,
  magnitude,
  knownTargets,
  gasLimit,
  openProposals,
] as readonly Check[]

/** What the checks found, and which of them were not asked because their evidence was not gathered. */
export interface CheckResult {
  readonly findings: readonly Finding[]
  readonly notRun: readonly {
    readonly check: string
    readonly title: string
    readonly needs: readonly Need[]
  }[]
}

/**
 * Stage 10: runs every check whose needs are met. A need that was asked for and could not be had makes the
 * check inconclusive; one that was not asked for lists the check as not run.
 */
export function runChecks(evidence: Evidence): CheckResult {
  const findings: Finding[] = []
  const notRun: CheckResult['notRun'][number][] = []
  for (const check of checks) {
    const { name, title, needs } = check
    const missing = needs.filter((need) => gathered(evidence, need) === undefined)
    if (missing.length > 0) {
      notRun.push({ check: name, title, needs: missing })
      continue
    }
    findings.push({ check: name, title, ...judge(check, evidence) })
  }
  return { findings, notRun }
}

function judge(check: Check, evidence: Evidence) {
  for (const need of check.needs) {
    const item = gathered(evidence, need)
    if (item?.kind === 'unreachable') return inconclusive(`Could not be checked: ${item.why}`)
  }
  return check.judge({ ...evidence, ...values(evidence) } as MetEvidence)
}

const gathered = (evidence: Evidence, need: Need): Gathered<unknown> | undefined =>
  need === 'calls' ? { kind: 'value', value: evidence.proposal } : evidence[need]

const values = ({ chain, proposals, dryRun, risk }: Evidence) => ({
  chain: chain?.kind === 'value' ? chain.value : undefined,
  proposals: proposals?.kind === 'value' ? proposals.value : undefined,
  dryRun: dryRun?.kind === 'value' ? dryRun.value : undefined,
  risk: risk?.kind === 'value' ? risk.value : undefined,
})

/** The worst of the findings; an accepted inconclusive check counts as a warning. */
export function verdictOf(
  findings: readonly Finding[],
  acceptedInconclusive: readonly string[],
): 'pass' | 'warn' | 'fail' | 'inconclusive' {
  const statuses = findings.map(({ check, status }) =>
    status === 'inconclusive' && acceptedInconclusive.includes(check) ? 'warn' : status,
  )
  for (const status of ['fail', 'inconclusive', 'warn'] as const) {
    if (statuses.includes(status)) return status
  }
  return 'pass'
}
