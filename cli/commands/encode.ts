import { ExitCode } from '../shared/errors.ts'
import type { Command } from './command.ts'
import { type ProposalFlags, withProposal } from './proposalFlags.ts'

export const encode: Command<ProposalFlags> = {
  name: 'encode',
  positional: '<proposal>',
  summary: 'Show the calls of a proposal, in words and bytes',
  examples: [
    ['ballast encode proposals/template.yaml', 'the calls in words and bytes, and the proposal id'],
    ['ballast encode proposals/2026-11-24-weth-a-threshold --json', 'for a program'],
    ['ballast encode 0xbbc1eb0a', 'the calls of a proposal on the chain'],
  ],
  flags: withProposal,
  async run({ proposal: path }, { openProtocol, progress }) {
    const { prepareProposal } = await import('../workflows/prepareProposal.ts')
    const { renderEncoded } = await import('../workflows/answers.ts')
    const prepared = await prepareProposal(openProtocol, path, progress)
    const protocol = await openProtocol()
    return { answer: renderEncoded(prepared, protocol.book), exitCode: ExitCode.done }
  },
}
