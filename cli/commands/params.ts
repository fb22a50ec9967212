import type { Argv } from 'yargs'
import { ExitCode } from '../shared/errors.ts'
import type { Command } from './command.ts'

interface Flags {
  readonly subject?: string
  readonly parameter?: string
}

export const params: Command<Flags> = {
  name: 'params',
  positional: '[subject] [parameter]',
  summary: 'Show every governed parameter: value, bounds, what counts now, its last change',
  examples: [
    ['ballast params', 'all parameters of all markets, feeds and governance contracts'],
    ['ballast params WETH-A --json', 'those of one market, for a program'],
    ['ballast params WETH-A liquidationThreshold', 'one parameter with its whole history'],
  ],
  flags: (yargs) =>
    yargs
      .positional('subject', {
        type: 'string',
        describe: 'a market, a feed, governor or timelock',
      })
      .positional('parameter', {
        type: 'string',
        describe: 'one of its parameters: lists every change of it',
      }) as unknown as Argv<Flags>,
  async run({ subject, parameter }, { openProtocol }) {
    const { listParameters } = await import('../workflows/listParameters.ts')
    const { document, text } = await listParameters(await openProtocol(), { subject, parameter })
    return {
      answer: { text, document: { schema: 'ballast.params/1', ...document } },
      exitCode: ExitCode.done,
    }
  },
}
