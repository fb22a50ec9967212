import process from 'node:process'
import { ExitCode } from '../shared/errors.ts'
import { printFailure } from './output.ts'

/** Somebody interrupts a command: files are written whole, and the chain of this process dies with it. */
export function leaveWhenInterrupted(): void {
  process.once('SIGINT', interrupt)
}

function interrupt(): void {
  printFailure('\nInterrupted; every file is whole, the old one or the new one.')
  process.exit(ExitCode.interrupted)
}

/** Seconds that somebody who is still connected has before the process ends all the same. */
const LEAVE_SECONDS = 2

/** Resolves when somebody asks the process to stop: for what stays open that is no interruption but its end. */
export async function stopSignal(exitCode: ExitCode): Promise<void> {
  process.removeListener('SIGINT', interrupt)
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => resolve())
  })
  setTimeout(() => process.exit(exitCode), LEAVE_SECONDS * 1_000).unref()
}
