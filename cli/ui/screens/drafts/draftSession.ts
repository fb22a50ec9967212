import type { EditedDraft } from '../../../governance/draftEdits.ts'
import type { DraftEdit } from '../../../governance/draftPlans.ts'
import type { OpenedDraft, SavedDraft } from '../../../workflows/draftFiles.ts'
import type { DraftServices } from '../../services/drafts.ts'
import { ChainEdits, needsChain } from './chainEdits.ts'
import { DraftHome, type Typist } from './draftHome.ts'
import { DraftQuestions } from './draftQuestions.ts'
import { beginningOf, type DraftState, isOfText } from './draftState.ts'
import { errorText } from './draftWords.ts'
import { closed, fieldOf, type History, stepped, withStep } from './history.ts'
import { Keeper } from './keeper.ts'
import { MadeTexts } from './madeTexts.ts'
import { type Turn, Turns, type Typed } from './turns.ts'

/** A clock in milliseconds, and who types. */
export interface SessionWorld extends Typist {
  readonly now: () => number
}

/**
 * One draft while it is edited, whatever screen is shown: its text with every edit in it, one after the other, what can
 * be undone, what is said about it, and what is kept of it. What is typed never waits for the chain.
 */
export class DraftSession {
  readonly home: DraftHome
  readonly keeper: Keeper
  readonly #services: DraftServices
  readonly #world: SessionWorld
  readonly #listeners = new Set<() => void>()
  readonly #questions: DraftQuestions
  readonly #made: MadeTexts
  readonly #chainEdits: ChainEdits
  #state: DraftState
  #history: History
  readonly #turns: Turns
  /** What fields say by now: the reading that has it comes a moment later. */
  readonly #typed = new Map<string, string>()
  #saving: Promise<SavedDraft> | undefined

  constructor(services: DraftServices, opened: OpenedDraft, world: SessionWorld) {
    this.#services = services
    this.#world = world
    const { state, history } = beginningOf(opened)
    this.#state = state
    this.#history = history
    this.home = new DraftHome(services, opened, world)
    this.#made = new MadeTexts(services)
    this.keeper = new Keeper(() => this.#keep())
    this.#questions = new DraftQuestions(services, {
      state: this.state,
      set: (change) => this.#set(change),
    })
    this.#turns = new Turns((turn) => this.#take(turn))
    this.#chainEdits = new ChainEdits({
      edit: services.editDraft,
      text: () => this.#turns.ended().then(() => this.#state.text),
      isStill: (text) => !this.#turns.isWorking && this.#state.text === text,
      put: (edit, before, edited) => this.#put({ edit, from: '' }, before, edited),
      set: (change) => this.#set(change),
    })
    this.#questions.read()
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  state = (): DraftState => this.#state

  /** @param from what the field said before */
  edit(edit: DraftEdit, from = ''): void {
    if (needsChain(edit)) {
      this.#chainEdits.begin(edit)
      return
    }
    if (this.#isRead()) this.#typed.clear()
    if ('to' in edit) this.#typed.set(fieldOf(edit), edit.to)
    this.#turns.add({ edit, from })
  }

  /** What was typed into a field and is not read yet. */
  typedIn(field: string): string | undefined {
    return this.#isRead() ? undefined : this.#typed.get(field)
  }

  #isRead(): boolean {
    return !this.#turns.isWorking && isOfText(this.#state, this.#state.reading)
  }

  undo(): void {
    this.#turns.add('undo')
  }

  redo(): void {
    this.#turns.add('redo')
  }

  /** A field was left: whatever is typed next is another step. */
  leaveField(): void {
    this.#history = closed(this.#history)
  }

  /** Asks again what there is to say: something has changed on the chain, or it answers again. */
  check(): void {
    this.#questions.askAll()
  }

  /** Resolves when everything that was typed is in the text, and kept. */
  async settled(): Promise<void> {
    await this.#turns.ended()
    await this.keeper.now()
  }

  /** The same, once what the chain was asked for is there as well. */
  async #complete(): Promise<void> {
    await this.#chainEdits.ended()
    await this.settled()
  }

  /**
   * Writes the file: once, however often it is asked for, unless something was typed meanwhile. Texts that nobody wrote
   * are made of the changes, and made anew when these are others.
   *
   * @throws RelayedError of the kind DraftChangedError if somebody else has written it meanwhile
   */
  save(isForced = false): Promise<SavedDraft> {
    const saving = this.#saveOnce(isForced, this.#saving).finally(() => {
      if (this.#saving === saving) this.#saving = undefined
    })
    this.#saving = saving
    return saving
  }

  async #saveOnce(isForced: boolean, before: Promise<SavedDraft> | undefined): Promise<SavedDraft> {
    const saved = await before
    await this.#complete()
    return saved !== undefined && this.#state.isSaved ? saved : this.#save(isForced)
  }

  async #save(isForced: boolean): Promise<SavedDraft> {
    await this.#fillTexts()
    const saved = await this.home.write(this.#state, isForced)
    this.leaveField()
    this.#set({ path: saved.path, isNew: false, found: undefined, notKept: undefined })
    this.#textChanged()
    return saved
  }

  /** Takes what is in the file now; what was typed can be had back by undoing. */
  async reload(): Promise<void> {
    await this.#complete()
    const file = await this.home.reopen(this.#state.path)
    await this.settled()
    const before = this.#state.text
    if (before !== file.text) {
      const step = { before, after: file.text, field: '', typed: ['', ''], at: 0 } as const
      this.#history = closed(withStep(this.#history, step))
    }
    this.#typed.clear()
    this.#set({ text: file.text, isNew: file.base === null, found: undefined, refused: undefined })
    this.#textChanged()
    this.#questions.askAll()
  }

  /** Takes what is in the file now if nothing here would be lost. */
  async refresh(): Promise<void> {
    const isUntouched = () => this.#state.isSaved && !this.#turns.isWorking
    if (this.#state.isNew || !isUntouched()) return
    if ((await this.home.isOther(this.#state.path)) && isUntouched()) await this.reload()
  }

  async #fillTexts(): Promise<void> {
    const { path, text } = this.#state
    const edits = await this.#made.edits({ path, text })
    if (edits.length === 0) return
    // Somebody has typed on: perhaps a title of their own.
    if (this.#state.text !== text) return this.#fillTexts()
    for (const edit of edits) this.edit(edit)
    await this.settled()
    this.leaveField()
  }

  async #take(turn: Turn): Promise<void> {
    if (turn === 'undo' || turn === 'redo') {
      this.#step(turn)
      return
    }
    const before = this.#state.text
    try {
      this.#put(turn, before, await this.#services.editDraft(before, turn.edit))
    } catch (error) {
      this.#set({ refused: errorText(error) })
    }
  }

  #put({ edit, from }: Typed, before: string, { text, refused }: EditedDraft): void {
    this.#set({ refused })
    if (text === before) return
    const typed = [from, 'to' in edit ? edit.to : ''] as const
    const step = { before, after: text, field: fieldOf(edit), typed, at: this.#world.now() }
    this.#history = withStep(this.#history, step)
    const { found } = this.#state
    // Going back leads to what was typed just now, and to the file only after that.
    this.#set({ text, found: found?.isFileNewer === true ? found : undefined })
    this.#textChanged()
    this.#questions.askAll()
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
    this.#questions.askAll()
  }

  #textChanged(): void {
    const { text } = this.#state
    this.#set({
      isSaved: this.home.has(text),
      canUndo: this.#history.past.length > 0,
      canRedo: this.#history.future.length > 0,
    })
    this.keeper.soon()
  }

  async #keep(): Promise<void> {
    try {
      await this.home.keep(this.#state)
      if (this.#state.notKept !== undefined) this.#set({ notKept: undefined })
    } catch (error) {
      this.#set({ notKept: errorText(error) })
    }
  }

  #set(change: { readonly [K in keyof DraftState]?: DraftState[K] | undefined }): void {
    this.#state = { ...this.#state, ...change } as DraftState
    this.#made.see(this.#state)
    for (const listener of this.#listeners) listener()
  }
}
