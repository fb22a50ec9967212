import { BallastError, ExitCode } from '../shared/errors.ts'
import {
  writtenAuction,
  writtenCaps,
  writtenLiquidation,
  writtenRisks,
} from './deploymentLiquidation.ts'
import { type Judging, judgeTogether } from './deploymentRules.ts'
import { type DeploymentFile, deploymentFile, deploymentShapeProblems } from './deploymentSchema.ts'
import type { DeploymentSpec, MarketTerms } from './deploymentSpec.ts'
import { type DeploymentValues, readValues } from './deploymentValues.ts'
import { parameterId } from './parameter.ts'
import { inOrder, problemText } from './problemText.ts'
import type { Problem } from './proposal.ts'
import { defaultAllowances } from './stewardAllowances.ts'
import { readYaml } from './yamlSource.ts'

/** A deployment.yaml that cannot be understood, or that the contracts would refuse: all its problems at once. */
export class InvalidDeploymentError extends BallastError {
  override readonly exitCode = ExitCode.usage
  readonly problems: readonly Problem[]

  constructor(path: string, problems: readonly Problem[]) {
    super(
      problemText(path, problems, '; nothing was sent'),
      'Correct the lines above; `ballast init --deployment` in an empty folder writes an example.',
    )
    this.problems = inOrder(problems)
  }
}

const deploymentKind = {
  noun: 'deployment',
  example: 'the file that `ballast init --deployment` writes',
}

/**
 * Understands a deployment.yaml: units parsed, bounds and coupled terms judged.
 *
 * @param input.accounts the names that may stand where somebody is meant
 * @returns the specification, in which recipient, guardian and steward still are as they were written
 * @throws InvalidDeploymentError with every problem of the file
 */
export function parseDeployment(input: {
  readonly path: string
  readonly text: string
  readonly accounts: readonly string[]
}): DeploymentSpec {
  // Every number stays the text that was written: it has units to come, and more digits than JavaScript keeps.
  const source = readYaml(input.text, () => true, deploymentKind)
  if (source.problems.length > 0) throw new InvalidDeploymentError(input.path, source.problems)
  const problems: Problem[] = [...deploymentShapeProblems(source)]
  const refuse: Judging['refuse'] = (place, message, instead) =>
    problems.push({ place, message, instead })
  const values = readValues(source, refuse)
  judgeTogether({ source, values, accounts: input.accounts, refuse })
  const file = deploymentFile(source)
  if (file === undefined || problems.length > 0) {
    throw new InvalidDeploymentError(input.path, problems)
  }
  return specOf(file, values)
}

function specOf(file: DeploymentFile, values: DeploymentValues): DeploymentSpec {
  const of = (subject: string) => (key: string) => {
    const value = values.get(parameterId(subject, key))
    if (value === undefined) throw new Error(`No value of ${subject} ${key} was read.`)
    return value
  }
  const governor = of('governor')
  const markets = Object.entries(file.markets).map(([label, market]) => ({
    label,
    collateral: market.collateral,
    feed: market.feed,
    terms: termsOf(of(label)),
    auction: writtenAuction(label, values, of(label)('debtCeiling')),
    ...(market.risks === undefined ? {} : { risks: writtenRisks(market.risks) }),
    ...(file.steward === undefined ? {} : { allowances: defaultAllowances(of(label)) }),
  }))
  return {
    token: { recipient: file.token.recipient, supply: of('token')('supply') },
    governor: {
      votingDelay: governor('votingDelay'),
      votingPeriod: governor('votingPeriod'),
      proposalThreshold: governor('proposalThreshold'),
      quorumPercent: governor('quorumNumerator'),
      lateQuorumExtension: governor('lateQuorumVoteExtension'),
      proposalGuardian: file.governor.guardian,
      timelockMinDelay: of('timelock')('minDelay'),
    },
    derivative: { name: file.derivative.name, symbol: file.derivative.symbol },
    ...(file.steward === undefined ? {} : { steward: file.steward }),
    feeds: Object.entries(file.feeds).map(([label, { aggregators, rateSource }]) => ({
      label,
      aggregators,
      maxAge: of(label)('maxAge'),
      maxDeviationBps: of(label)('maxDeviation'),
      minSources: of(label)('minSources'),
      maxJumpBps: of(label)('maxJump'),
      maxSwitchDeviationBps: of(label)('maxSwitchDeviation'),
      ...(rateSource === undefined
        ? {}
        : {
            rate: {
              source: rateSource,
              growthCapWad: of(label)('growthCap'),
              yieldDecayWad: of(label)('yieldDecay'),
            },
          }),
    })),
    markets,
    liquidation: writtenLiquidation(file, values, markets),
    ...writtenCaps(file, values),
  }
}

const termsOf = (of: (key: string) => bigint): MarketTerms => ({
  collateralizationRatioBps: of('collateralizationRatio'),
  liquidationThresholdBps: of('liquidationThreshold'),
  liquidationPenaltyBps: of('liquidationPenalty'),
  penaltyFloorBps: of('penaltyFloor'),
  maxPenaltyHealthWad: of('maxPenaltyHealth'),
  targetHealthWad: of('targetHealth'),
  debtCeiling: of('debtCeiling'),
  minimumDebt: of('minimumDebt'),
  stabilityFeeWad: of('stabilityFee'),
  thresholdRamp: of('thresholdRamp'),
  ceilingGap: of('ceilingGap'),
  ceilingDelay: of('ceilingDelay'),
})
