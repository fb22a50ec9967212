import type { DraftJudgement } from '../../../governance/draftJudgement.ts'
import type { DraftReading } from '../../../governance/draftReading.ts'
import type { OpenedDraft } from '../../../workflows/draftFiles.ts'
import type { Consequences } from '../../../workflows/weighDraft.ts'
import { closed, type History, noHistory, withStep } from './history.ts'
import type { AnswerEnd } from './latestAnswer.ts'

/** Whether an answer is about the text that is on the screen. */
export const isOfText = ({ text }: Pick<DraftState, 'text'>, { of }: Asked<unknown>): boolean =>
  of === text

/** An answer that is asked for again and again: the last one stays until the next is there. */
export interface Asked<T> {
  readonly value?: T
  /** The text that it is about. */
  readonly of?: string
  readonly isAsking: boolean
  readonly error?: Error
}

/** A draft as the editor shows it. */
export interface DraftState {
  readonly path: string
  readonly text: string
  readonly isNew: boolean
  readonly isSaved: boolean
  /** What the text says. */
  readonly reading: Asked<DraftReading>
  readonly judgement: Asked<DraftJudgement>
  readonly consequences: Asked<Consequences>
  readonly canUndo: boolean
  readonly canRedo: boolean
  /** What the chain is asked for, before it can be put into the text. */
  readonly awaited?: string
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
    reading: { isAsking: false },
    judgement: { isAsking: false },
    consequences: { isAsking: false },
    canUndo: history.past.length > 0,
    canRedo: false,
    ...(kept === undefined ? {} : { found: { at: kept.at, isFileNewer: kept.base !== base } }),
  }
  return { state, history }
}

export const asked = <T>(
  { value, of }: Asked<T>,
  end: AnswerEnd<string, T>,
  isNewest: boolean,
): Asked<T> => {
  if ('answer' in end) return { value: end.answer, of: end.question, isAsking: !isNewest }
  return {
    ...(value === undefined ? {} : { value }),
    ...(of === undefined ? {} : { of }),
    isAsking: !isNewest,
    error: end.error,
  }
}
