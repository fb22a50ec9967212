import { type Advice, adviceText, commandOf } from './remedy.ts'

/** What the process tells the shell (DESIGN of exit codes: README, "Exit codes"). */
export const ExitCode = {
  done: 0,
  bug: 1,
  usage: 2,
  refusedByChecks: 3,
  unreachable: 4,
  reverted: 5,
  interrupted: 130,
} as const

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode]

/**
 * The base of every failure that a person can do something about: what failed is the message, what to
 * do about it is `nextStep`. Anything else that reaches `main` is our bug.
 */
export abstract class BallastError extends Error {
  abstract readonly exitCode: ExitCode
  /** With remedies as data, for whoever has other names for them than the command line. */
  readonly advice: Advice

  constructor(message: string, nextStep: string | Advice, options?: ErrorOptions) {
    super(message, options)
    this.name = new.target.name
    this.advice = typeof nextStep === 'string' ? [nextStep] : nextStep
  }

  /** As the command line says it. */
  get nextStep(): string {
    return adviceText(this.advice, commandOf)
  }
}

/** A contract does not answer a question as its interface says: it is another one, or none. */
export class UnexpectedContractError extends BallastError {
  override readonly exitCode = ExitCode.unreachable
  constructor(address: string | undefined, cause: Error) {
    super(
      `The contract ${address === undefined ? 'that was asked' : `at ${address}`} does not answer as expected.`,
      'The address book may be of another deployment (`addresses` in ballast.yaml), or the node is behind: wait, or use another one.',
      { cause },
    )
  }
}

/** A command line that cannot be understood. */
export class UsageError extends BallastError {
  override readonly exitCode = ExitCode.usage
}

/** A failure that another thread reported, with what to do about it. */
export class RelayedError extends BallastError {
  override readonly exitCode: ExitCode
  /** The name of the class that was thrown. */
  readonly kind: string

  constructor(failure: RelayedFailure) {
    super(failure.message, failure.advice ?? failure.nextStep)
    this.exitCode = failure.exitCode
    this.kind = failure.kind
    if (failure.stack !== undefined) this.stack = failure.stack
  }
}

/** A failure as plain data. */
export interface RelayedFailure {
  readonly kind: string
  readonly message: string
  readonly nextStep: string
  /** The same with remedies as data; absent where there are none. */
  readonly advice?: Advice
  readonly exitCode: ExitCode
  readonly stack?: string
}

/** A failure as plain data, so that it crosses threads; what is no BallastError is our bug and says so. */
export function relayed(error: unknown): RelayedFailure {
  const { stack } = (error ?? {}) as { readonly stack?: unknown }
  const from = typeof stack === 'string' ? { stack } : {}
  if (error instanceof BallastError) {
    const { message, nextStep, advice, exitCode } = error
    const remedies = advice.some((part) => typeof part !== 'string') ? { advice } : {}
    return { kind: error.name, message, nextStep, ...remedies, exitCode, ...from }
  }
  const message = error instanceof Error ? error.message : String(error)
  return {
    kind: error instanceof Error ? error.name : 'Error',
    message: `This is a bug of Ballast: ${message}`,
    nextStep: 'Report it with the text that --verbose shows.',
    exitCode: ExitCode.bug,
    ...from,
  }
}
