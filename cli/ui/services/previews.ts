import { BallastError, ExitCode } from '../../shared/errors.ts'
import type { Preview } from '../../workflows/preview.ts'
import type { StageNews } from './stages.ts'

/** Prices to replay: of a CSV, cut to [from, to) where given; without a name the crash of March 2020. */
export interface ReplayChoice {
  readonly path: string
  readonly from?: string
  readonly to?: string
}

export interface PreviewRequest {
  /** A file, or an id of a proposal on the chain. */
  readonly reference: string
  readonly acceptInconclusive: readonly string[]
  /** Without one, the crash of March 2020 if its data is there. */
  readonly replay?: ReplayChoice
}

/** A preview under way, in a process of its own. All of them throw RelayedErrors that say what to do. */
export interface RunningPreview {
  readonly result: Promise<Preview>
  /** Stops it at once, whatever it does; `result` rejects with PreviewCancelledError. */
  readonly cancel: () => void
  /** The same evidence, with these checks let stay inconclusive. */
  readonly accept: (checks: readonly string[]) => Promise<Preview>
  /** The same book under other prices. */
  readonly replay: (choice: ReplayChoice) => Promise<Preview>
  /** Writes report.md and report.json of exactly this result. @returns their paths */
  readonly publish: () => Promise<readonly string[]>
  /** Lets its process go; nothing can be asked of it afterwards. */
  readonly close: () => void
}

export interface PreviewServices {
  /** The stages of a preview by name, in their order; the last one waits for `publish`. */
  readonly previewStages: readonly string[]
  readonly startPreview: (
    request: PreviewRequest,
    onStage: (news: StageNews) => void,
  ) => RunningPreview
}

/** Somebody stopped a preview. Nothing was written. */
export class PreviewCancelledError extends BallastError {
  override readonly exitCode = ExitCode.interrupted
  constructor() {
    super(
      'The preview was stopped. Nothing was written.',
      'Start it again: the same seed gives the same figures.',
    )
  }
}
