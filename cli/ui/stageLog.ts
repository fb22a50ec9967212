import type { StageNews } from './services/stages.ts'

/** A stage of long work: under way, or ended with an outcome. */
export interface StageLine {
  /** Its place among all stages. */
  readonly id: number
  readonly name: string
  readonly outcome?: string
  readonly progress?: { readonly done: number; readonly total: number }
}

/** What long work said so far. */
export interface StageLog {
  readonly stages: readonly StageLine[]
  /** The newest sentence between stages. */
  readonly said?: string
}

export const noStages: StageLog = { stages: [] }

export function addNews(log: StageLog, news: StageNews): StageLog {
  const { stages } = log
  const onLast = (change: Partial<StageLine>): StageLog => {
    const last = stages.at(-1)
    return last === undefined
      ? log
      : { ...log, stages: [...stages.slice(0, -1), { ...last, ...change }] }
  }
  switch (news.kind) {
    case 'stage':
      return { ...log, stages: [...stages, { id: stages.length, name: news.name }] }
    case 'step':
      return onLast({ progress: { done: news.done, total: news.total } })
    case 'finish':
      return onLast({ outcome: news.outcome })
    case 'say':
      return { ...log, said: news.sentence }
  }
}
