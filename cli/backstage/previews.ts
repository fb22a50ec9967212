import type { PreviewServices } from '../ui/services/previews.ts'
import type { ThreadData } from './threadData.ts'

/** A preview on a thread of its own, which cancelling ends. */
export function startPreview(
  _data: ThreadData,
  ..._request: Parameters<PreviewServices['startPreview']>
): ReturnType<PreviewServices['startPreview']> {
  throw new Error('not yet')
}
