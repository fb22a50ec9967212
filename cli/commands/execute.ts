import { ExitCode } from '../shared/errors.ts'
import { type SevereFlags, withSevere } from './actingFlags.ts'
import type { Command } from './command.ts'
import { type LocatedFlags, withLocated } from './proposalFlags.ts'

export const execute: Command<LocatedFlags & SevereFlags> = {
  name: 'execute',
  positional: '<proposal>',
  summary: 'Execute a queued proposal and read back what it changed',
  examples: [
    ['ballast execute 0xbbc1eb0a', 'shows every call and asks before it sends'],
    ['ballast execute 0xbbc1eb0a --confirm 0xbbc1eb0a', 'without a terminal'],
  ],
  flags: (yargs) => withSevere(withLocated(yargs)),
  async run(flags, { openActing, progress }) {
    const { executeProposal } = await import('../workflows/advanceProposal.ts')
    const { renderActed } = await import('../workflows/answersOfActs.ts')
    const { confirmBySlug } = await import('./confirm.ts')
    const acting = await openActing(flags.account, flags)
    const options = { confirm: confirmBySlug(flags), progress }
    const acted = await executeProposal(acting, flags.proposal, options)
    return { answer: renderActed(acted, acting), exitCode: ExitCode.done }
  },
}
