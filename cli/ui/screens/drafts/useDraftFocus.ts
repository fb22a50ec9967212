import { useEffect, useState } from 'react'
import type { ChangeRef } from '../../../governance/draftPlans.ts'
import { useMemory } from '../../hooks/useNavigation.tsx'
import type { KeyActions } from '../../keyRouter.ts'
import { TEXTS } from './DraftForm.tsx'
import type { Field } from './draftWords.ts'

/** Which field has the focus, and whether it is typed into. */
interface Place {
  readonly index: number
  readonly isEditing: boolean
}

/**
 * Where somebody begins who has just begun a draft of one parameter: at its value. Else at the first change, which is not
 * typed into: what is typed may be meant for one that is about to be in the list.
 */
function startOf(fields: readonly Field[], isBegun: boolean): Place {
  const first = fields[TEXTS]
  if (first?.kind !== 'change') return { index: 0, isEditing: false }
  const { to, expect } = first.row
  const isUntouched = isBegun && fields.length === TEXTS + 1 && to === expect
  return { index: TEXTS, isEditing: isUntouched }
}

/**
 * The focus of the editor, as it was when somebody comes back.
 *
 * @param added a change that is about to be in the list
 */
export function useDraftFocus(
  fields: readonly Field[],
  isNew: boolean,
  added: ChangeRef | undefined,
) {
  // Where somebody begins is told once: what is typed must not move the focus.
  const [start] = useState(() => startOf(fields, isNew && added === undefined))
  const [kept, setPlace] = useMemory<Place>('field', start)
  const [awaited, setAwaited] = useMemory<ChangeRef | undefined>('awaited', added)
  const last = Math.max(0, fields.length - 1)
  const place = { ...kept, index: Math.min(kept.index, last) }
  const arrived = fields.findIndex(
    (field) =>
      field.kind === 'change' &&
      field.row.subject === awaited?.subject &&
      field.row.parameter === awaited.parameter,
  )
  // A change that was added is typed as soon as it is there.
  useEffect(() => {
    if (arrived < 0) return
    setAwaited(() => undefined)
    // Whoever types elsewhere by then goes on there.
    setPlace((now) => (now.isEditing ? now : { index: arrived, isEditing: true }))
  })
  const move = (step: number) =>
    setPlace(({ index, isEditing }) => ({
      index: Math.max(0, Math.min(last, Math.min(index, last) + step)),
      isEditing,
    }))
  const setEditing = (isEditing: boolean) => setPlace((before) => ({ ...before, isEditing }))
  const quiet = (run: () => void) => ({ run, isQuiet: true })
  const steps: KeyActions = {
    up: quiet(() => move(-1)),
    down: quiet(() => move(1)),
    nextPane: quiet(() => move(1)),
    previousPane: quiet(() => move(-1)),
  }
  return {
    ...place,
    field: fields[place.index],
    setEditing,
    /** Opens a change once it is in the list. */
    await: (ref: ChangeRef) => setAwaited(() => ref),
    steps,
    ends: { first: quiet(() => move(-last)), last: quiet(() => move(last)) } satisfies KeyActions,
    /** While a field is typed into. */
    editing: {
      ...steps,
      nextPane: { run: () => move(1), word: 'next field' },
      open: { run: () => setEditing(false), word: 'done' },
      back: { run: () => setEditing(false), word: 'done' },
    } satisfies KeyActions,
  }
}
