import type { Argv } from 'yargs'
import type { ExitCode } from '../shared/errors.ts'
import type { Progress } from '../shared/progress.ts'
import type {
  Acting,
  DemoProtocol,
  FoundWorkspace,
  Protocol,
  Workspace,
} from '../workflows/protocol.ts'
import type { AskSecret, Unlocking } from '../workflows/secrets.ts'
import type { ActingFlags } from './actingFlags.ts'
import type { Answer, GlobalFlags } from './output.ts'

/** How an account acts, where not as ballast.yaml says. */
export interface HowToAct extends Pick<ActingFlags, 'maxFee'> {
  /** How it is unlocked, where not as everything here is. */
  readonly unlocking?: Unlocking
}

/** What commands get from `main`. Each opener opens once, however often it is asked; `main` closes. */
export interface Services {
  readonly progress: Progress
  /** The protocol of the network that flags, environment and ballast.yaml choose. */
  openProtocol(): Promise<Protocol>
  /** The demonstration in this process, whatever network is chosen. */
  openDemo(): Promise<DemoProtocol>
  /** The protocol and the account that acts: named by a flag, else the network's own, as are the limits. */
  openActing(account: string | undefined, how?: HowToAct): Promise<Acting>
  /** The workspace and its chosen network, before anything is deployed there. */
  openWorkspace(): Promise<Workspace>
  /** The workspace if there is one, with the network that a flag or the environment names. */
  findWorkspace(): Promise<FoundWorkspace>
  /** Asks for what nobody else may see; absent where nobody can be asked. */
  readonly askSecret?: AskSecret | undefined
  /** Closes it when the command has ended, however it ends. */
  closeAtEnd(opened: { close(): Promise<void> }): void
}

/** A verb's answer and how the process ends. */
export interface Outcome {
  readonly answer: Answer
  readonly exitCode: ExitCode
  /** What was opened stays open after the answer, until SIGINT or SIGTERM. */
  readonly staysOpen?: true
  /** The command has printed others before it, each in a line of its own where they are for machines. */
  readonly isLast?: true
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
  /** What its first argument may be, for verbs that do several things to one thing: name and what it does. */
  readonly parts?: readonly (readonly [name: string, does: string])[]
  readonly examples: readonly (readonly [command: string, does: string])[]
  readonly flags: (yargs: Argv) => Argv<Flags>
  readonly run: (flags: Flags & GlobalFlags, services: Services) => Promise<Outcome>
}
