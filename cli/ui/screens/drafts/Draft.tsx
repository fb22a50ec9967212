import { useEffect, useId, useRef, useState } from 'react'
import type { DraftStart } from '../../../workflows/editDraft.ts'
import { Answer } from '../../components/States.tsx'
import { useNetwork } from '../../hooks/useConnection.tsx'
import { useDesk } from '../../hooks/useDesk.tsx'
import { useKeys } from '../../hooks/useKeys.tsx'
import { type Live, useLive } from '../../hooks/useLive.ts'
import { useNavigation } from '../../hooks/useNavigation.tsx'
import type { Screen } from '../screen.ts'
import { AddOrBegin } from './AddOrBegin.tsx'
import { DraftEditor } from './DraftEditor.tsx'
import { useSessions } from './useSessions.ts'

/** One draft: that of a file, or a new one, with a parameter or without. */
function Draft() {
  const { path, subject, parameter } = useNavigation().location.params
  if (path !== undefined) return <Opened path={path} />
  return subject === undefined || parameter === undefined ? (
    <Begun start={[]} />
  ) : (
    <BegunWith start={{ subject, parameter }} />
  )
}

/** A parameter for the draft that is open, or for a new one. */
function BegunWith({ start }: { readonly start: DraftStart }) {
  const { draft } = useDesk()
  const [isNew, setNew] = useState(draft === undefined)
  return isNew || draft === undefined ? (
    <Begun start={[start]} />
  ) : (
    <AddOrBegin draft={draft} start={start} onBegin={() => setNew(true)} />
  )
}

function Opened({ path }: { readonly path: string }) {
  const { open } = useSessions()
  const live = useLive(['files', 'draft', path], () => open(path))
  useKeys({ refresh: live.reload }, { isActive: live.status === 'failed' })
  return (
    <Answer live={live} what="the draft">
      {(session) => <DraftEditor session={session} />}
    </Answer>
  )
}

function Begun({ start }: { readonly start: readonly DraftStart[] }) {
  const { begin } = useSessions()
  const { replace } = useNavigation()
  const id = useId()
  // Once and no more, whatever the chain does: each beginning is a draft.
  const live = useLive(['still', 'new draft', id, start], () => begin(start))
  useAgainWhenLive(live)
  const path = live.status === 'ready' ? live.value.state().path : undefined
  useKeys({ refresh: live.reload }, { isActive: live.status === 'failed' })
  useEffect(() => {
    if (path !== undefined) replace('draft', { path })
  }, [path, replace])
  return (
    <Answer live={live} what="the present values">
      {() => null}
    </Answer>
  )
}

/** What has failed for want of the node is tried again as soon as that is there. */
function useAgainWhenLive(live: Live<unknown>): void {
  const { connection } = useNetwork()
  const newest = useRef(live)
  useEffect(() => {
    newest.current = live
  })
  useEffect(() => {
    const { status, reload } = newest.current
    if (connection.kind === 'live' && status === 'failed') reload()
  }, [connection])
}

export const draftScreen: Screen = {
  id: 'draft',
  title: 'Draft',
  summary: 'a proposal while it is written',
  isListed: false,
  Component: Draft,
}
