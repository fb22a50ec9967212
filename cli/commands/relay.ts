import type { Argv } from 'yargs'
import { ExitCode } from '../shared/errors.ts'
import { type MildFlags, withMild } from './actingFlags.ts'
import type { Command } from './command.ts'

interface Flags extends MildFlags {
  readonly files: readonly string[]
}

export const relay: Command<Flags> = {
  name: 'relay',
  positional: '<files..>',
  summary: 'Send ballots and delegations that others have signed, and pay for it',
  examples: [
    [
      'ballast relay ballots/ballot-0xbbc1eb0a-0x70997970-0.json',
      'with the network\u2019s account',
    ],
    [
      'ballast relay ballots/*.json --account relayer --yes',
      'several, those of one signer in the order of their nonces',
    ],
  ],
  flags: (yargs) =>
    withMild(yargs).positional('files', {
      type: 'string',
      array: true,
      demandOption: true,
      describe: 'what vote --by-signature and delegate --by-signature have written',
    }) as unknown as Argv<Flags>,
  async run(flags, { openActing, progress }) {
    const { relaySigned } = await import('../workflows/relaySigned.ts')
    const { renderRelayed } = await import('../workflows/answersOfRelaying.ts')
    const { confirmByYes } = await import('./confirm.ts')
    const acting = await openActing(flags.account, flags)
    const options = { confirm: confirmByYes(flags), progress }
    const relayed = await relaySigned(acting, flags.files.map(String), options)
    return { answer: renderRelayed(relayed, acting), exitCode: ExitCode.done }
  },
}
