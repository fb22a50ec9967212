import type { Hex } from '../governance/addressBook.ts'
import { BallastError, ExitCode } from '../shared/errors.ts'
import type { Advice } from '../shared/remedy.ts'

const WHEN_REFUSED =
  'The name of the error says which rule refused; correct the proposal or wait until the rule allows it.'

interface RevertOptions {
  readonly nextStep?: string | Advice
  readonly transactionHash?: Hex
}

/** The chain answered that a transaction or call fails. */
export class ChainRevertedError extends BallastError {
  override readonly exitCode = ExitCode.reverted
  /** Of a transaction that was mined and reverted; undefined if nothing was sent. */
  readonly transactionHash: Hex | undefined
  constructor(message: string, options?: ErrorOptions & RevertOptions) {
    super(message, options?.nextStep ?? WHEN_REFUSED, options)
    this.transactionHash = options?.transactionHash
  }
}

/** A deployment ended with somebody other than governance in power. */
export class DeploymentUnsafeError extends BallastError {
  override readonly exitCode = ExitCode.reverted
  constructor(held: readonly string[]) {
    super(
      `The deployer still holds: ${held.join(', ')}.`,
      'Do not use this deployment: the handover to the timelock is incomplete.',
    )
  }
}

/** A deployment that was begun, on a chain that no longer holds it. */
export class DeploymentLostError extends BallastError {
  override readonly exitCode = ExitCode.unreachable
  constructor(step: string, contract: string) {
    super(
      `An earlier attempt put ${step} at ${contract}; there is no contract now.`,
      'Was the node started anew? Begin again with --fresh, or connect to the chain of the earlier attempt.',
    )
  }
}

/** The chain refuses a step of a deployment. */
export class StepRefusedError extends BallastError {
  override readonly exitCode = ExitCode.reverted
  constructor(step: string, reason: ChainRevertedError) {
    super(
      `The step "${step}" is refused. ${reason.message}`,
      'Correct what is deployed, or choose another --account. Finished steps stay finished; --fresh begins anew.',
      { cause: reason },
    )
  }
}
