/** Where long work says what it is doing; the answer itself never goes here. */
export interface Progress {
  /** A stage begins. */
  stage(name: string): void
  /** The stage is at `done` of `total`. */
  step(done: number, total: number): void
  /** The stage ended, with what came of it in a few words. */
  finish(outcome: string): void
  /** A sentence between stages. */
  say(sentence: string): void
  /** Nobody waits for the answer any more: the work ends at its next step. */
  readonly signal?: AbortSignal
}

export const silence: Progress = { stage() {}, step() {}, finish() {}, say() {} }
