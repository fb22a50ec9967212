/** How to close something that was opened. */
export type Close = () => Promise<void>

/** What was opened together, and how to close it. */
interface Opening<T> {
  readonly value: Promise<T>
  readonly close: Close
}

/**
 * Something that is opened when it is first needed, and anew after it was forgotten. What was forgotten is closed as
 * soon as nobody works with it any more: a read that has begun ends as if nothing had happened.
 */
export class Replaceable<T> {
  readonly #open: (closers: Close[]) => Promise<T>
  #current: Opening<T> | undefined
  /** The current one, and those that somebody still works with. */
  readonly #unclosed = new Set<Close>()
  readonly #work = new Set<Promise<unknown>>()

  /** @param open takes down how to close what it opens, then or later */
  constructor(open: (closers: Close[]) => Promise<T>) {
    this.#open = open
  }

  get(): Promise<T> {
    this.#current ??= this.#begin()
    return this.#current.value
  }

  /** @param only forgets nothing if this is not what would be handed out */
  forget(only?: Promise<T>): void {
    const old = this.#current
    if (old === undefined || (only !== undefined && old.value !== only)) return
    this.#current = undefined
    void this.#closeUnused(old)
  }

  /** Nothing that was handed out is closed before this work has ended. */
  during<R>(work: () => Promise<R>): Promise<R> {
    const running = work().finally(() => this.#work.delete(running))
    this.#work.add(running)
    return running
  }

  /** Also what somebody still works with. */
  async closeAll(): Promise<void> {
    for (const close of this.#unclosed) await close()
  }

  #begin(): Opening<T> {
    const closers: Close[] = []
    const value = this.#open(closers)
    const close = async () => {
      for (const one of closers.splice(0)) await one()
    }
    this.#unclosed.add(close)
    return { value, close }
  }

  async #closeUnused({ close }: Opening<T>): Promise<void> {
    // Whoever begins later is given what is opened anew.
    await Promise.allSettled(this.#work)
    // What it was opened on may be gone: then nothing is left to close.
    await close().catch(() => {})
    this.#unclosed.delete(close)
  }
}
