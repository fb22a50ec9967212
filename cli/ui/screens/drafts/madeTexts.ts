import type { DraftEdit } from '../../../governance/draftPlans.ts'
import type { DraftServices } from '../../services/drafts.ts'
import { type DraftState, isOfText } from './draftState.ts'

const kinds = ['title', 'summary'] as const

type Texts = Readonly<Record<(typeof kinds)[number], string>>

/**
 * Title and summary as far as nobody wrote them: they are made of the changes, and made anew when these become others.
 * A title that names another value than the change would mislead voters.
 */
export class MadeTexts {
  readonly #services: Pick<DraftServices, 'readDraft' | 'judgeDraft'>
  /** What would be made of the changes in the file: who finds the same there knows that nobody wrote it. */
  #ofFile: Texts | undefined

  constructor(services: Pick<DraftServices, 'readDraft' | 'judgeDraft'>) {
    this.#services = services
  }

  /** To be told whatever the draft becomes. */
  see(state: DraftState): void {
    const { isSaved, judgement } = state
    if (isSaved && judgement.value !== undefined && isOfText(state, judgement)) {
      this.#ofFile = judgement.value.suggested
    }
  }

  /** Edits that make them. What the chain does not say, because it does not answer, stays as it is. */
  async edits({ path, text }: Pick<DraftState, 'path' | 'text'>): Promise<readonly DraftEdit[]> {
    const reading = await this.#services.readDraft(text)
    const missing = kinds.filter(
      (kind) => reading[kind] === '' || reading[kind] === this.#ofFile?.[kind].trim(),
    )
    if (missing.length === 0) return []
    const suggested = await this.#services.judgeDraft(path, text).then(
      (judgement) => judgement.suggested,
      () => undefined,
    )
    if (suggested === undefined) return []
    return missing
      .filter((kind) => reading[kind] !== suggested[kind].trim())
      .map((kind) => ({ kind, to: suggested[kind] }))
  }
}
