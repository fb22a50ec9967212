import type { Argv } from 'yargs'
import { ExitCode } from '../shared/errors.ts'
import { type MildFlags, withMild } from './actingFlags.ts'
import type { Command } from './command.ts'

interface Flags extends MildFlags {
  readonly what: 'sign' | 'execute'
  readonly file: string
}

export const safe: Command<Flags> = {
  name: 'safe',
  positional: '<what> <file>',
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
  ],
  flags: (yargs) =>
    withMild(yargs)
      .positional('what', {
        choices: ['sign', 'execute'] as const,
        demandOption: true,
        describe: 'sign it as an owner, or carry it to the chain',
      })
      .positional('file', {
        type: 'string',
        demandOption: true,
        describe: 'the .signatures.json that a verb wrote',
      }) as unknown as Argv<Flags>,
  async run(flags, { openActing, progress }) {
    const acting = await openActing(flags.account, flags)
    if (flags.what === 'sign') {
      const { signSafeFile } = await import('../workflows/safeFile.ts')
      const { renderSafeSigned, safeSigningText } = await import('../workflows/answersOfSafes.ts')
      const { confirmSignature } = await import('./confirm.ts')
      const confirm = confirmSignature(flags)
      const signed = await signSafeFile(acting, flags.file, (plan) =>
        confirm(safeSigningText(plan)),
      )
      return { answer: renderSafeSigned(signed, acting), exitCode: ExitCode.done }
    }
    const { executeSafeFile } = await import('../workflows/safeFile.ts')
    const { renderActed } = await import('../workflows/answersOfActs.ts')
    const { confirmByYes } = await import('./confirm.ts')
    const options = { confirm: confirmByYes(flags), progress }
    const acted = await executeSafeFile(acting, flags.file, options)
    return { answer: renderActed(acted, acting), exitCode: ExitCode.done }
  },
}
