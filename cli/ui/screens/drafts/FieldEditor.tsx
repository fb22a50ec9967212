import { useLayoutEffect, useRef } from 'react'
import { TextArea } from '../../components/TextArea.tsx'
import { TextInput } from '../../components/TextInput.tsx'
import { useKeys } from '../../hooks/useKeys.tsx'
import { useTextArea } from '../../hooks/useTextArea.ts'
import { useTextField } from '../../hooks/useTextField.ts'
import type { KeyActions } from '../../keyRouter.ts'
import type { DraftSession } from './draftSession.ts'
import { editOf, type Field } from './draftWords.ts'
import { fieldOf } from './history.ts'

interface FieldEditorProps {
  readonly session: DraftSession
  readonly field: Field
  readonly width: number
  readonly height?: number
  readonly actions: KeyActions
}

const valueIn = (field: Field): string => (field.kind === 'change' ? field.row.to : field.value)

/** Hands what is typed to the draft; what is undone comes back into the field. */
function useTypedField({ session, field }: Pick<FieldEditorProps, 'session' | 'field'>) {
  const name = fieldOf(editOf(field, ''))
  const typed = useRef(session.typedIn(name) ?? valueIn(field))
  const isPutting = useRef(false)
  const onChange = (text: string) => {
    if (!isPutting.current) session.edit(editOf(field, text), typed.current)
    typed.current = text
  }
  const { put } = session.state()
  const seen = useRef(put?.turn)
  /** What was undone or done again in this field since it was last drawn. */
  const takeUndone = (set: (text: string) => void) => {
    if (put === undefined || seen.current === put.turn) return
    seen.current = put.turn
    if (put.field !== name) return
    isPutting.current = true
    set(put.text)
    isPutting.current = false
  }
  // Whatever is typed in another field, or here later, is another step.
  useLayoutEffect(() => () => session.leaveField(), [session])
  return { initial: typed.current, onChange, takeUndone }
}

/** A value or a text of one line, while somebody types it. */
export function LineEditor({ session, field, width, actions }: FieldEditorProps) {
  const { initial, onChange, takeUndone } = useTypedField({ session, field })
  // Another value is what somebody comes for; of a text mostly a part is changed.
  const line = useTextField(initial, onChange, field.kind === 'change')
  useLayoutEffect(() => takeUndone(line.set))
  useKeys(actions, { text: line.target, isFirst: true })
  return <TextInput state={line.state} width={width} />
}

/** The summary, while somebody types it. */
export function AreaEditor({ session, field, width, height = 4, actions }: FieldEditorProps) {
  const { initial, onChange, takeUndone } = useTypedField({ session, field })
  const area = useTextArea(initial, width - 1, onChange)
  useLayoutEffect(() => takeUndone(area.set))
  useKeys(actions, { text: area.target, isFirst: true })
  return <TextArea state={area.state} rows={area.rows} height={height} />
}
