import type { DraftEdit } from '../../../governance/draftPlans.ts'

/** What an edit is about: one field of the editor. */
export const fieldOf = (edit: DraftEdit): string =>
  'subject' in edit ? `${edit.kind} ${edit.subject} ${edit.parameter}` : edit.kind

/** A step that can be undone, and done again. */
interface Step {
  readonly before: string
  readonly after: string
  readonly field: string
  /** What the field said before and after. */
  readonly typed: readonly [before: string, after: string]
  /** Milliseconds. */
  readonly at: number
  /** Whether typing on makes it longer. */
  readonly isOpen: boolean
}

/** The texts of a draft, one after another. */
export interface History {
  readonly past: readonly Step[]
  readonly future: readonly Step[]
}

export const noHistory: History = { past: [], future: [] }

/** Longer pauses part what is typed into steps. */
const PAUSE_MS = 1_000
/** More than anybody goes back, and little beside the texts of other screens. */
const MOST_STEPS = 500

/** With one more edit. What is typed without a pause is one step. */
export function withStep({ past }: History, step: Omit<Step, 'isOpen'>): History {
  const last = past.at(-1)
  const goesOn = last?.isOpen === true && last.field === step.field && step.at - last.at < PAUSE_MS
  const next: Step = goesOn
    ? { ...step, before: last.before, typed: [last.typed[0], step.typed[1]], isOpen: true }
    : { ...step, isOpen: true }
  return { past: [...(goesOn ? past.slice(0, -1) : past), next].slice(-MOST_STEPS), future: [] }
}

/** Whatever is typed from now on is a step of its own. */
export const closed = ({ past, future }: History): History => ({
  past: past.map((step, index) => (index === past.length - 1 ? { ...step, isOpen: false } : step)),
  future,
})

/** One step back or on; undefined where there is none. */
export function stepped(
  { past, future }: History,
  way: 'undo' | 'redo',
):
  | {
      readonly history: History
      readonly text: string
      readonly field: string
      readonly typed: string
    }
  | undefined {
  const step = way === 'undo' ? past.at(-1) : future.at(-1)
  if (step === undefined) return undefined
  const end: Step = { ...step, isOpen: false }
  const history =
    way === 'undo'
      ? { past: past.slice(0, -1), future: [...future, end] }
      : { past: [...past, end], future: future.slice(0, -1) }
  const index = way === 'undo' ? 0 : 1
  return {
    history,
    text: way === 'undo' ? step.before : step.after,
    field: step.field,
    typed: step.typed[index],
  }
}
