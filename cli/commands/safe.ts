import type { Argv } from 'yargs'
import { ExitCode, UsageError } from '../shared/errors.ts'
import { type MildFlags, withMild } from './actingFlags.ts'
import type { Command } from './command.ts'

interface Flags extends MildFlags {
  readonly what: 'sign' | 'execute'
  readonly files: readonly string[]
}

export const safe: Command<Flags> = {
  name: 'safe',
  positional: '<what> <files..>',
  summary: 'Sign or execute what a verb has written for the owners of a Safe',
  examples: [
    [
      'ballast safe sign proposals/ceiling/safe-1-d8a50098-3-vote.signatures.json --account bob',
      'add the signature of an owner',
    ],
    [
      'ballast safe execute proposals/ceiling/safe-1-d8a50098-3-vote.signatures.json',
      'once enough owners have signed; anybody may, and pays',
    ],
    [
      'ballast safe execute alice.signatures.json bob.signatures.json',
      'what owners have signed apart, each in a file of their own',
    ],
  ],
  flags: (yargs) =>
    withMild(yargs)
      .positional('what', {
        choices: ['sign', 'execute'] as const,
        demandOption: true,
        describe: 'sign it as an owner, or carry it to the chain',
      })
      .positional('files', {
        type: 'string',
        array: true,
        demandOption: true,
        describe:
          'the .signatures.json that a verb wrote; to execute, also several of one transaction',
      }) as unknown as Argv<Flags>,
  async run(flags, { openActing, progress }) {
    const acting = await openActing(flags.account, flags)
    if (flags.what === 'sign') {
      const { signSafeFile } = await import('../workflows/safeFile.ts')
      const { renderSafeSigned, safeSigningText } = await import('../workflows/answersOfSafes.ts')
      const { confirmSignature } = await import('./confirm.ts')
      const file = onlyOne(flags.files)
      const confirm = confirmSignature(flags)
      const signed = await signSafeFile(acting, file, (plan) => confirm(safeSigningText(plan)))
      return { answer: renderSafeSigned(signed, acting), exitCode: ExitCode.done }
    }
    const { executeSafeFiles } = await import('../workflows/safeFile.ts')
    const { renderActed } = await import('../workflows/answersOfActs.ts')
    const { confirmByYes } = await import('./confirm.ts')
    const options = { confirm: confirmByYes(flags), progress }
    const acted = await executeSafeFiles(acting, flags.files, options)
    return { answer: renderActed(acted, acting), exitCode: ExitCode.done }
  },
}

/** @throws UsageError: what is signed is read first, one after the other */
function onlyOne([file = '', ...others]: readonly string[]): string {
  if (others.length === 0) return file
  throw new UsageError(
    `ballast safe sign takes one file, and ${others.length + 1} were named.`,
    'Sign one of them; ballast safe execute takes several files of the same transaction.',
  )
}
