import type { DraftJudgement } from '../../../governance/draftJudgement.ts'
import type { DraftEdit } from '../../../governance/draftPlans.ts'
import type { OpenedDraft, SavedDraft } from '../../../workflows/draftFiles.ts'
import type { Consequences } from '../../../workflows/weighDraft.ts'
import type { DraftServices } from '../../services/drafts.ts'
import { closed, fieldOf, type History, noHistory, stepped, withStep } from './history.ts'
import { type AnswerEnd, LatestAnswer } from './latestAnswer.ts'

/** An answer that is asked for again and again: the last one stays until the next is there. */
export interface Asked<T> {
  readonly value?: T
  readonly isAsking: boolean
  readonly error?: Error
}

/** A draft as the editor shows it. */
export interface DraftState {
  readonly path: string
  readonly text: string
  readonly isNew: boolean
  readonly isSaved: boolean
  readonly judgement: Asked<DraftJudgement>
  readonly consequences: Asked<Consequences>
  readonly canUndo: boolean
  readonly canRedo: boolean
  /** Why the last edit was not taken. */
  readonly refused?: string
  /** Why what is typed is not safe. */
  readonly notKept?: string
  /** When what was found kept had been typed (Unix seconds), as long as it is on the screen. */
  readonly foundAt?: number
  /** What a field says since the last undo: the field that is open follows it. */
  readonly put?: { readonly field: string; readonly text: string; readonly turn: number }
}

type Turn = { readonly edit: DraftEdit; readonly from: string } | 'undo' | 'redo'

/** What is typed is safe after that long at the latest. */
const KEEP_WITHIN_MS = 150

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
  #history: History = noHistory
  #turns: Turn[] = []
  #working: Promise<void> | undefined
  #keeping: Promise<void> = Promise.resolve()
  #keepTimer: NodeJS.Timeout | undefined

  constructor(services: DraftServices, opened: OpenedDraft, world: SessionWorld) {
    this.#services = services
    this.#world = world
    this.#opened = opened
    const { kept } = opened
    const text = kept?.text ?? opened.text
    if (kept !== undefined && opened.base !== null) {
      // Going back from what was kept leads to what is in the file.
      const step = { before: opened.text, after: text, field: '', typed: ['', ''], at: 0 } as const
      this.#history = closed(withStep(noHistory, step))
    }
    this.#state = {
      path: opened.path,
      text,
      isNew: opened.base === null,
      isSaved: text === opened.text && opened.base !== null,
      judgement: { isAsking: false },
      consequences: { isAsking: false },
      canUndo: this.#history.past.length > 0,
      canRedo: false,
      ...(kept === undefined ? {} : { foundAt: kept.at }),
    }
    this.#judge = new LatestAnswer(
      (now) => services.judgeDraft(this.#state.path, now),
      (end) => this.#set({ judgement: asked(this.#state.judgement, end) }),
    )
    this.#weigh = new LatestAnswer(
      (now) => services.weighDraft(this.#state.path, now),
      (end) => this.#set({ consequences: asked(this.#state.consequences, end) }),
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
    const last = this.#turns.at(-1)
    const isOvertaken =
      typeof last === 'object' && 'to' in edit && fieldOf(last.edit) === fieldOf(edit)
    if (isOvertaken) this.#turns[this.#turns.length - 1] = { edit, from: last.from }
    else this.#turns.push({ edit, from })
    this.#work()
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
    this.#keepNow()
    await this.#keeping
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
    this.#set({ path: saved.path, isNew: false, foundAt: undefined, notKept: undefined })
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
    await this.#services.discardDraft({ path, by: this.#world.by }, opened.kept)
    this.#set({
      text: file.text,
      isNew: file.base === null,
      foundAt: undefined,
      refused: undefined,
    })
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
    const put = { field: found.field, text: found.typed, turn }
    this.#set({ text: found.text, put, refused: undefined, foundAt: undefined })
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
    this.#keepTimer ??= setTimeout(() => this.#keepNow(), KEEP_WITHIN_MS)
  }

  /** Whole texts, one after another: the last one that is kept is the newest. */
  #keepNow(): void {
    if (this.#keepTimer === undefined) return
    clearTimeout(this.#keepTimer)
    this.#keepTimer = undefined
    const { by } = this.#world
    this.#keeping = this.#keeping.then(async () => {
      const { path, text, isSaved } = this.#state
      const { kept, base } = this.#opened
      try {
        if (isSaved) await this.#services.discardDraft({ path, by }, kept)
        else await this.#services.keepDraft({ path, text, base: kept?.base ?? base, by })
        if (this.#state.notKept !== undefined) this.#set({ notKept: undefined })
      } catch (error) {
        this.#set({ notKept: error instanceof Error ? error.message : String(error) })
      }
    })
  }

  #set(change: { readonly [K in keyof DraftState]?: DraftState[K] | undefined }): void {
    this.#state = { ...this.#state, ...change } as DraftState
    for (const listener of this.#listeners) listener()
  }
}

const asked = <T>(before: Asked<T>, end: AnswerEnd<T>): Asked<T> =>
  'answer' in end
    ? { value: end.answer, isAsking: false }
    : {
        ...(before.value === undefined ? {} : { value: before.value }),
        isAsking: false,
        error: end.error,
      }
