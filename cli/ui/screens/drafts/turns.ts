import type { DraftEdit } from '../../../governance/draftPlans.ts'
import { fieldOf } from './history.ts'

/** An edit, and what the field said before. */
export interface Typed {
  readonly edit: DraftEdit
  readonly from: string
}

export type Turn = Typed | 'undo' | 'redo'

/** Takes turns one after the other, however fast they come; what is typed on in a field overtakes what waits there. */
export class Turns {
  readonly #take: (turn: Turn) => Promise<void>
  readonly #waiting: Turn[] = []
  #working: Promise<void> | undefined

  /** @param take never rejects */
  constructor(take: (turn: Turn) => Promise<void>) {
    this.#take = take
  }

  get isWorking(): boolean {
    return this.#working !== undefined
  }

  add(turn: Turn): void {
    const last = this.#waiting.at(-1)
    const goesOn = isTyped(turn) && isTyped(last) && fieldOf(last.edit) === fieldOf(turn.edit)
    if (goesOn) this.#waiting[this.#waiting.length - 1] = { ...turn, from: last.from }
    else this.#waiting.push(turn)
    this.#work()
  }

  /** Resolves when none is left. */
  async ended(): Promise<void> {
    while (this.#working !== undefined) await this.#working
  }

  #work(): void {
    this.#working ??= this.#takeAll().finally(() => {
      this.#working = undefined
      // Whatever came between the last turn and here.
      if (this.#waiting.length > 0) this.#work()
    })
  }

  async #takeAll(): Promise<void> {
    for (let turn = this.#waiting.shift(); turn !== undefined; turn = this.#waiting.shift()) {
      await this.#take(turn)
    }
  }
}

const isTyped = (turn: Turn | undefined): turn is Typed =>
  typeof turn === 'object' && 'to' in turn.edit
