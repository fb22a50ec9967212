#!/usr/bin/env node
import { existsSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import process from 'node:process'
import yargs from 'yargs'
import { allCommands } from './commands/allCommands.ts'
import type { Command } from './commands/command.ts'
import { complete, completedLine, verbIn } from './commands/completion.ts'
import { asksForHelp, flagsIn, HELP, helpFor } from './commands/help.ts'
import {
  type GlobalFlags,
  printAnswer,
  printFailure,
  printText,
  progressOn,
} from './commands/output.ts'
import { servicesFor } from './services.ts'
import { BallastError, ExitCode, UnexpectedContractError, UsageError } from './shared/errors.ts'

/** Parses the arguments, runs one verb, answers the exit code. The only place that catches. */
async function main(args: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = ExitCode.done
  const width = Math.min(process.stdout.columns ?? 100, 110)
  const line = completedLine(args)
  // To describe a verb, yargs is to see that verb and nothing that it would carry out.
  const described = line ?? (asksForHelp(args) ? args : undefined)
  const verb = verbIn(allCommands, described ?? args)
  const parser = yargs(described === undefined ? [...args] : verb === undefined ? [] : [verb.name])
    .scriptName('ballast')
    .usage(HELP)
    .option('network', { type: 'string', describe: 'a network of ballast.yaml, or demo' })
    .option('config', { type: 'string', describe: 'another ballast.yaml than the nearest' })
    .option('timeout', { type: 'number', describe: 'seconds for one answer of the node' })
    .option('json', { type: 'boolean', describe: 'answer with one JSON document' })
    .option('quiet', { type: 'boolean', describe: 'no progress on stderr' })
    .option('verbose', { type: 'boolean', describe: 'with an error, where it came from' })
    .epilogue(EXIT_CODES)
    .strict()
    .demandCommand(1, 'Name a verb.')
    .recommendCommands()
    .wrap(width)
    .alias('help', 'h')
    .completion('completion', false)
    .exitProcess(false)
    .fail((message, error) => {
      throw (
        error ??
        new UsageError(
          inOurWords(message, args),
          'Add --help to the command for its arguments and flags.',
        )
      )
    })
  for (const command of allCommands) {
    parser.command({
      command: [command.name, command.positional].filter(Boolean).join(' '),
      // What help says of verbs is written by `helpFor`; yargs adds the flags.
      describe: false,
      builder: (own) => command.flags(own.usage(HELP)),
      handler: async (flags) => {
        refuseRepeated(flags)
        exitCode = await runCommand(command, withInput(flags, args) as GlobalFlags)
      },
    })
  }
  try {
    if (line !== undefined) {
      const flags = async () => flagsIn(await parser.getHelp())
      const words = await complete(allCommands, line, flags)
      if (words.length > 0) await printText(words.join('\n'))
      return ExitCode.done
    }
    const opening = described === undefined ? interfaceFlags(args) : undefined
    if (opening !== undefined) return await runInterface(opening)
    if (described !== undefined || args.length === 0) {
      const help = helpFor({ commands: allCommands, verb, width }, await parser.getHelp())
      if (args.length > 0) await printText(help)
      else printFailure(help)
      return args.length > 0 ? ExitCode.done : ExitCode.usage
    }
    await parser.parseAsync()
    return exitCode
  } catch (error) {
    return explain(error, args.includes('--verbose'))
  }
}

/** Without a verb, in a terminal, the interface opens; its flags are those that choose a network. */
function interfaceFlags(args: readonly string[]): GlobalFlags | undefined {
  if (process.stdin.isTTY !== true || process.stdout.isTTY !== true) return undefined
  const flags: Record<string, string> = {}
  const words = args.flatMap((word) => /^(--\w+)=(.*)$/.exec(word)?.slice(1) ?? [word])
  for (let i = 0; i < words.length; i += 2) {
    const [, name] = /^--(network|config|timeout)$/.exec(words[i] ?? '') ?? []
    const value = words[i + 1]
    if (name === undefined || value === undefined) return undefined
    flags[name] = value
  }
  return flags as GlobalFlags
}

async function runInterface(flags: GlobalFlags): Promise<ExitCode> {
  const { openOffice } = await import('./backstage/office.ts')
  const services = openOffice(
    { flags },
    {
      network: flags.network ?? '',
      dao: 'Ballast',
      isDemo: false,
      folder: process.cwd(),
      notes: [],
    },
  )
  const { startInterface } = await import('./ui/start.tsx')
  for (const line of await startInterface(services)) await printText(line)
  return ExitCode.done
}

const EXIT_CODES =
  'Exit codes: 0 done, 1 our bug, 2 usage or invalid file, 3 checks say no, 4 chain unreachable, 5 reverted, 130 interrupted'

/** yargs counts arguments where people want to hear what is missing. */
function inOurWords(message: string, args: readonly string[]): string {
  if (!message.startsWith('Not enough non-option arguments')) return message
  const verb = allCommands.find(({ name }) => args.includes(name))
  const positional = verb?.positional ?? '<proposal>'
  return positional === '<proposal>'
    ? 'The verb needs a proposal: a file, a folder with proposal.yaml, or the id of one on the chain.'
    : `ballast ${verb?.name} needs ${positional.replace('..>', '>')}.`
}

/** A flag that takes one value and is given twice means that one of the two is a mistake. */
function refuseRepeated(flags: Readonly<Record<string, unknown>>): void {
  const lists = ['_', 'acceptInconclusive', 'accept-inconclusive', 'set', 'duration']
  for (const [name, value] of Object.entries(flags)) {
    if (!Array.isArray(value) || lists.includes(name)) continue
    throw new UsageError(`--${name} was given ${value.length} times.`, 'Give it once.')
  }
}

/** yargs makes an empty text of a lone `-`, which means standard input. */
const withInput = (flags: Readonly<Record<string, unknown>>, args: readonly string[]) =>
  flags['proposal'] === '' && args.includes('-') ? { ...flags, proposal: '-' } : flags

async function runCommand(command: Command, flags: GlobalFlags): Promise<ExitCode> {
  const progress = progressOn(process.stderr, flags)
  const opened: (() => Promise<void>)[] = []
  try {
    const outcome = await command.run(flags, servicesFor(flags, progress, opened))
    const stopped = outcome.staysOpen ? stopSignal(outcome.exitCode) : undefined
    await printAnswer(outcome.answer, flags)
    await stopped
    return outcome.exitCode
  } finally {
    for (const close of opened) await close()
  }
}

function explain(thrown: unknown, isVerbose: boolean): ExitCode {
  const error = asContractFailure(thrown)
  if (error instanceof BallastError) {
    printFailure(`${error.message}\n${error.nextStep}`)
    if (isVerbose) printFailure(String(error.stack))
    return error.exitCode
  }
  printFailure(`This is a bug of Ballast: ${error instanceof Error ? error.stack : String(error)}`)
  return ExitCode.bug
}

/** What ethers throws where a contract's answer to a question is not what its interface says. */
const UNREADABLE = ['CALL_EXCEPTION', 'BAD_DATA']

/** Refusals of what was sent have their own errors: this was a plain question, and something else lives there. */
function asContractFailure(error: unknown): unknown {
  const { code } = (error ?? {}) as { readonly code?: unknown }
  if (!(error instanceof Error) || !UNREADABLE.includes(String(code))) return error
  const { to } = (error as { transaction?: { to?: unknown } | null }).transaction ?? {}
  return new UnexpectedContractError(typeof to === 'string' ? to : undefined, error)
}

// Whoever reads the answer may stop in the middle of it (`| head`): that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? ExitCode.done : ExitCode.bug)
})

// Files are written whole, and the chain of this process dies with it.
process.once('SIGINT', interrupt)

function interrupt(): void {
  printFailure('\nInterrupted; every file is whole, the old one or the new one.')
  process.exit(ExitCode.interrupted)
}

/** Seconds that somebody who is still connected has before the process ends all the same. */
const LEAVE_SECONDS = 2

/** Resolves when somebody asks the process to stop: for what stays open that is no interruption but its end. */
async function stopSignal(exitCode: ExitCode): Promise<void> {
  process.removeListener('SIGINT', interrupt)
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => resolve())
  })
  setTimeout(() => process.exit(exitCode), LEAVE_SECONDS * 1_000).unref()
}

/**
 * Keeps the compiled form of what is imported from here on, so that the next command starts faster. In the user's own
 * folder: in the shared one for temporary files somebody else could put code there first. Where it cannot be written,
 * nothing is kept. Coverage would lose its precision.
 */
function keepCompiled(): void {
  if (process.env['NODE_V8_COVERAGE'] !== undefined) return
  const { XDG_CACHE_HOME, LOCALAPPDATA, HOME } = process.env
  const home = XDG_CACHE_HOME ?? LOCALAPPDATA ?? HOME
  // Node would go on forever creating a folder below one that cannot be there, such as /proc/nobody.
  if (home === undefined || !existsSync(home)) return
  enableCompileCache(join(home, home === HOME ? '.cache' : '', 'ballast'))
}

keepCompiled()
process.exitCode = await main(process.argv.slice(2))
