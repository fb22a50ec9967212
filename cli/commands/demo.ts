import { join } from 'node:path'
import type { Argv } from 'yargs'
import { ExitCode } from '../shared/errors.ts'
import type { Command } from './command.ts'

interface Flags {
  readonly out: string
  readonly proposal?: string
}

export const demo: Command<Flags> = {
  name: 'demo',
  summary: 'One parameter change from file to execution on a chain in this process',
  examples: [
    ['ballast demo', 'the whole lifecycle, told stage by stage'],
    ['ballast demo --json', 'one document with states, changes, risk and report files'],
  ],
  flags: (yargs) =>
    yargs
      .option('proposal', {
        type: 'string',
        describe: 'another proposal than the built-in example',
      })
      .option('out', {
        type: 'string',
        default: join('.ballast', 'demo'),
        describe: 'folder for the report',
      }) as unknown as Argv<Flags>,
  async run(flags, { openDemo, progress }) {
    const { runDemo } = await import('../workflows/demo.ts')
    const { renderDemo } = await import('../workflows/answers.ts')
    const protocol = await openDemo()
    const result = await runDemo(protocol, flags, progress)
    return {
      answer: renderDemo(result, protocol.book),
      exitCode: result.states.at(-1) === 'Executed' ? ExitCode.done : ExitCode.refusedByChecks,
    }
  },
}
