import type { Command } from './command.ts'
import {
  type AcceptFlags,
  type ProposalFlags,
  type ReplayFlags,
  withAccept,
  withProposal,
  withReplay,
} from './proposalFlags.ts'

export const simulate: Command<ProposalFlags & AcceptFlags & ReplayFlags> = {
  name: 'simulate',
  positional: '<proposal>',
  summary: 'Execute a proposal on a fork and compare the risk before and after',
  examples: [
    ['ballast simulate proposals/2026-11-24-weth-a-threshold', 'losses, ladders and all checks'],
    ['ballast simulate 0xbbc1eb0a', 'a proposal on the chain, from the state it is in'],
    [
      'ballast simulate my.yaml --replay eth.csv --from 2020-03-12 --to 2020-03-14',
      'replay these prices on the book, not the crash of March 2020',
    ],
  ],
  flags: (yargs) => withReplay(withAccept(withProposal(yargs))),
  async run(flags, { openProtocol, progress }) {
    const { judgeProposal } = await import('../workflows/judgeProposal.ts')
    const { renderSimulated, exitCodeOf } = await import('../workflows/answers.ts')
    const judged = await judgeProposal(openProtocol, flags, progress)
    const protocol = await openProtocol()
    return {
      answer: renderSimulated(judged, protocol.book),
      exitCode: exitCodeOf(judged.checked),
    }
  },
}
