import { useEffect } from 'react'
import { useDesk } from '../../hooks/useDesk.tsx'
import { proposalName } from '../../proposalName.ts'
import type { DraftSession } from './draftSession.ts'
import type { DraftState } from './draftState.ts'

/** Other screens compare with the draft that is open, also when its editor is left; not with one that is nothing yet. */
export function useOnDesk(
  session: DraftSession,
  { path, text, isNew, isSaved, reading }: DraftState,
): void {
  const { setDraft, putAway } = useDesk()
  const title = reading.value?.title || nameOf(path, isNew)
  useEffect(() => {
    setDraft({ path, text, title, isSaved })
  }, [setDraft, path, text, title, isSaved])
  useEffect(
    () => () => {
      void session.settled().then(() => {
        if (!session.home.isAnywhere) putAway(session.state().path)
      })
    },
    [session, putAway],
  )
}

/** What a draft without a title is called. */
const nameOf = (path: string, isNew: boolean): string => (isNew ? 'new draft' : proposalName(path))
