import { ExitCode } from '../shared/errors.ts'
import { type SevereFlags, withSevere } from './actingFlags.ts'
import type { Command } from './command.ts'
import { type LocatedFlags, withLocated } from './proposalFlags.ts'

export const cancel: Command<LocatedFlags & SevereFlags> = {
  name: 'cancel',
  positional: '<proposal>',
  summary: 'End a proposal for ever: the guardian, or its proposer before the vote',
  examples: [
    ['ballast cancel 0xbbc1eb0a', 'asks before it sends'],
    ['ballast cancel 0xbbc1eb0a --confirm 0xbbc1eb0a', 'without a terminal'],
  ],
  flags: (yargs) => withSevere(withLocated(yargs)),
  async run(flags, { openActing, progress }) {
    const { cancelProposal } = await import('../workflows/advanceProposal.ts')
    const { renderActed } = await import('../workflows/answersOfActs.ts')
    const { confirmBySlug } = await import('./confirm.ts')
    const acting = await openActing(flags.account, flags)
    const options = { confirm: confirmBySlug(flags), progress }
    const acted = await cancelProposal(acting, flags.proposal, options)
    return { answer: renderActed(acted, acting), exitCode: ExitCode.done }
  },
}
