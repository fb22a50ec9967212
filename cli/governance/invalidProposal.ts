import { BallastError, ExitCode } from '../shared/errors.ts'
import { inOrder, problemText } from './problemText.ts'
import type { Judged, Problem, ProposalSource } from './proposal.ts'

/** A proposal file that cannot be understood or does not fit the chain: all its problems at once. */
export class InvalidProposalError extends BallastError {
  override readonly exitCode = ExitCode.usage
  readonly problems: readonly Problem[]

  constructor(source: ProposalSource, problems: readonly Problem[]) {
    super(
      problemText(source.path, problems, '; nothing was written or sent'),
      'Correct the lines above and run the command again.',
    )
    this.problems = inOrder(problems)
  }
}

/**
 * The judged values, if none of the judges found a problem.
 *
 * @throws InvalidProposalError with the problems of all of them
 */
export function requireSound(source: ProposalSource, judged: readonly Judged<unknown>[]): void {
  const problems = judged.flatMap((one) => one.problems)
  if (problems.length > 0) throw new InvalidProposalError(source, problems)
}
