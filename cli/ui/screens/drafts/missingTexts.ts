import type { DraftEdit } from '../../../governance/draftPlans.ts'
import type { DraftServices } from '../../services/drafts.ts'

/**
 * Edits that make the texts which nobody wrote out of the changes. What the chain does not say, because it does not
 * answer, stays open.
 */
export async function missingTexts(
  services: Pick<DraftServices, 'readDraft' | 'judgeDraft'>,
  { path, text }: { readonly path: string; readonly text: string },
): Promise<readonly DraftEdit[]> {
  const reading = await services.readDraft(text)
  const missing = (['title', 'summary'] as const).filter((kind) => reading[kind] === '')
  if (missing.length === 0) return []
  const suggested = await services.judgeDraft(path, text).then(
    (judgement) => judgement.suggested,
    () => undefined,
  )
  return suggested === undefined ? [] : missing.map((kind) => ({ kind, to: suggested[kind] }))
}
