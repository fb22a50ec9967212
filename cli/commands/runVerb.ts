import process from 'node:process'
import yargs from 'yargs'
import { ExitCode, UsageError } from '../shared/errors.ts'
import { printable } from '../shared/format.ts'
import type { Progress } from '../shared/progress.ts'
import type { AskSecret } from '../workflows/secrets.ts'
import { allCommands } from './allCommands.ts'
import type { Command, Services } from './command.ts'
import { complete, completedLine, verbIn } from './completion.ts'
import { asksForHelp, flagsIn, HELP, helpFor, topicIn } from './help.ts'
import {
  type GlobalFlags,
  printAnswer,
  printFailure,
  printOneOf,
  printText,
  progressOn,
} from './output.ts'
import { stopSignal } from './signals.ts'

/** What a command may open. @param opened takes down how to close what was opened */
type OpenServices = (
  flags: GlobalFlags,
  progress: Progress,
  opened: (() => Promise<void>)[],
  askSecret: AskSecret,
) => Services

/** Parses the arguments, runs one verb, answers the exit code. Without a verb it says how to name one. */
export async function runVerb(args: readonly string[], open: OpenServices): Promise<ExitCode> {
  const topic = topicIn(args)
  if (topic !== undefined) {
    await printText(topic.text)
    return ExitCode.done
  }
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
    .demandCommand(1, NO_VERB)
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
        exitCode = await runCommand(command, withInput(flags, args) as GlobalFlags, open)
      },
    })
  }
  if (line !== undefined) {
    const flags = async () => flagsIn(await parser.getHelp())
    const words = await complete(allCommands, line, flags)
    if (words.length > 0) await printText(words.join('\n'))
    return ExitCode.done
  }
  if (described !== undefined || args.length === 0) {
    const help = helpFor({ commands: allCommands, verb, width }, await parser.getHelp())
    if (args.length > 0) await printText(help)
    else printFailure(help)
    return args.length > 0 ? ExitCode.done : ExitCode.usage
  }
  await parser.parseAsync()
  return exitCode
}

const EXIT_CODES =
  'Exit codes: 0 done, 1 our bug, 2 usage or invalid file, 3 checks say no, 4 chain unreachable, 5 reverted, 130 interrupted'

const NO_VERB = 'Name a verb.'

/** Flags that mean something without a verb. */
const WITHOUT_VERB = /^--?(network|config|timeout|account|json|quiet|verbose|help|h)(=|$)/

/** A flag that does not exist is what is wrong, and not that there is no verb. */
function noVerbWords(args: readonly string[]): string {
  const odd = args.find((word) => word.startsWith('-') && !WITHOUT_VERB.test(word))
  return odd === undefined ? NO_VERB : `There is no flag ${printable(odd.replace(/=.*/s, ''))}.`
}

/** What was given is repeated in messages, and it may be a key that stands in the wrong place. */
const withoutKeys = (message: string): string => message.replaceAll(/(0x)?[0-9a-f]{60,}/gi, '…')

/** yargs counts arguments where people want to hear what is missing. */
function inOurWords(message: string, args: readonly string[]): string {
  if (message === NO_VERB) return withoutKeys(noVerbWords(args))
  if (!message.startsWith('Not enough non-option arguments')) return withoutKeys(message)
  const verb = allCommands.find(({ name }) => args.includes(name))
  const positional = verb?.positional ?? '<proposal>'
  return positional === '<proposal>'
    ? 'The verb needs a proposal: a file, a folder with proposal.yaml, or the id of one on the chain.'
    : `ballast ${verb?.name} needs ${positional.replace('..>', '>')}.`
}

/** A flag that takes one value and is given twice means that one of the two is a mistake. */
function refuseRepeated(flags: Readonly<Record<string, unknown>>): void {
  const lists = [
    '_',
    'acceptInconclusive',
    'accept-inconclusive',
    'set',
    'duration',
    'choice',
    'label',
    'files',
    'settings',
  ]
  for (const [name, value] of Object.entries(flags)) {
    if (!Array.isArray(value) || lists.includes(name)) continue
    throw new UsageError(`--${name} was given ${value.length} times.`, 'Give it once.')
  }
}

/** yargs makes an empty text of a lone `-`, which means standard input. */
const withInput = (flags: Readonly<Record<string, unknown>>, args: readonly string[]) =>
  flags['proposal'] === '' && args.includes('-') ? { ...flags, proposal: '-' } : flags

/** In the terminal, where there is one. */
const askSecret: AskSecret = async (question, instead) => {
  const { askSecret: ask } = await import('./askSecret.ts')
  return ask(question, instead)
}

async function runCommand(
  command: Command,
  flags: GlobalFlags,
  open: OpenServices,
): Promise<ExitCode> {
  const progress = progressOn(process.stderr, flags)
  const opened: (() => Promise<void>)[] = []
  try {
    const outcome = await command.run(flags, open(flags, progress, opened, askSecret))
    const stopped = outcome.staysOpen ? stopSignal(outcome.exitCode) : undefined
    await (outcome.isLast ? printOneOf : printAnswer)(outcome.answer, flags)
    await stopped
    return outcome.exitCode
  } finally {
    for (const close of opened) await close()
  }
}
