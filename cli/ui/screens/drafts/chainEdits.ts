import type { EditedDraft } from '../../../governance/draftEdits.ts'
import type { ChangeEdit, DraftEdit } from '../../../governance/draftPlans.ts'
import { errorText } from './draftWords.ts'

type ChainEdit = Extract<ChangeEdit, { readonly kind: 'add' | 'expect' }>

/** Whether its names or values come from the chain; all other edits are of what is in the text. */
export const needsChain = (edit: DraftEdit): edit is ChainEdit =>
  edit.kind === 'add' || edit.kind === 'expect'

interface Desk {
  readonly edit: (text: string, edit: DraftEdit) => Promise<EditedDraft>
  /** The text with everything in it that was typed so far. */
  readonly text: () => Promise<string>
  /** Whether nothing was typed since. */
  readonly isStill: (text: string) => boolean
  readonly put: (edit: DraftEdit, before: string, edited: EditedDraft) => void
  readonly set: (change: {
    readonly awaited?: string | undefined
    readonly refused?: string | undefined
  }) => void
}

/** Edits for which the chain is asked. Typing goes on meanwhile. */
export class ChainEdits {
  readonly #desk: Desk
  readonly #underWay = new Set<Promise<void>>()

  constructor(desk: Desk) {
    this.#desk = desk
  }

  begin(edit: ChainEdit): void {
    const what = whatOf(edit)
    this.#desk.set({ awaited: what, refused: undefined })
    const work = this.#take(edit)
      .catch((error) => this.#desk.set({ refused: `Not done: ${what}. ${errorText(error)}` }))
      .finally(() => {
        this.#underWay.delete(work)
        if (this.#underWay.size === 0) this.#desk.set({ awaited: undefined })
      })
    this.#underWay.add(work)
  }

  /** Resolves when none is under way. */
  async ended(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay)
  }

  async #take(edit: ChainEdit): Promise<void> {
    for (;;) {
      const before = await this.#desk.text()
      const edited = await this.#desk.edit(before, edit)
      // What was typed meanwhile is not in that text: the edit is made once more, in the text that has it.
      if (this.#desk.isStill(before)) return this.#desk.put(edit, before, edited)
    }
  }
}

const whatOf = ({ kind, subject, parameter }: ChainEdit): string =>
  kind === 'add' ? `adding ${subject} ${parameter}` : `what ${subject} ${parameter} is now`
