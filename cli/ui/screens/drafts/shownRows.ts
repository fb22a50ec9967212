import type { DraftRow } from '../../../governance/draftJudgement.ts'
import type { WrittenRow } from '../../../governance/draftReading.ts'
import type { DraftState } from './draftState.ts'

/** A change as it stands in the text, with what is known of it by now. */
export interface ShownRow extends DraftRow {
  /** `checking`: it was typed after the last answer of the chain; `no`: the chain did not answer. */
  readonly judged: 'yes' | 'checking' | 'no'
}

/** Every change of the text that is on the screen, whatever was judged so far. */
export function shownRows({
  reading,
  judgement,
}: Pick<DraftState, 'reading' | 'judgement'>): readonly ShownRow[] {
  const judged = judgement.value?.rows ?? []
  const hasFailed = judgement.error !== undefined
  return (reading.value?.rows ?? []).map((row): ShownRow => {
    const same = judged.find((other) => isSame(row, other))
    if (same !== undefined) {
      return { ...same, index: row.index, judged: hasFailed ? 'no' : 'yes' }
    }
    const like = judged.find((other) => isAlike(row, other))
    return { ...row, ...factsOf(like), problems: [], judged: hasFailed ? 'no' : 'checking' }
  })
}

const isAlike = (row: WrittenRow, other: WrittenRow): boolean =>
  row.subject === other.subject && row.parameter === other.parameter

const isSame = (row: WrittenRow, other: WrittenRow): boolean =>
  isAlike(row, other) && row.to === other.to && row.expect === other.expect

/** What is known of the parameter, whatever its change says. */
function factsOf(row: DraftRow | undefined): Pick<DraftRow, 'known'> {
  if (row?.known === undefined) return {}
  const { after: _, direction: __, at, ...facts } = row.known
  const place = at === undefined ? {} : { at: { before: at.before } }
  return { known: { ...facts, ...place, isStale: false } }
}
