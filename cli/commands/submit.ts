import { ExitCode } from '../shared/errors.ts'
import { type SevereFlags, withSevere } from './actingFlags.ts'
import type { Command } from './command.ts'
import { type AcceptFlags, type ProposalFlags, withAccept, withProposal } from './proposalFlags.ts'

export const submit: Command<ProposalFlags & AcceptFlags & SevereFlags> = {
  name: 'submit',
  positional: '<proposal>',
  summary: 'Judge a proposal and hand it to the Governor',
  examples: [
    ['ballast submit proposals/2026-11-24-weth-a-threshold', 'asks for the slug before it sends'],
    ['ballast submit my.yaml --confirm my --account env:BALLAST_KEY', 'without a terminal'],
  ],
  flags: (yargs) => withSevere(withAccept(withProposal(yargs))),
  async run(flags, { openActing, progress }) {
    const { submitProposal } = await import('../workflows/submitProposal.ts')
    const { renderActed, renderRefused } = await import('../workflows/answersOfActs.ts')
    const { confirmBySlug } = await import('./confirm.ts')
    const acting = await openActing(flags.account, flags)
    const submitted = await submitProposal(acting, flags, {
      confirm: confirmBySlug(flags),
      progress,
    })
    return submitted.how === 'refused'
      ? { answer: renderRefused(submitted.judged, acting), exitCode: ExitCode.refusedByChecks }
      : { answer: renderActed(submitted, acting), exitCode: ExitCode.done }
  },
}
