import type { Argv } from 'yargs'
import { ExitCode } from '../shared/errors.ts'
import type { Command } from './command.ts'

interface Flags {
  readonly set: readonly string[]
  readonly title?: string
  readonly summary?: string
  readonly discussion?: string
  readonly out: string
}

export const draft: Command<Flags> = {
  name: 'draft',
  summary: 'Write a proposal file from flags, with the values that the chain has now',
  examples: [
    [
      'ballast draft --set WETH-A.liquidationThreshold=82%',
      'one change; title and summary say what it is',
    ],
    [
      "ballast draft --set 'WETH/USD.maxAge=1 h' --set 'governor.votingPeriod=5 days' --title 'Fresher prices'",
      'a feed and the governor in one proposal',
    ],
  ],
  flags: (yargs) =>
    yargs
      .option('set', {
        type: 'string',
        array: true,
        nargs: 1,
        demandOption: true,
        describe: 'subject.parameter=value, the value with its unit (repeatable)',
      })
      .option('title', { type: 'string', describe: 'one line (default: what changes)' })
      .option('summary', { type: 'string', describe: 'why, in Markdown (default: what changes)' })
      .option('discussion', { type: 'string', describe: 'address of the discussion' })
      .option('out', {
        type: 'string',
        default: 'proposals',
        describe: 'folder in which the proposal gets its own',
      }) as unknown as Argv<Flags>,
  async run(flags, { openProtocol }) {
    const { draftProposal, renderDrafted } = await import('../workflows/draftProposal.ts')
    const protocol = await openProtocol()
    const drafted = await draftProposal(protocol, flags)
    return { answer: renderDrafted(drafted, protocol.book), exitCode: ExitCode.done }
  },
}
