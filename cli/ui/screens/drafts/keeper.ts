/** What is typed is safe after that long at the latest. */
const WITHIN_MS = 150

/** Does something soon after it is wanted, however often that is: one after another, and never two at once. */
export class Keeper {
  readonly #keep: () => Promise<void>
  #timer: NodeJS.Timeout | undefined
  #keeping: Promise<void> = Promise.resolve()
  #isStopped = false

  /** @param keep takes whatever there is when it is called; never rejects */
  constructor(keep: () => Promise<void>) {
    this.#keep = keep
  }

  /** Keeps nothing from here on; resolves when what is being kept is kept. */
  stop(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#isStopped = true
    return this.#keeping
  }

  soon(): void {
    if (this.#isStopped) return
    this.#timer ??= setTimeout(() => void this.now(), WITHIN_MS)
  }

  /** Resolves when nothing is left to keep. */
  now(): Promise<void> {
    if (this.#timer !== undefined) {
      clearTimeout(this.#timer)
      this.#timer = undefined
      this.#keeping = this.#keeping.then(this.#keep)
    }
    return this.#keeping
  }
}
