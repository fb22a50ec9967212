import { plural } from '../../../shared/format.ts'
import type { KeyActions } from '../../keyRouter.ts'
import type { DraftSession } from './draftSession.ts'
import type { DraftState } from './draftState.ts'
import type { useDraftFocus } from './useDraftFocus.ts'

interface Acting {
  readonly session: DraftSession
  readonly state: DraftState
  readonly focus: ReturnType<typeof useDraftFocus>
  readonly isReadOnly: boolean
  readonly isPaneOpen: boolean
  readonly on: Readonly<
    Record<'add' | 'write' | 'preview' | 'submit' | 'togglePane' | 'closePane', () => void>
  >
}

const READ_ONLY = 'read-only: choose an account with A'

/** The keys of the editor; one that cannot act now says why. */
export function draftActions(acting: Acting): KeyActions {
  const { session, state, focus, isPaneOpen, on } = acting
  const unsound = whyUnsound(state)
  const common: KeyActions = {
    undo: { run: () => session.undo(), blocked: state.canUndo ? undefined : 'nothing was edited' },
    redo: {
      run: () => session.redo(),
      blocked: state.canRedo ? undefined : 'nothing was undone',
      isQuiet: !state.canRedo,
    },
    write: { run: on.write, blocked: state.isSaved ? 'all is written' : undefined },
  }
  if (focus.isEditing) return common
  if (isPaneOpen) {
    return {
      ...common,
      details: { run: on.togglePane, word: 'fields' },
      back: { run: on.closePane },
    }
  }
  return {
    ...common,
    ...focus.steps,
    ...focus.ends,
    ...rowActions(acting),
    open: { run: () => focus.setEditing(true), word: 'type' },
    edit: { run: () => focus.setEditing(true), isQuiet: true },
    add: on.add,
    details: { run: on.togglePane, word: 'consequences' },
    simulate: { run: on.preview, word: 'simulate', blocked: unsound },
    submit: { run: on.submit, blocked: acting.isReadOnly ? READ_ONLY : unsound },
  }
}

/** Why it cannot be simulated or submitted: what the chain was not asked about is not sound. */
function whyUnsound({ judgement }: DraftState): string | undefined {
  if (judgement.error !== undefined) return 'not judged: the chain does not answer'
  const problems = judgement.value?.problems.length ?? 0
  return problems === 0 ? undefined : `${plural(problems, 'problem')} first`
}

/** What can be done to the change that is selected. */
function rowActions({ session, focus }: Acting): KeyActions {
  const { field } = focus
  if (field?.kind !== 'change') {
    return { remove: { run: () => {}, blocked: 'select a change', isQuiet: true } }
  }
  const { subject, parameter, index, known } = field.row
  const ref = { subject, parameter, index }
  return {
    remove: () => session.edit({ kind: 'remove', ...ref }),
    ...(known?.isStale === true
      ? {
          refresh: {
            run: () => session.edit({ kind: 'expect', ...ref }),
            word: 'expect what is now',
          },
        }
      : {}),
  }
}
