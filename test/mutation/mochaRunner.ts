import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import type { Order, Outcome } from './mochaProcess.ts'

/** Each file that is loaded stays in memory: after so many orders the process is started anew. */
const MOST_ORDERS = 25

/** Runs test files in a process that stays, in a copy of the project. */
export class MochaRunner {
  #child: ChildProcess | undefined
  #orders = 0
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  /** @returns how it ended; `timeout` if it did not end in time */
  async run(files: readonly string[], milliseconds: number): Promise<Outcome | 'timeout'> {
    if (files.length === 0) return {}
    if (this.#orders >= MOST_ORDERS) this.stop()
    const child = this.#child ?? this.#start()
    this.#orders += 1
    const ended = await new Promise<Outcome | 'timeout' | 'died'>((resolve) => {
      const timer = setTimeout(() => resolve('timeout'), milliseconds)
      const finish = (outcome: Outcome | 'died') => {
        clearTimeout(timer)
        resolve(outcome)
      }
      child.once('message', (outcome) => finish(outcome as Outcome))
      child.once('exit', () => finish('died'))
      child.send({ files } satisfies Order)
    })
    child.removeAllListeners('message').removeAllListeners('exit')
    if (ended === 'timeout' || ended === 'died') this.stop()
    return ended === 'died'
      ? { failed: { file: files[0] ?? '', title: 'the process died' } }
      : ended
  }

  stop(): void {
    this.#child?.kill('SIGKILL')
    this.#child = undefined
    this.#orders = 0
  }

  #start(): ChildProcess {
    this.#child = fork(join(this.#folder, 'test/mutation/mochaProcess.ts'), {
      cwd: this.#folder,
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    return this.#child
  }
}
