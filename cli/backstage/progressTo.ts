import type { Progress } from '../shared/progress.ts'
import type { StageNews } from '../ui/services/stages.ts'

/** As often as anybody looks: a step more often would only be in the way of keys. */
const STEP_MILLISECONDS = 100

/** Progress as data for another thread or process. Whoever is told may be gone by then. */
export function progressTo(onStage: (news: StageNews) => unknown): Progress {
  let lastStep = 0
  const tell = (news: StageNews): void => {
    void Promise.resolve(onStage(news)).catch(() => {})
  }
  return {
    stage: (name) => tell({ kind: 'stage', name }),
    step(done, total) {
      const now = Date.now()
      if (done < total && now - lastStep < STEP_MILLISECONDS) return
      lastStep = now
      tell({ kind: 'step', done, total })
    },
    finish: (outcome) => tell({ kind: 'finish', outcome }),
    say: (sentence) => tell({ kind: 'say', sentence }),
  }
}
