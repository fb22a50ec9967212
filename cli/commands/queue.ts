import { ExitCode } from '../shared/errors.ts'
import { type MildFlags, withMild } from './actingFlags.ts'
import type { Command } from './command.ts'
import { type LocatedFlags, withLocated } from './proposalFlags.ts'

export const queue: Command<LocatedFlags & MildFlags> = {
  name: 'queue',
  positional: '<proposal>',
  summary: 'Put a proposal that was voted through into the timelock',
  examples: [
    ['ballast queue 0xbbc1eb0a', 'by the beginning of its id'],
    ['ballast queue proposals/2026-11-24-weth-a-threshold --yes', 'by its file, without asking'],
  ],
  flags: (yargs) => withMild(withLocated(yargs)),
  async run(flags, { openActing, progress }) {
    const { queueProposal } = await import('../workflows/advanceProposal.ts')
    const { renderActed } = await import('../workflows/answersOfActs.ts')
    const { confirmByYes } = await import('./confirm.ts')
    const acting = await openActing(flags.account, flags)
    const options = { confirm: confirmByYes(flags), progress }
    const acted = await queueProposal(acting, flags.proposal, options)
    return { answer: renderActed(acted, acting), exitCode: ExitCode.done }
  },
}
