import type { Argv } from 'yargs'
import { ExitCode } from '../shared/errors.ts'
import type { Command } from './command.ts'

interface Flags {
  readonly all?: boolean
  readonly account?: string
}

export const status: Command<Flags> = {
  name: 'status',
  summary: 'What needs whom now: open proposals, unreliable prices, bad debt',
  examples: [
    ['ballast status', 'every open proposal, what may happen next and who may do it'],
    ['ballast status --all --network mainnet', 'those that ended as well, on another network'],
    [
      'ballast status --account 0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC',
      'what an address can still do',
    ],
  ],
  flags: (yargs) =>
    yargs
      .option('all', { type: 'boolean', describe: 'proposals that ended as well' })
      .option('account', {
        type: 'string',
        describe: 'whose part to show: an account of ballast.yaml, or any address',
      }) as unknown as Argv<Flags>,
  async run({ all, account }, { openProtocol, openWorkspace }) {
    const { readStatus } = await import('../workflows/readStatus.ts')
    const protocol = await openProtocol()
    const { document, text } = await readStatus(protocol, {
      ...(all === undefined ? {} : { all }),
      ...(account === undefined ? {} : { account }),
      // The demonstration has no workspace: nobody acts there.
      ...(protocol.network === 'demo' ? {} : { workspace: await openWorkspace() }),
      wallClock: Math.floor(Date.now() / 1000),
    })
    return {
      answer: { text, document },
      exitCode: ExitCode.done,
    }
  },
}
