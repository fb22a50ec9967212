import type { Argv } from 'yargs'
import { ExitCode } from '../shared/errors.ts'
import { type MildFlags, withMild } from './actingFlags.ts'
import type { Command } from './command.ts'

interface Flags extends MildFlags {
  readonly to: string
}

export const delegate: Command<Flags> = {
  name: 'delegate',
  positional: '<to>',
  summary: 'Let an account vote with the tokens of another, or its own',
  examples: [
    ['ballast delegate self', 'so that the account votes with its own tokens'],
    [
      'ballast delegate 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --yes',
      'to somebody else, without asking',
    ],
  ],
  flags: (yargs) =>
    withMild(yargs).positional('to', {
      type: 'string',
      demandOption: true,
      describe: 'an address, an account of ballast.yaml, or self',
    }) as unknown as Argv<Flags>,
  async run(flags, { openActing, openWorkspace, progress }) {
    const { delegateVotes } = await import('../workflows/delegateVotes.ts')
    const { renderActed } = await import('../workflows/answersOfActs.ts')
    const { confirmByYes } = await import('./confirm.ts')
    const acting = await openActing(flags.account, flags)
    const { config } = await openWorkspace()
    const options = { confirm: confirmByYes(flags), progress }
    const acted = await delegateVotes(acting, { to: flags.to, config }, options)
    return { answer: renderActed(acted, acting), exitCode: ExitCode.done }
  },
}
