import { rmSync } from 'node:fs'
import process from 'node:process'
import { parentPort as threadPort, workerData } from 'node:worker_threads'
import type { Port } from './messages.ts'
import type { ThreadData } from './threadData.ts'

const [, , ownData = '{}', folder] = process.argv

/** Where this process keeps what it needs for a while; undefined in a thread. */
export const ownFolder: string | undefined = threadPort === null ? folder : undefined

// From here on, and not from its start: what compiles the sources while somebody works on them is kept for all processes.
if (ownFolder !== undefined) {
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) process.env[name] = ownFolder
}

/** The door to whoever started this thread or process. */
export function parentPort(): Port {
  const port = threadPort
  if (port !== null) {
    return {
      post: (message) => port.postMessage(message),
      on: (listen) => port.on('message', listen),
    }
  }
  if (process.send === undefined) throw new Error('Nobody started this thread or process.')
  process.on('disconnect', leaveNothing)
  // The terminal's own signals reach every process in it: what is to become of this one is decided where it was started.
  for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) process.on(signal, () => {})
  return {
    post: (message) => process.send?.(message),
    on: (listen) => process.on('message', listen),
  }
}

/** What this thread or process was started with. */
export const startedWith = (): ThreadData => (workerData ?? JSON.parse(ownData)) as ThreadData

/** The process that started this one is gone, so nobody else puts away what this one keeps. */
function leaveNothing(): void {
  if (ownFolder !== undefined) rmSync(ownFolder, { recursive: true, force: true })
  process.exit()
}
