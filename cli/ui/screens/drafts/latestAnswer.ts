/** Asks about something that changes: one question at a time, and the newest one after it. */
export class LatestAnswer<Q, A> {
  readonly #ask: (question: Q) => Promise<A>
  readonly #tell: (end: AnswerEnd<Q, A>, isNewest: boolean) => void
  #next: { readonly question: Q } | undefined
  #isAsking = false

  /** @param tell is also told whether it is the answer to the newest question */
  constructor(
    ask: (question: Q) => Promise<A>,
    tell: (end: AnswerEnd<Q, A>, isNewest: boolean) => void,
  ) {
    this.#ask = ask
    this.#tell = tell
  }

  ask(question: Q): void {
    this.#next = { question }
    if (!this.#isAsking) void this.#run()
  }

  async #run(): Promise<void> {
    this.#isAsking = true
    while (this.#next !== undefined) {
      const { question } = this.#next
      this.#next = undefined
      const end = await this.#ask(question).then(
        (answer) => ({ question, answer }),
        (error: Error) => ({ question, error }),
      )
      const isNewest = this.#next === undefined
      if (isNewest) this.#isAsking = false
      // A failure of a question that nobody asks any more is no news; its answer is newer than the one before.
      if (isNewest || 'answer' in end) this.#tell(end, isNewest)
    }
    this.#isAsking = false
  }
}

/** How a question ended. */
export type AnswerEnd<Q, A> = { readonly question: Q } & (
  | { readonly answer: A }
  | { readonly error: Error }
)
