import type { Command } from './command.ts'
import { type AcceptFlags, type ProposalFlags, withAccept, withProposal } from './proposalFlags.ts'

export const check: Command<ProposalFlags & AcceptFlags> = {
  name: 'check',
  positional: '<proposal>',
  summary: 'Run every check that needs no simulation of losses, the dry run included',
  examples: [
    ['ballast check proposals/2026-11-24-weth-a-threshold', 'findings with their evidence'],
    ['ballast check 0xbbc1eb0a', 'what a proposal on the chain really does'],
    [
      'ballast check my.yaml --accept-inconclusive lifecycle',
      'accept that the vote cannot be played',
    ],
  ],
  flags: (yargs) => withAccept(withProposal(yargs)),
  async run({ proposal: path, acceptInconclusive }, { openProtocol, progress }) {
    const { prepareProposal } = await import('../workflows/prepareProposal.ts')
    const { dryRunProposal } = await import('../workflows/simulateProposal.ts')
    const { checkProposal, requireKnownChecks } = await import('../workflows/checkProposal.ts')
    const { renderChecked, exitCodeOf } = await import('../workflows/answers.ts')
    requireKnownChecks(acceptInconclusive)
    const prepared = await prepareProposal(openProtocol, path, progress)
    const protocol = await openProtocol()
    const executed = await dryRunProposal(protocol, prepared, progress)
    const checked = await checkProposal(protocol, executed, {
      acceptedInconclusive: acceptInconclusive,
      progress,
    })
    return {
      answer: renderChecked(executed, checked, protocol.book),
      exitCode: exitCodeOf(checked),
    }
  },
}
