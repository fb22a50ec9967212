import { fork } from 'node:child_process'
import { once } from 'node:events'
import { constants, setPriority } from 'node:os'
import { fileURLToPath } from 'node:url'
import { BallastError, ExitCode } from '../shared/errors.ts'
import { type Called, EndedError, openCalls } from './calls.ts'
import type { ThreadData } from './threadData.ts'

/**
 * Starts a process that answers as a thread does, for work that runs an EVM: a thread that is ended while the EVM's
 * native code is at work takes the whole process with it, a process can be ended at any moment.
 *
 * @param folder where it keeps what it needs for a while; whoever starts it removes the folder
 */
export function startProcess(entry: URL, data: ThreadData, folder: string): Called {
  const child = fork(fileURLToPath(entry), [JSON.stringify(data), folder], {
    serialization: 'advanced',
    // Nothing of it may be written across the screen.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  const { call, end } = openCalls({
    post(message) {
      if (child.connected) child.send(message as object)
    },
    on: (listen) => child.on('message', listen),
  })
  const gone = once(child, 'exit').catch(() => {})
  child.on('error', end)
  child.on('exit', (code, signal) => end(new ProcessEndedError(signal ?? `code ${code}`)))
  if (child.pid !== undefined) giveWay(child.pid)
  return {
    call,
    async terminate() {
      end(new EndedError())
      if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGKILL')
      await gone
    },
  }
}

/** Keys, drawing and reading come first where there are few cores. */
function giveWay(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // It is only slower for everybody else then.
  }
}

/** A process of ours ended by itself while it was asked: it crashed, or somebody ended it. */
export class ProcessEndedError extends BallastError {
  override readonly exitCode = ExitCode.bug
  constructor(how: string) {
    super(
      `The process that worked on this ended (${how}).`,
      'Start it again. If it ends again, there may be too little memory: use fewer paths.',
    )
  }
}
