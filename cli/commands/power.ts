import type { Argv } from 'yargs'
import { ExitCode } from '../shared/errors.ts'
import type { Command } from './command.ts'

interface Flags {
  readonly address?: string
}

export const power: Command<Flags> = {
  name: 'power',
  positional: '[address]',
  summary: 'What votes an account has, where they count, and from when on',
  examples: [
    ['ballast power', 'those of the network\u2019s own account'],
    [
      'ballast power 0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC',
      'those of anybody: who delegates to it, what it can still cast',
    ],
  ],
  flags: (yargs) =>
    yargs.positional('address', {
      type: 'string',
      describe: 'any address, or an account of ballast.yaml',
    }) as unknown as Argv<Flags>,
  async run({ address: asked }, { openProtocol, openWorkspace }) {
    const { readPower } = await import('../workflows/readPower.ts')
    const { renderPower } = await import('../workflows/powerAnswer.ts')
    const protocol = await openProtocol()
    const power = await readPower(protocol, {
      ...(asked === undefined ? {} : { asked }),
      // The demonstration has no workspace: nobody acts there.
      ...(protocol.network === 'demo' ? {} : { workspace: await openWorkspace() }),
    })
    return { answer: renderPower(power, protocol), exitCode: ExitCode.done }
  },
}
