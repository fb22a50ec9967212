import { BallastError, ExitCode } from '../shared/errors.ts'

/** Numbers that the risk model cannot work with: a person gave them, a person can mend them. */
export class RiskInputError extends BallastError {
  override readonly exitCode: ExitCode = ExitCode.usage
}
