import type { Progress } from '../shared/progress.ts'
import type { StageNews } from '../ui/services/stages.ts'

/** Progress as data, so that it crosses threads; nothing of it is answered. */
export function progressTo(onStage: (news: StageNews) => unknown): Progress {
  const tell = (news: StageNews): void => {
    // A screen that is gone hears nothing; the work goes on.
    void Promise.resolve(onStage(news)).catch(() => {})
  }
  return {
    stage: (name) => tell({ kind: 'stage', name }),
    step: (done, total) => tell({ kind: 'step', done, total }),
    finish: (outcome) => tell({ kind: 'finish', outcome }),
    say: (sentence) => tell({ kind: 'say', sentence }),
  }
}
