import type { Argv } from 'yargs'
import { ExitCode } from '../shared/errors.ts'
import type { Command } from './command.ts'

interface Flags {
  /** The words of a duration, or `next`. */
  readonly duration: readonly string[]
  readonly proposal?: string
}

export const warp: Command<Flags> = {
  name: 'warp',
  positional: '<duration..>',
  summary: 'Move the clock of a development chain, its stand-in prices kept fresh',
  examples: [
    ['ballast warp next', 'to where a proposal moves on: vote opens, vote ends, timelock opens'],
    ['ballast warp 3 days', 'by a duration; also 36h, 90 min, 1 day 6 h'],
  ],
  flags: (yargs) =>
    yargs
      .positional('duration', {
        type: 'string',
        array: true,
        demandOption: true,
        describe: 'a duration, or next: the next boundary of an open proposal',
      })
      .option('proposal', {
        type: 'string',
        describe: 'the proposal that counts: a file, an id or its first digits',
      }) as unknown as Argv<Flags>,
  async run({ duration, proposal }, { openWorkspace, openProtocol, progress }) {
    const { parseTarget, warpChain } = await import('../workflows/warpChain.ts')
    const { noteWarp } = await import('../workflows/noteActivity.ts')
    const { renderWarped } = await import('../workflows/warpAnswer.ts')
    const target = parseTarget(duration.join(' '))
    // The demonstration's clock would end with this command.
    const { config } = await openWorkspace()
    const protocol = await openProtocol()
    const request = { target, ...(proposal === undefined ? {} : { proposal }) }
    const warped = await warpChain(protocol, request, progress)
    const trouble = await noteWarp(config.folder, protocol, warped)
    if (trouble !== undefined) progress.say(`! ${trouble}`)
    return { answer: renderWarped(warped), exitCode: ExitCode.done }
  },
}
