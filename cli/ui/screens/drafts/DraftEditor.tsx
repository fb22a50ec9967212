import { Box } from 'ink'
import { type ReactNode, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { ActDialog } from '../../components/ActDialog.tsx'
import { Loading, Trouble } from '../../components/States.tsx'
import { useNetwork } from '../../hooks/useConnection.tsx'
import { useKeys } from '../../hooks/useKeys.tsx'
import { useNavigation } from '../../hooks/useNavigation.tsx'
import { AddParameter } from './AddParameter.tsx'
import { BrokenDraft } from './BrokenDraft.tsx'
import { draftActions } from './draftActions.ts'
import type { DraftSession } from './draftSession.ts'
import type { DraftState } from './draftState.ts'
import { fieldsOf } from './draftWords.ts'
import { EditorPanes } from './EditorPanes.tsx'
import { SaveConflict } from './SaveConflict.tsx'
import { useDraftFocus } from './useDraftFocus.ts'
import { useOnDesk } from './useOnDesk.ts'
import { useSaving } from './useSaving.ts'

/** A draft, while it is edited: its fields, what is wrong with them, and what they would do. */
export function DraftEditor({ session }: { readonly session: DraftSession }) {
  const state = useSyncExternalStore(session.subscribe, session.state)
  useOnDesk(session, state)
  useChecks(session)
  const { value, error } = state.reading
  const isUnanswered = value === undefined || state.judgement.error !== undefined
  useKeys({ refresh: () => session.check() }, { isActive: isUnanswered })
  if (value !== undefined) {
    return value.isReadable ? (
      <Fields session={session} state={state} />
    ) : (
      <BrokenDraft session={session} state={state} problems={value.problems} />
    )
  }
  return error === undefined ? <Loading what="the draft" /> : <Trouble error={error} />
}

/**
 * Every block may change what there is to say, and so may a node that answers again. Whoever comes back finds what is in
 * the file by then. What was typed last is kept when the screen is left.
 */
function useChecks(session: DraftSession): void {
  const { connection } = useNetwork()
  const block = connection.kind === 'live' ? connection.block : undefined
  const id = block === undefined ? undefined : `${block.number} ${block.timestamp}`
  const seen = useRef(id)
  useEffect(() => {
    if (id !== undefined && id !== seen.current) session.check()
    seen.current = id
  }, [session, id])
  useEffect(() => {
    session.check()
    session.refresh().catch(() => {})
    return () => void session.settled()
  }, [session])
}

type Over = 'add' | 'submit' | undefined

function Fields({
  session,
  state,
}: {
  readonly session: DraftSession
  readonly state: DraftState
}) {
  const fields = fieldsOf(state)
  const { go, location } = useNavigation()
  const { subject, parameter } = location.params
  const added =
    subject === undefined || parameter === undefined ? undefined : { subject, parameter }
  const focus = useDraftFocus(fields, state.isNew, added)
  const saving = useSaving(session)
  const [over, setOver] = useState<Over>()
  const [isPaneOpen, setPaneOpen] = useState(false)
  const { session: actor } = useNetwork()
  const actions = draftActions({
    session,
    state,
    focus,
    isReadOnly: actor.account === undefined,
    on: {
      add: () => setOver('add'),
      write: () => saving.write(),
      preview: () => saving.write((reference) => go('preview', { reference })),
      submit: () => saving.write(() => setOver('submit')),
      togglePane: () => setPaneOpen(!isPaneOpen),
      closePane: () => setPaneOpen(false),
    },
    isPaneOpen,
  })
  const dialog = dialogOf({ session, state, saving, over, setOver, onAdded: focus.await })
  useKeys(actions, { isActive: dialog === undefined })
  if (dialog !== undefined) return <Box flexDirection="column">{dialog}</Box>
  return (
    <EditorPanes
      session={session}
      state={state}
      fields={fields}
      focus={focus}
      isPaneOpen={isPaneOpen}
    />
  )
}

/** What has to be answered first. */
function dialogOf({
  session,
  state,
  saving,
  over,
  setOver,
  onAdded,
}: {
  readonly session: DraftSession
  readonly state: DraftState
  readonly saving: ReturnType<typeof useSaving>
  readonly over: Over
  readonly setOver: (over: Over) => void
  readonly onAdded: ReturnType<typeof useDraftFocus>['await']
}): ReactNode {
  const close = () => setOver(undefined)
  if (saving.conflict !== undefined) {
    return (
      <SaveConflict
        message={saving.conflict.message}
        onOverwrite={saving.overwrite}
        onReload={saving.reload}
        onClose={saving.close}
      />
    )
  }
  if (over === 'submit') {
    const request = { verb: 'submit', path: state.path, acceptInconclusive: [] } as const
    return <ActDialog request={request} onClose={close} />
  }
  if (over !== 'add') return undefined
  const rows = state.reading.value?.rows ?? []
  return (
    <AddParameter
      isTaken={({ subject, parameter }) =>
        rows.some((row) => row.subject === subject && row.parameter === parameter)
      }
      onAdd={({ subject, parameter }) => {
        session.edit({ kind: 'add', subject, parameter })
        onAdded({ subject, parameter })
        close()
      }}
      onClose={close}
    />
  )
}
