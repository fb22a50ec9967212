import { BallastError, ExitCode, UsageError } from '../shared/errors.ts'
import { printable } from '../shared/format.ts'

/** Snapshot could not be asked, or what answered is not Snapshot. Nothing was decided by it. */
export abstract class SnapshotUnavailableError extends BallastError {
  override readonly exitCode = ExitCode.unreachable
}

/** What a message that may have arrived is told with. */
const NOT_TWICE =
  'Repeat the command: it looks first whether the message arrived, and sends nothing twice.'

/** Nobody listens, or the connection broke. The cause is not kept: it may hold the whole address. */
export class SnapshotUnreachableError extends SnapshotUnavailableError {
  constructor(service: string, reason: string) {
    super(
      `${service} cannot be reached (${reason}).`,
      `Check \`snapshot\` of the network in ballast.yaml. ${NOT_TWICE}`,
    )
  }
}

/** It took longer than the timeout allows. */
export class SnapshotTimeoutError extends SnapshotUnavailableError {
  constructor(service: string, seconds: number) {
    super(`${service} did not answer within ${seconds} s.`, `${NOT_TWICE} --timeout gives more.`)
  }
}

/** It limits how often it may be asked, and goes on refusing after several waits, or wants a long one. */
export class SnapshotBusyError extends SnapshotUnavailableError {
  constructor(service: string, retryAfterSeconds: number | undefined) {
    const asked = retryAfterSeconds === undefined ? '' : `; it asks to wait ${retryAfterSeconds} s`
    super(
      `${service} was asked too often (429)${asked}.`,
      `Wait; with a key it answers more often (apiKeyEnv below \`snapshot\` in ballast.yaml). ${NOT_TWICE}`,
    )
  }
}

/** Something answers that is not what was asked for. */
export class NotSnapshotError extends SnapshotUnavailableError {
  constructor(service: string, found: string) {
    super(
      `${service} does not answer as Snapshot does: ${excerptOf(found)}`,
      'Check `snapshot` of the network in ballast.yaml: hub, sequencer and score are three addresses.',
    )
  }
}

/** A proposal whose votes Ballast can neither write nor count. */
export class UnknownVotingTypeError extends UsageError {
  constructor(id: string, type: string) {
    super(
      `The proposal ${printable(id)} is voted on by the type "${excerptOf(type)}", which Ballast does not know.`,
      'Look at it and vote on it where it was made: in the web application of Snapshot.',
    )
  }
}

/** The sequencer read the message and does not take it. */
export abstract class SequencerRefusedError extends BallastError {
  override readonly exitCode = ExitCode.reverted
  /** In the sequencer's words, printable. */
  readonly reason: string
  constructor(reason: string, nextStep: string) {
    super(`The sequencer does not take the message: ${excerptOf(reason)}.`, nextStep)
    this.reason = excerptOf(reason)
  }
}

export class LimitReachedError extends SequencerRefusedError {}
export class WrongTimeError extends SequencerRefusedError {}
export class NoVotingPowerError extends SequencerRefusedError {}
export class NotAdmittedError extends SequencerRefusedError {}

/** Something of the kind is there already: this very message, or one that stands in its way. */
export class DuplicateMessageError extends SequencerRefusedError {
  get isThisMessage(): boolean {
    return this.reason === 'duplicate message'
  }
}

export class SignatureRefusedError extends SequencerRefusedError {}
export class RefusedForAnotherReasonError extends SequencerRefusedError {}

type Refusal = new (reason: string, nextStep: string) => SequencerRefusedError

/** What the sequencer says, by the words of its refusals. */
const refusals: readonly (readonly [RegExp, Refusal, string])[] = [
  [
    /signature/,
    SignatureRefusedError,
    'Make sure that the account signs for itself; a contract needs a signature that its own chain confirms.',
  ],
  [
    /limit reached|can join max/,
    LimitReachedError,
    'Wait until older proposals are out of the count, or ask an admin of the space.',
  ],
  [
    /^duplicate message|already voted|already following/,
    DuplicateMessageError,
    'Look at what is there: ballast snapshot status',
  ],
  [
    /not in voting window/,
    WrongTimeError,
    'Look when the vote is open: ballast snapshot status. Compare the clock of this machine.',
  ],
  [
    /wrong timestamp/,
    WrongTimeError,
    'Set the clock of this machine: a message may be six days old and five minutes ahead.',
  ],
  [
    /no voting power/,
    NoVotingPowerError,
    'Votes count as of the proposal\u2019s snapshot block. Vote as an account that had power then: --account NAME',
  ],
  [
    /validation failed|failed vote validation|only space authors|not authorized|wrong alias|alias not enabled/,
    NotAdmittedError,
    'Act as an account that the space admits (--account NAME), or ask its admins.',
  ],
]

/** The sequencer's refusal as an error with a name. */
export function refusalFrom(reason: string): SequencerRefusedError {
  const found = refusals.find(([words]) => words.test(reason))
  if (found === undefined) {
    return new RefusedForAnotherReasonError(
      reason,
      'Nothing was stored. Compare the settings of the space: ballast snapshot status',
    )
  }
  const [, Named, nextStep] = found
  return new Named(reason, nextStep)
}

const LONGEST_EXCERPT = 160

/** Somebody else's words on one line that moves no cursor. */
export function excerptOf(text: string): string {
  const line = printable(text.trim().replaceAll(/\s+/g, ' '))
  return line.length > LONGEST_EXCERPT ? `${line.slice(0, LONGEST_EXCERPT)}\u2026` : line
}
