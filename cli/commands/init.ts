import type { Argv } from 'yargs'
import { ExitCode } from '../shared/errors.ts'
import type { Command } from './command.ts'

interface Flags {
  readonly deployment?: boolean
}

export const init: Command<Flags> = {
  name: 'init',
  summary: 'Write a commented ballast.yaml here: networks, accounts, risk settings',
  examples: [
    ['ballast init', 'make this folder a workspace'],
    ['ballast init --deployment', 'write a commented deployment.yaml for ballast deploy'],
  ],
  flags: (yargs) =>
    yargs.option('deployment', {
      type: 'boolean',
      describe: 'an example of a deployment instead',
    }) as unknown as Argv<Flags>,
  async run({ deployment }) {
    const { initWorkspace } = await import('../workflows/initWorkspace.ts')
    const { folder, written, kept, hints } = await initWorkspace(
      deployment === true ? 'deployment' : 'workspace',
    )
    const lines = [
      ...written.map((name) => `Written: ${name}`),
      ...kept.map((name) => `Already there, just as it would be written: ${name}`),
      ...hints,
    ]
    const next =
      deployment === true
        ? 'Next: replace the addresses and numbers, then ballast deploy deployment.yaml'
        : 'Next: ballast devnet'
    return {
      answer: {
        text: `${lines.join('\n')}\n\n${next}`,
        document: { schema: 'ballast.init/1', folder, written, kept, hints },
      },
      exitCode: ExitCode.done,
    }
  },
}
