import type { Argv } from 'yargs'
import type { ExitCode } from '../shared/errors.ts'
import type { Progress } from '../shared/progress.ts'
import type { DemoProtocol } from '../workflows/protocol.ts'
import type { Answer, OutputFlags } from './output.ts'

/** What commands get from `main`. */
export interface Services {
  readonly progress: Progress
  /** Opens the protocol that a verb works on, once however often it is asked; `main` closes it. */
  openProtocol(): Promise<DemoProtocol>
}

/** A verb's answer and how the process ends. */
export interface Outcome {
  readonly answer: Answer
  readonly exitCode: ExitCode
}

/**
 * One verb as data: flags in, one workflow called, an answer out. Heavy modules are imported by `run`, so that
 * help stays fast.
 */
export interface Command<Flags extends object = object> {
  readonly name: string
  /** Positional arguments as yargs writes them, such as `<proposal>`. */
  readonly positional?: string
  readonly summary: string
  readonly examples: readonly (readonly [command: string, does: string])[]
  readonly flags: (yargs: Argv) => Argv<Flags>
  readonly run: (flags: Flags & OutputFlags, services: Services) => Promise<Outcome>
}
