import type { Argv } from 'yargs'
import { ExitCode, UsageError } from '../shared/errors.ts'
import type { Command, Services } from './command.ts'
import type { Answer } from './output.ts'

interface Flags {
  readonly what?: 'list' | 'new' | 'import' | 'show'
  readonly name?: string
  readonly fromEnv?: string
  readonly unlock?: boolean
}

export const account: Command<Flags> = {
  name: 'account',
  positional: '[what] [name]',
  summary: 'List who can sign here; make or import an encrypted key',
  examples: [
    ['ballast account', 'every account of ballast.yaml, and whether it can sign'],
    ['ballast account new alice', 'a new key in keys/alice.json, encrypted'],
    ['ballast account import alice --from-env OLD_KEY', 'the same with a key that you have'],
    ['ballast account show alice --unlock', 'try its passphrase; nothing is signed'],
  ],
  flags: (yargs) =>
    yargs
      .positional('what', {
        choices: ['list', 'new', 'import', 'show'] as const,
        default: 'list',
        describe: 'what to do',
      })
      .positional('name', { type: 'string', describe: 'a name of ballast.yaml, or a new one' })
      .option('from-env', {
        type: 'string',
        describe: 'import: the variable that holds the key; it is asked for otherwise',
      })
      .option('unlock', {
        type: 'boolean',
        describe: 'show: open it as well, to try the passphrase',
      }) as unknown as Argv<Flags>,
  async run(flags, services) {
    return { answer: await answerTo(flags, services), exitCode: ExitCode.done }
  },
}

async function answerTo(flags: Flags, services: Services): Promise<Answer> {
  const { what = 'list', fromEnv: variable } = flags
  const { progress, askSecret: ask } = services
  const { renderAccount, renderAccounts, renderNewAccount } = await import(
    '../workflows/answersOfAccounts.ts'
  )
  if (what === 'list' || what === 'show') {
    const { listAccounts, showAccount, whereAccountsAre } = await import(
      '../workflows/listAccounts.ts'
    )
    const { config, network } = whereAccountsAre(await services.findWorkspace())
    if (what === 'list') return renderAccounts(await listAccounts(config, network))
    const unlocking = flags.unlock === true ? { ask, progress } : undefined
    return renderAccount(await showAccount(config, nameIn(flags), { network, unlocking }))
  }
  const { createAccount, importAccount } = await import('../workflows/newAccount.ts')
  const { whereAccountsAre } = await import('../workflows/listAccounts.ts')
  const { config } = whereAccountsAre(await services.findWorkspace())
  const unlocking = { ask, progress }
  const name = nameIn(flags)
  return renderNewAccount(
    what,
    what === 'new'
      ? await createAccount(config, name, unlocking)
      : await importAccount(config, name, { variable, unlocking }),
  )
}

/** @throws UsageError */
function nameIn({ what, name }: Flags): string {
  if (name !== undefined && name !== '') return name
  throw new UsageError(
    `ballast account ${what} needs the name of an account.`,
    `Write it behind: ballast account ${what} alice`,
  )
}
