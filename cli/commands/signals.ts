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

/**
 * For what goes on until somebody asks it to stop: the signal ends it in order, and a second one at once.
 *
 * @param leaveSeconds what is not over by then is left as it is
 */
export function stopped(leaveSeconds: number): AbortSignal {
  process.removeListener('SIGINT', interrupt)
  const stopping = new AbortController()
  const stop = () => {
    if (stopping.signal.aborted) process.exit(ExitCode.interrupted)
    printFailure('\nStopping: what is on its way is looked after first.')
    stopping.abort()
    setTimeout(() => process.exit(ExitCode.interrupted), leaveSeconds * 1_000).unref()
  }
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop)
  return stopping.signal
}
