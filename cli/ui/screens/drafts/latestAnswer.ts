/** Asks about something that changes: one question at a time, and the newest one after it. */
export class LatestAnswer<Q, A> {
  readonly #ask: (question: Q) => Promise<A>
  readonly #tell: (end: AnswerEnd<A>) => void
  #next: { readonly question: Q } | undefined
  #isAsking = false
  #isClosed = false

  constructor(ask: (question: Q) => Promise<A>, tell: (end: AnswerEnd<A>) => void) {
    this.#ask = ask
    this.#tell = tell
  }

  /** Whether an answer is still to come. */
  get isAsking(): boolean {
    return this.#isAsking
  }

  ask(question: Q): void {
    this.#next = { question }
    if (!this.#isAsking) void this.#run()
  }

  /** Nothing is told any more. */
  close(): void {
    this.#isClosed = true
  }

  async #run(): Promise<void> {
    this.#isAsking = true
    while (this.#next !== undefined) {
      const { question } = this.#next
      this.#next = undefined
      const end = await this.#ask(question).then(
        (answer) => ({ answer }),
        (error: Error) => ({ error }),
      )
      // Only the end of the newest question says how things are.
      if (this.#next === undefined && !this.#isClosed) {
        this.#isAsking = false
        this.#tell(end)
      }
    }
    this.#isAsking = false
  }
}

/** How a question ended. */
export type AnswerEnd<A> = { readonly answer: A } | { readonly error: Error }
