import { BallastError, ExitCode } from '../shared/errors.ts'
import { advise } from '../shared/remedy.ts'

/** The chain is not where this verb needs it to be; nothing was sent. */
export class NotNowError extends BallastError {
  override readonly exitCode = ExitCode.reverted
}

/** A transaction was mined, and the chain shows something else than it was to bring about. */
export class NotAsSentError extends BallastError {
  override readonly exitCode = ExitCode.reverted
  constructor(transactionHash: string, difference: string) {
    super(
      `Transaction ${transactionHash} was mined, but ${difference}.`,
      advise`Before you do anything else, look at what the chain shows now: ${{ act: 'list proposals' }}`,
    )
  }
}
