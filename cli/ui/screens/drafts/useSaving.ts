import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { RelayedError } from '../../../shared/errors.ts'
import { printable } from '../../../shared/format.ts'
import type { SavedDraft } from '../../../workflows/draftFiles.ts'
import { useDesk } from '../../hooks/useDesk.tsx'
import { useNotices } from '../../hooks/useNotices.tsx'
import { usePreviews } from '../../hooks/usePreviews.tsx'
import { useServices } from '../../hooks/useServices.ts'
import type { DraftSession } from './draftSession.ts'
import { alsoAt } from './sessions.ts'

/** The file was written by somebody else: what they are told, and what was to follow. */
interface Conflict {
  readonly message: string
  readonly follow: Follow
}

type Follow = (path: string) => void

const nothing: Follow = () => {}

/** Writes a draft to its file and says so; asks where somebody else has written the file. */
export function useSaving(session: DraftSession) {
  const services = useServices()
  const client = useQueryClient()
  const { say } = useNotices()
  const { leaveBehind } = useDesk()
  const previews = usePreviews()
  /** What was said already: pressing twice writes once. */
  const told = useRef<SavedDraft>(undefined)
  const [conflict, setConflict] = useState<Conflict>()
  const save = async (follow: Follow, isForced: boolean): Promise<void> => {
    try {
      const saved = await session.save(isForced)
      if (told.current === saved) return follow(saved.path)
      told.current = saved
      const { path } = saved
      alsoAt(services, session)
      // What was found out about the text before is not about this one, and neither is what was agreed to.
      previews.close(path)
      say(`Written: ${printable(path)}`, 'good')
      leaveBehind(`Written: ${printable(path)}`)
      void client.invalidateQueries({ queryKey: ['files'] })
      follow(path)
    } catch (error) {
      if (!(error instanceof Error)) throw error
      const isChanged = error instanceof RelayedError && error.kind === 'DraftChangedError'
      if (isChanged) setConflict({ message: error.message, follow })
      else say(printable(error.message), 'bad')
    }
  }
  return {
    conflict,
    close: () => setConflict(undefined),
    /** Writes what is not written, then goes on. */
    write: (follow: Follow = nothing) => {
      const { isSaved, path } = session.state()
      if (isSaved) follow(path)
      else void save(follow, false)
    },
    overwrite: () => {
      setConflict(undefined)
      void save(conflict?.follow ?? nothing, true)
    },
    reload: () => {
      setConflict(undefined)
      // What was found out about what was typed is not about the file.
      previews.close(session.state().path)
      session.reload().then(
        () => say('This is what is in the file; u brings back what was typed.'),
        (error: Error) => say(printable(error.message), 'bad'),
      )
    },
  }
}
