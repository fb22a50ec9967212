import type { DraftJudgement } from '../../../governance/draftJudgement.ts'
import type { DraftEdit } from '../../../governance/draftPlans.ts'
import type { OpenedDraft, SavedDraft } from '../../../workflows/draftFiles.ts'
import type { Consequences } from '../../../workflows/weighDraft.ts'
import type { DraftServices } from '../../services/drafts.ts'
import { asked, beginningOf, type DraftState } from './draftState.ts'
import { closed, fieldOf, type History, stepped, withStep } from './history.ts'
import { Keeper } from './keeper.ts'
import { LatestAnswer } from './latestAnswer.ts'

type Turn = { readonly edit: DraftEdit; readonly from: string } | 'undo' | 'redo'

/** A clock in milliseconds, and who types. */
export interface SessionWorld {
  readonly now: () => number
  readonly by: string
}

/**
 * One draft while it is edited, whatever screen is shown: its text with every edit in it, one after the other, what can
 * be undone, what is said about it, and what is kept of it.
 */
export class DraftSession {
  readonly #services: DraftServices
  readonly #world: SessionWorld
  readonly #listeners = new Set<() => void>()
  readonly #judge: LatestAnswer<string, DraftJudgement>
  readonly #weigh: LatestAnswer<string, Consequences>
  #opened: OpenedDraft
  #state: DraftState
  #history: History
  #turns: Turn[] = []
  /** What fields say by now: the judgement that has it comes a moment later. */
  readonly #typed = new Map<string, string>()
  #working: Promise<void> | undefined
  readonly #keeper: Keeper

  constructor(services: DraftServices, opened: OpenedDraft, world: SessionWorld) {
    this.#services = services
    this.#world = world
    this.#opened = opened
    const { state, history } = beginningOf(opened)
    this.#state = state
    this.#history = history
    this.#keeper = new Keeper(() => this.#keep())
    this.#judge = new LatestAnswer(
      (now) => services.judgeDraft(this.#state.path, now),
      (end, isNewest) => {
        if (isNewest && 'answer' in end) this.#typed.clear()
        this.#set({ judgement: asked(this.#state.judgement, end, isNewest) })
      },
    )
    this.#weigh = new LatestAnswer(
      (now) => services.weighDraft(this.#state.path, now),
      (end, isNewest) =>
        this.#set({ consequences: asked(this.#state.consequences, end, isNewest) }),
    )
    this.check()
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  state = (): DraftState => this.#state

  /** @param from what the field said before */
  edit(edit: DraftEdit, from = ''): void {
    if ('to' in edit) this.#typed.set(fieldOf(edit), edit.to)
    const last = this.#turns.at(-1)
    const isOvertaken =
      typeof last === 'object' && 'to' in edit && fieldOf(last.edit) === fieldOf(edit)
    if (isOvertaken) this.#turns[this.#turns.length - 1] = { edit, from: last.from }
    else this.#turns.push({ edit, from })
    this.#work()
  }

  /** What was typed into a field and is not judged yet. */
  typedIn(field: string): string | undefined {
    return this.#typed.get(field)
  }

  undo(): void {
    this.#turns.push('undo')
    this.#work()
  }

  redo(): void {
    this.#turns.push('redo')
    this.#work()
  }

  /** A field was left: whatever is typed next is another step. */
  leaveField(): void {
    this.#history = closed(this.#history)
  }

  /** Asks again what there is to say: something has changed on the chain. */
  check(): void {
    const { text, judgement, consequences } = this.#state
    this.#set({
      judgement: { ...judgement, isAsking: true },
      consequences: { ...consequences, isAsking: true },
    })
    this.#judge.ask(text)
    this.#weigh.ask(text)
  }

  /** Resolves when every edit is in the text, and kept. */
  async settled(): Promise<void> {
    while (this.#working !== undefined) await this.#working
    await this.#keeper.now()
  }

  /**
   * Writes the file. Texts that nobody wrote are made of the changes.
   *
   * @throws RelayedError of the kind DraftChangedError if somebody else has written it meanwhile
   */
  async save(isForced = false): Promise<SavedDraft> {
    await this.settled()
    await this.#fillTexts()
    const { path, text } = this.#state
    const { base, kept } = this.#opened
    const saved = await this.#services.saveDraft(
      { path, text, base: kept === undefined ? base : kept.base, by: this.#world.by },
      { isForced, ...(kept === undefined ? {} : { found: kept }) },
    )
    this.#opened = { path: saved.path, text, base: saved.base }
    this.leaveField()
    this.#set({ path: saved.path, isNew: false, found: undefined, notKept: undefined })
    this.#textChanged()
    return saved
  }

  /** Takes what is in the file now; what was typed can be had back by undoing. */
  async reload(): Promise<void> {
    await this.settled()
    const { path } = this.#state
    const opened = await this.#services.openDraft(path)
    const { kept: _, ...file } = opened
    const before = this.#state.text
    this.#opened = file
    if (before !== file.text) {
      const step = { before, after: file.text, field: '', typed: ['', ''], at: 0 } as const
      this.#history = closed(withStep(this.#history, step))
    }
    this.#typed.clear()
    await this.#services.discardDraft({ path, by: this.#world.by }, opened.kept)
    this.#set({ text: file.text, isNew: file.base === null, found: undefined, refused: undefined })
    this.#textChanged()
    this.check()
  }

  /** Takes what is in the file now if nothing here would be lost. */
  async refresh(): Promise<void> {
    if (this.#state.isNew || !this.#state.isSaved || this.#working !== undefined) return
    const opened = await this.#services.openDraft(this.#state.path)
    if (opened.text !== this.#opened.text && this.#state.isSaved) await this.reload()
  }

  async #fillTexts(): Promise<void> {
    const { text, judgement } = this.#state
    const suggested = judgement.value?.suggested
    if (suggested === undefined || judgement.value === undefined) return
    const { title, summary } = judgement.value
    if (title === '') this.edit({ kind: 'title', to: suggested.title })
    if (summary === '') this.edit({ kind: 'summary', to: suggested.summary })
    if (title === '' || summary === '') await this.settled()
    if (this.#state.text !== text) this.leaveField()
  }

  #work(): void {
    this.#working ??= this.#takeTurns().finally(() => {
      this.#working = undefined
      // Whatever came between the last turn and here.
      if (this.#turns.length > 0) this.#work()
    })
  }

  async #takeTurns(): Promise<void> {
    for (let turn = this.#turns.shift(); turn !== undefined; turn = this.#turns.shift()) {
      if (turn === 'undo' || turn === 'redo') this.#step(turn)
      else await this.#take(turn)
    }
  }

  async #take({ edit, from }: Exclude<Turn, string>): Promise<void> {
    const before = this.#state.text
    try {
      const { text, refused } = await this.#services.editDraft(before, edit)
      this.#set({ refused })
      if (text === before) return
      const typed = [from, 'to' in edit ? edit.to : ''] as const
      const step = { before, after: text, field: fieldOf(edit), typed, at: this.#world.now() }
      this.#history = withStep(this.#history, step)
      this.#set({ text })
      this.#textChanged()
      this.check()
    } catch (error) {
      this.#set({ refused: error instanceof Error ? error.message : String(error) })
    }
  }

  #step(way: 'undo' | 'redo'): void {
    const found = stepped(this.#history, way)
    if (found === undefined) return
    this.#history = found.history
    const turn = (this.#state.put?.turn ?? 0) + 1
    this.#typed.clear()
    this.#typed.set(found.field, found.typed)
    const put = { field: found.field, text: found.typed, turn }
    this.#set({ text: found.text, put, refused: undefined, found: undefined })
    this.#textChanged()
    this.check()
  }

  #textChanged(): void {
    const { text, isNew } = this.#state
    this.#set({
      isSaved: !isNew && text === this.#opened.text,
      canUndo: this.#history.past.length > 0,
      canRedo: this.#history.future.length > 0,
    })
    this.#keeper.soon()
  }

  async #keep(): Promise<void> {
    const { path, text, isSaved } = this.#state
    const { kept, base } = this.#opened
    const { by } = this.#world
    try {
      if (isSaved) await this.#services.discardDraft({ path, by }, kept)
      else await this.#services.keepDraft({ path, text, base: kept?.base ?? base, by })
      if (this.#state.notKept !== undefined) this.#set({ notKept: undefined })
    } catch (error) {
      this.#set({ notKept: error instanceof Error ? error.message : String(error) })
    }
  }

  #set(change: { readonly [K in keyof DraftState]?: DraftState[K] | undefined }): void {
    this.#state = { ...this.#state, ...change } as DraftState
    for (const listener of this.#listeners) listener()
  }
}
