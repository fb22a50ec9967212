import type { Argv } from 'yargs'
import { ExitCode, UsageError } from '../shared/errors.ts'
import type { Command } from './command.ts'

interface Flags {
  readonly port: number
  readonly forkUrl?: string
  readonly forkBlock?: number
  readonly seed: boolean
}

const TIMEOUT_SECONDS = 30

export const devnet: Command<Flags> = {
  name: 'devnet',
  summary: 'Start a node on this machine with the demonstration’s protocol on it',
  examples: [
    ['ballast devnet', 'on 127.0.0.1:8545, until Ctrl-C'],
    ['ballast devnet --fork-url https://… --port 9545', 'on top of another chain as it is now'],
  ],
  flags: (yargs) =>
    yargs
      .option('port', { type: 'number', default: 8545, describe: 'where it listens; 0 for any' })
      .option('fork-url', { type: 'string', describe: 'a node whose chain it goes on from' })
      .option('fork-block', { type: 'number', describe: 'another block of it than the newest' })
      .option('seed', {
        type: 'boolean',
        default: true,
        describe: 'deploy and fill the protocol; --no-seed leaves that away',
      }) as unknown as Argv<Flags>,
  async run(flags, { findWorkspace, closeAtEnd, progress }) {
    requireWhole('--port', flags.port, 65_535)
    if (flags.forkBlock !== undefined) {
      requireWhole('--fork-block', flags.forkBlock, Number.MAX_SAFE_INTEGER)
    }
    const workspace = await findWorkspace()
    const { runDevnet } = await import('../workflows/runDevnet.ts')
    const { renderDevnet } = await import('../workflows/devnetAnswer.ts')
    const { port, forkUrl, forkBlock, seed, timeout } = flags
    const running = await runDevnet(
      {
        port,
        seeds: seed,
        timeoutSeconds: timeout ?? TIMEOUT_SECONDS,
        ...(forkUrl === undefined ? {} : { forkUrl }),
        ...(forkBlock === undefined ? {} : { forkBlock }),
      },
      workspace,
      progress,
    )
    closeAtEnd(running)
    return { answer: renderDevnet(running), exitCode: ExitCode.done, staysOpen: true }
  },
}

function requireWhole(flag: string, value: number, most: number): void {
  if (Number.isSafeInteger(value) && value >= 0 && value <= most) return
  throw new UsageError(
    `${flag} is no whole number from 0 to ${most}.`,
    `Write it as in ${flag} ${flag === '--port' ? '8545' : '19000000'}.`,
  )
}
