import type { OpenedDraft, SavedDraft } from '../../../workflows/draftFiles.ts'
import type { DraftServices } from '../../services/drafts.ts'

interface OnScreen {
  readonly path: string
  readonly text: string
}

/** Who types. */
export interface Typist {
  /** One name for each editor. */
  readonly by: string
  /** Told whenever what is typed was kept, or forgotten because the file says it. */
  readonly onKept?: () => void
}

/** Where a draft lives: its file as it was opened, and what is kept of it beside. */
export class DraftHome {
  readonly #services: DraftServices
  readonly #by: string
  readonly #onKept: () => void
  #opened: OpenedDraft
  #isAnywhere: boolean

  constructor(services: DraftServices, opened: OpenedDraft, { by, onKept }: Typist) {
    this.#services = services
    this.#opened = opened
    this.#by = by
    this.#onKept = onKept ?? (() => {})
    this.#isAnywhere = opened.base !== null || opened.kept !== undefined
  }

  /** Whether it is in a file, or kept: one that was begun and left as it was is neither. */
  get isAnywhere(): boolean {
    return this.#isAnywhere
  }

  /** Whether the file says that. */
  has = (text: string): boolean => this.#opened.base !== null && text === this.#opened.text

  /** Keeps what is not in the file; forgets what is. */
  async keep({ path, text }: OnScreen): Promise<void> {
    const by = this.#by
    await (this.has(text)
      ? this.#services.discardDraft({ path, by }, this.#opened.kept)
      : this.#services.keepDraft({ path, text, base: this.#base, by }))
    this.#isAnywhere = true
    this.#onKept()
  }

  /** The file that the text was made from: what was kept may be of an earlier one. */
  get #base(): string | null {
    const { kept, base } = this.#opened
    return kept === undefined ? base : kept.base
  }

  /** @throws RelayedError of the kind DraftChangedError if somebody else has written it meanwhile */
  async write({ path, text }: OnScreen, isForced: boolean): Promise<SavedDraft> {
    const { kept } = this.#opened
    const saved = await this.#services.saveDraft(
      { path, text, base: this.#base, by: this.#by },
      { isForced, ...(kept === undefined ? {} : { found: kept }) },
    )
    this.#opened = { path: saved.path, text, base: saved.base }
    this.#isAnywhere = true
    return saved
  }

  /** The file as it is now, whatever was kept of it. */
  async reopen(path: string): Promise<OpenedDraft> {
    const { kept: _, ...file } = await this.#services.openDraft(path)
    // Only what this editor was opened with: what another one keeps is not ours to forget.
    const { kept: found } = this.#opened
    await this.#services.discardDraft({ path, by: this.#by }, found)
    this.#opened = file
    return file
  }

  /** Whether somebody else has written the file. */
  isOther = async (path: string): Promise<boolean> =>
    (await this.#services.openDraft(path)).text !== this.#opened.text
}
