import process from 'node:process'
import type { CompletionContext } from '../workflows/completions.ts'
import { accountDeeds } from './account.ts'
import type { Command } from './command.ts'

/** What the shell handed over for completion; undefined if this is no such call. */
export function completedLine(args: readonly string[]): readonly string[] | undefined {
  const at = args.indexOf('--get-yargs-completions')
  // The first word is the name under which the shell knows us.
  return at < 0 ? undefined : args.slice(at + 2)
}

/**
 * Completes verbs, networks and accounts of the nearest ballast.yaml, proposals of the working directory and what has
 * parameters. No chain is asked, and nothing that goes wrong is said: a shell would print it into the line that is
 * being typed.
 *
 * @param line the words of the line, the last one the word under the cursor
 * @param flags asks yargs, which knows them
 */
export const complete = (
  commands: readonly Command[],
  line: readonly string[],
  flags: () => Promise<readonly string[]>,
): Promise<readonly string[]> => wordsFor(commands, line, flags).catch(() => [])

async function wordsFor(
  commands: readonly Command[],
  line: readonly string[],
  flags: () => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const current = line.at(-1) ?? ''
  const before = line.at(-2)
  const context: CompletionContext = {
    config: flagValue('--config', line),
    network: flagValue('--network', line),
  }
  const lists = await import('../workflows/completions.ts')
  if (before === '--network') return lists.networkNames(context)
  if (before === '--account') return lists.accountNames(context)
  if (current.startsWith('-')) return flags()
  const [verb, ...rest] = plainWords(line)
  if (verb === undefined || rest.length === 0) return verbs(commands)
  const command = commands.find(({ name }) => name === verb)
  const wanted = command?.positional?.split(' ')[rest.length - 1]
  if (rest.length === 1 && command?.parts !== undefined) return command.parts.map(([name]) => name)
  if (wanted === '<proposal>' || wanted === '[proposal]') return lists.proposals()
  return argumentsOf({ verb, rest, wanted }, lists, context)
}

interface Typed {
  readonly verb: string
  /** What is typed behind the verb, the last word not whole yet. */
  readonly rest: readonly string[]
  /** The argument of that place, as the verb calls it. */
  readonly wanted: string | undefined
}

/** What only one verb takes. */
function argumentsOf(
  { verb, rest, wanted }: Typed,
  lists: typeof import('../workflows/completions.ts'),
  context: CompletionContext,
): readonly string[] | Promise<readonly string[]> {
  switch (verb) {
    case 'account':
      if (wanted === '[what]') return accountDeeds
      return wanted === '[name]' ? lists.accountNames(context) : []
    case 'guardian':
      return lists.guardianWords(rest, context)
    case 'params':
      if (wanted === '[subject]') return lists.subjects(context)
      return wanted === '[parameter]' ? lists.parameterKeys(rest[0] ?? '', context) : []
    case 'steward':
      if (wanted === '[market]') return lists.markets(context)
      return rest[0] === 'set' ? lists.settingKeys() : []
    default:
      return []
  }
}

const flagValue = (flag: string, line: readonly string[]): string | undefined => {
  const at = line.indexOf(flag)
  return at < 0 || at === line.length - 1 ? undefined : line[at + 1]
}

/** Flags of every verb that take a value: the word after them is no argument. */
const takeValue = ['--network', '--config', '--timeout', '--account']

const plainWords = (line: readonly string[]): readonly string[] =>
  line.filter((word, at) => !word.startsWith('-') && !takeValue.includes(line[at - 1] ?? ''))

/** The verb among the words of a line; a flag's value that is called like one is none. */
export const verbIn = (
  commands: readonly Command[],
  line: readonly string[],
): Command | undefined =>
  plainWords(line)
    .map((word) => commands.find(({ name }) => name === word))
    .find((command) => command !== undefined)

function verbs(commands: readonly Command[]): readonly string[] {
  const shells = [process.env['SHELL'], process.env['ZSH_NAME']]
  const isZsh = shells.some((shell) => shell?.includes('zsh'))
  const own = commands.map(({ name, summary }) => (isZsh ? `${name}:${summary}` : name))
  return [...own, 'completion']
}
