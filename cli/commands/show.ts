import type { Argv } from 'yargs'
import { ExitCode } from '../shared/errors.ts'
import type { Command } from './command.ts'
import type { ProposalFlags } from './proposalFlags.ts'

interface Flags extends ProposalFlags {
  readonly raw?: boolean
}

export const show: Command<Flags> = {
  name: 'show',
  positional: '<proposal>',
  summary: 'Read any proposal on the chain in words: what it does, who voted, what happens next',
  examples: [
    ['ballast show 0xbbc1eb0a', 'a proposal by the first digits of its id, in any state'],
    ['ballast show 0xbbc1eb0a --raw', 'with the bytes of every call'],
    [
      'ballast show proposals/2026-11-24-weth-a-threshold',
      'what became of a file, and whether the chain has what the file says',
    ],
  ],
  flags: (yargs) =>
    yargs
      .positional('proposal', {
        type: 'string',
        demandOption: true,
        describe: 'an id, its first digits (0xbbc1eb0a), or the file it was made from',
      })
      .option('raw', {
        type: 'boolean',
        describe: 'the bytes of every call as well',
      }) as unknown as Argv<Flags>,
  async run({ proposal, raw }, { openProtocol }) {
    const { showProposal } = await import('../workflows/showProposal.ts')
    const answer = await showProposal(await openProtocol(), proposal, {
      raw: raw === true,
      wallClock: Math.floor(Date.now() / 1000),
    })
    return { answer, exitCode: ExitCode.done }
  },
}
