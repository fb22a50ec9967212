import { ExitCode } from '../shared/errors.ts'
import type { Command } from './command.ts'

interface Flags {
  readonly subject?: string
}

export const params: Command<Flags> = {
  name: 'params',
  positional: '[subject]',
  summary: 'Show every governed parameter: value, bounds, what counts now',
  examples: [
    ['ballast params', 'all parameters of all markets, feeds and governance contracts'],
    ['ballast params WETH-A --json', 'those of one market, for a program'],
  ],
  flags: (yargs) =>
    yargs.positional('subject', {
      type: 'string',
      describe: 'a market, a feed, governor or timelock',
    }) as never,
  async run({ subject }, { openProtocol }) {
    const { listParameters } = await import('../workflows/listParameters.ts')
    const { rows, block, text } = await listParameters(await openProtocol(), subject)
    return {
      answer: { text, document: { schema: 'ballast.params/1', block, parameters: rows } },
      exitCode: ExitCode.done,
    }
  },
}
