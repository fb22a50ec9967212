import type { Preview } from '../../workflows/previewProposal.ts'
import type { StageNews } from './stages.ts'

export interface PreviewRequest {
  /** A file, or an id of a proposal on the chain. */
  readonly reference: string
  readonly acceptInconclusive: readonly string[]
  /** A CSV of prices to replay; without one, the crash of March 2020 if its data is there. */
  readonly replay?: { readonly path: string; readonly from?: string; readonly to?: string }
}

/** A preview under way, on a thread of its own. */
export interface RunningPreview {
  readonly result: Promise<Preview>
  /** Stops it at once; `result` rejects with PreviewCancelledError. */
  readonly cancel: () => void
  /** Writes report.md and report.json of a result. @returns their paths */
  readonly publish: () => Promise<readonly string[]>
  /** Lets the thread go; nothing can be published afterwards. */
  readonly close: () => void
}

export interface PreviewServices {
  readonly startPreview: (
    request: PreviewRequest,
    onStage: (news: StageNews) => void,
  ) => RunningPreview
}
