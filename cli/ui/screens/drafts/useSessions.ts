import { useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { DraftStart } from '../../../workflows/editDraft.ts'
import { useServices } from '../../hooks/useServices.ts'
import { newSession, openSession, putAwaySession } from './sessions.ts'

/** Every list of drafts. */
const LISTS = [
  ['files', 'drafts'],
  ['chain', 'places', 'drafts'],
] as const

/** Opens, begins and puts away drafts; whatever lists them hears of what was kept. */
export function useSessions() {
  const services = useServices()
  const client = useQueryClient()
  return useMemo(() => {
    const onKept = () => {
      for (const queryKey of LISTS) void client.invalidateQueries({ queryKey })
    }
    return {
      open: (path: string) => openSession(services, path, onKept),
      begin: (start: readonly DraftStart[]) => newSession(services, start, onKept),
      async putAway(path: string) {
        try {
          await putAwaySession(services, path)
        } finally {
          // Whatever path it was opened by.
          client.removeQueries({ queryKey: ['files', 'draft'] })
          onKept()
        }
      },
    }
  }, [services, client])
}
