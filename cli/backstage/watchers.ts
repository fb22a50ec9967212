import { BallastError } from '../shared/errors.ts'
import type { Connection } from '../ui/services/session.ts'

type Listener = (connection: Connection) => void

/** Who follows the connection, and what is said of it: by the office, or in its place when it cannot. */
export class Watchers {
  readonly #listeners = new Set<Listener>()
  #last: Connection = { kind: 'connecting' }
  #hasEnded = false

  /** Tells at once how it stands. @returns how to stop */
  add(listener: Listener): () => void {
    this.#listeners.add(listener)
    listener(this.#last)
    return () => this.#listeners.delete(listener)
  }

  readonly tell = (connection: Connection): void => {
    if (this.#hasEnded) return
    this.#last = connection
    for (const listener of this.#listeners) listener(connection)
  }

  /** A demonstration is being prepared. */
  tellStage(stage: string): void {
    if (this.#last.kind === 'connecting') this.tell({ kind: 'connecting', stage })
  }

  /** Whoever told has crashed; it is started again when it is asked. */
  tellCrash(error: Error): void {
    this.#lose(error, 'r starts it again.')
  }

  /** There will be nothing more to tell. */
  tellEnd(error: Error): void {
    this.#lose(error, 'Leave with q, and start again.')
    this.#hasEnded = true
  }

  #lose(error: Error, otherwise: string): void {
    const { block, clockAhead } = this.#last.kind === 'connecting' ? {} : this.#last
    this.tell({
      kind: 'lost',
      since: Math.floor(Date.now() / 1_000),
      why: error.message,
      nextStep: error instanceof BallastError ? error.nextStep : otherwise,
      ...(block === undefined ? {} : { block }),
      ...(clockAhead === undefined ? {} : { clockAhead }),
    })
  }
}
