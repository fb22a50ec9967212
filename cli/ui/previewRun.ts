import type { Preview } from '../workflows/preview.ts'
import type { ReplayChoice } from './services/previews.ts'
import type { StageNews } from './services/stages.ts'

/** A stage of a preview as it stands. Times are Unix seconds. */
export type StageState = { readonly name: string } & (
  | { readonly state: 'pending' }
  /** What is on the chain already is not parsed and not encoded. */
  | { readonly state: 'skipped' }
  | {
      readonly state: 'running'
      readonly since: number
      readonly step?: { readonly done: number; readonly total: number }
    }
  | { readonly state: 'done'; readonly outcome: string }
  | { readonly state: 'failed' | 'stopped' }
)

/** A preview of one proposal, from its start on. */
export interface PreviewRun {
  readonly reference: string
  readonly status: 'running' | 'ready' | 'failed' | 'stopped'
  readonly stages: readonly StageState[]
  /** Sentences that were said between stages. */
  readonly said: readonly string[]
  readonly startedAt: number
  readonly endedAt?: number
  readonly preview?: Preview
  /** Why it failed. */
  readonly error?: Error
  /** Where the report of this result was written. */
  readonly files?: readonly string[]
  /** What was chosen for it, kept when it is run again. */
  readonly choices: {
    readonly acceptInconclusive: readonly string[]
    readonly replay?: ReplayChoice
  }
  /** Whether its process is still there to be asked. */
  readonly isOpen: boolean
}

export const newRun = (
  reference: string,
  stages: readonly string[],
  begun: { readonly at: number; readonly choices: PreviewRun['choices'] },
): PreviewRun => ({
  reference,
  status: 'running',
  stages: stages.map((name) => ({ name, state: 'pending' })),
  said: [],
  startedAt: begun.at,
  choices: begun.choices,
  isOpen: true,
})

/** The run after a piece of news. */
export function withNews(run: PreviewRun, news: StageNews, now: number): PreviewRun {
  switch (news.kind) {
    case 'say':
      return { ...run, said: [...run.said, news.sentence] }
    case 'stage':
      return { ...run, stages: begin(run.stages, news.name, now) }
    case 'step':
      return onRunning(run, (stage) => ({
        ...stage,
        step: { done: news.done, total: news.total },
      }))
    case 'finish':
      return onRunning(run, ({ name }) => ({ name, state: 'done', outcome: news.outcome }))
  }
}

/** A stage begins; what was passed over is not needed. */
function begin(stages: readonly StageState[], name: string, now: number): readonly StageState[] {
  const place = stages.findIndex((stage) => stage.name === name)
  if (place < 0) return stages
  return stages.map((stage, index) => {
    if (index === place) return { name, state: 'running', since: now }
    return index < place && stage.state === 'pending'
      ? { name: stage.name, state: 'skipped' }
      : stage
  })
}

function onRunning(
  run: PreviewRun,
  change: (stage: Extract<StageState, { state: 'running' }>) => StageState,
): PreviewRun {
  const stages = run.stages.map((stage) => (stage.state === 'running' ? change(stage) : stage))
  return { ...run, stages }
}

/** The run when it has ended without a result; the stage that ran says so. */
export const endedWith = (
  run: PreviewRun,
  status: 'failed' | 'stopped',
  end: { readonly at: number; readonly error?: Error },
): PreviewRun => ({
  ...onRunning(run, ({ name }) => ({ name, state: status })),
  status,
  endedAt: end.at,
  ...(end.error === undefined ? {} : { error: end.error }),
  isOpen: false,
})

/** The run with its report written. */
export const published = (run: PreviewRun, files: readonly string[]): PreviewRun => ({
  ...run,
  files,
  stages: run.stages.map((stage, index) =>
    index === run.stages.length - 1
      ? { name: stage.name, state: 'done', outcome: files.join(', ') }
      : stage,
  ),
})
