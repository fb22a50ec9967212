import type { KnownRow } from '../../../governance/draftJudgement.ts'
import type { DraftEdit } from '../../../governance/draftPlans.ts'
import type { Theme, Tone } from '../../theme.ts'
import type { DraftState } from './draftState.ts'
import { type ShownRow, shownRows } from './shownRows.ts'

/** A field of the editor: a text, or the value of a change. */
export type Field =
  | { readonly kind: 'title' | 'summary' | 'discussion'; readonly value: string }
  | { readonly kind: 'change'; readonly row: ShownRow }

const labels = { title: 'Title', summary: 'Summary', discussion: 'Discussion' } as const

export const labelOf = (kind: keyof typeof labels): string => labels[kind]

/** Every field, from top to bottom. */
export function fieldsOf(state: Pick<DraftState, 'reading' | 'judgement'>): readonly Field[] {
  const reading = state.reading.value
  if (reading === undefined || !reading.isReadable) return []
  const { title, summary, discussion } = reading
  return [
    { kind: 'title', value: title },
    { kind: 'summary', value: summary },
    { kind: 'discussion', value: discussion },
    ...shownRows(state).map((row) => ({ kind: 'change' as const, row })),
  ]
}

/** The edit that puts a text into a field. */
export function editOf(field: Field, to: string): DraftEdit {
  if (field.kind !== 'change') return { kind: field.kind, to }
  const { subject, parameter, index } = field.row
  return { kind: 'set', subject, parameter, index, to }
}

export const nameOf = ({
  subject,
  parameter,
  known,
}: Pick<ShownRow, 'subject' | 'parameter' | 'known'>): string =>
  `${subject} ${known?.label ?? parameter}`.trim() || 'nameless change'

interface Standing {
  readonly symbol: keyof Theme['symbols']
  readonly word: string
  readonly tone: Tone
}

const directions: Readonly<Record<NonNullable<KnownRow['direction']>, Standing>> = {
  tighter: { symbol: 'pass', word: 'tighter', tone: 'good' },
  looser: { symbol: 'caution', word: 'looser', tone: 'caution' },
  neither: { symbol: 'dot', word: 'neither', tone: 'muted' },
  same: { symbol: 'pending', word: 'same', tone: 'muted' },
}

/** What is to be thought of a change, in a symbol and a word. */
export function standingOf({ known, problems, judged }: ShownRow): Standing {
  if (judged === 'no') return { symbol: 'unknown', word: 'not judged', tone: 'caution' }
  if (judged === 'checking') return { symbol: 'pending', word: 'checking', tone: 'muted' }
  // A value that is still the present one is where everybody begins, and no mistake.
  if (known?.direction === 'same' && !known.isStale) return directions.same
  if (problems.length > 0) {
    const word = known?.isStale === true ? 'stale' : 'refused'
    return { symbol: 'fail', word, tone: 'bad' }
  }
  return known?.direction === undefined
    ? { symbol: 'unknown', word: 'unknown', tone: 'caution' }
    : directions[known.direction]
}

/** Where the draft stands between screen and file, in a symbol and a word. */
export function savedWords(state: DraftState): Standing {
  if (state.notKept !== undefined) return { symbol: 'fail', word: 'not kept', tone: 'bad' }
  if (state.isNew) return { symbol: 'active', word: 'new, not written', tone: 'caution' }
  return state.isSaved
    ? { symbol: 'pass', word: 'written', tone: 'good' }
    : { symbol: 'active', word: 'unsaved', tone: 'caution' }
}

/** What is wrong with something that was asked for. */
export const errorText = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)
