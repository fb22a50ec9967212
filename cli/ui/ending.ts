import process from 'node:process'

/** How an interface came to its end. */
export type Ending =
  | { readonly how: 'left' }
  | { readonly how: 'interrupted' }
  | { readonly how: 'crashed'; readonly error: unknown }

const SIGNALS = ['SIGTERM', 'SIGHUP'] as const
const FAILURES = ['uncaughtException', 'unhandledRejection'] as const

/**
 * Tells of every end that comes from outside of the screens: somebody stops the process, its terminal is gone, or
 * something failed where nobody caught it.
 *
 * @returns how to stop listening
 */
export function listenForEnds(end: (ending: Ending) => void): () => void {
  const interrupt = () => end({ how: 'interrupted' })
  const crash = (error: unknown) => end({ how: 'crashed', error })
  for (const signal of SIGNALS) process.on(signal, interrupt)
  for (const failure of FAILURES) process.on(failure, crash)
  process.stdin.on('end', interrupt).on('error', interrupt)
  return () => {
    for (const signal of SIGNALS) process.removeListener(signal, interrupt)
    for (const failure of FAILURES) process.removeListener(failure, crash)
    process.stdin.removeListener('end', interrupt).removeListener('error', interrupt)
  }
}
