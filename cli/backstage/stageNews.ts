import type { Progress } from '../shared/progress.ts'
import type { StageNews } from '../ui/services/stages.ts'

/** Progress as data, so that it crosses threads; nothing of it is answered. */
export const progressTo = (tell: (news: StageNews) => unknown): Progress => ({
  stage: (name) => void tell({ kind: 'stage', name }),
  step: (done, total) => void tell({ kind: 'step', done, total }),
  finish: (outcome) => void tell({ kind: 'finish', outcome }),
  say: (sentence) => void tell({ kind: 'say', sentence }),
})
