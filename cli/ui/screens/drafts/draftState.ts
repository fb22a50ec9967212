import type { DraftJudgement } from '../../../governance/draftJudgement.ts'
import type { OpenedDraft } from '../../../workflows/draftFiles.ts'
import type { Consequences } from '../../../workflows/weighDraft.ts'
import { closed, type History, noHistory, withStep } from './history.ts'
import type { AnswerEnd } from './latestAnswer.ts'

/** An answer that is asked for again and again: the last one stays until the next is there. */
export interface Asked<T> {
  readonly value?: T
  readonly isAsking: boolean
  readonly error?: Error
}

/** A draft as the editor shows it. */
export interface DraftState {
  readonly path: string
  readonly text: string
  readonly isNew: boolean
  readonly isSaved: boolean
  readonly judgement: Asked<DraftJudgement>
  readonly consequences: Asked<Consequences>
  readonly canUndo: boolean
  readonly canRedo: boolean
  /** Why the last edit was not taken. */
  readonly refused?: string
  /** Why what is typed is not safe. */
  readonly notKept?: string
  /** What is on the screen was typed before and never saved. */
  readonly found?: {
    /** Unix seconds. */
    readonly at: number
    /** The file was changed after that. */
    readonly isFileNewer: boolean
  }
  /** What a field says since the last undo: the field that is open follows it. */
  readonly put?: { readonly field: string; readonly text: string; readonly turn: number }
}

/** A draft as it was opened, and where going back from there leads. */
export function beginningOf(opened: OpenedDraft): {
  readonly state: DraftState
  readonly history: History
} {
  const { kept, base } = opened
  const text = kept?.text ?? opened.text
  const step = { before: opened.text, after: text, field: '', typed: ['', ''], at: 0 } as const
  // Going back from what was kept leads to what is in the file.
  const history =
    kept !== undefined && base !== null ? closed(withStep(noHistory, step)) : noHistory
  const state: DraftState = {
    path: opened.path,
    text,
    isNew: base === null,
    isSaved: base !== null && text === opened.text,
    judgement: { isAsking: false },
    consequences: { isAsking: false },
    canUndo: history.past.length > 0,
    canRedo: false,
    ...(kept === undefined ? {} : { found: { at: kept.at, isFileNewer: kept.base !== base } }),
  }
  return { state, history }
}

export const asked = <T>(before: Asked<T>, end: AnswerEnd<T>, isNewest: boolean): Asked<T> => {
  if ('answer' in end) return { value: end.answer, isAsking: !isNewest }
  return {
    ...(before.value === undefined ? {} : { value: before.value }),
    isAsking: !isNewest,
    error: end.error,
  }
}
