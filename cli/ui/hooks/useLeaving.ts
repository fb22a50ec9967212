import { useCallback } from 'react'
import { listOf, printable } from '../../shared/format.ts'
import { unwrittenDrafts } from '../screens/drafts/sessions.ts'
import { useNetwork } from './useConnection.tsx'
import { useDesk } from './useDesk.tsx'
import { useServices } from './useServices.ts'

/** Says what leaving now would interrupt, or take away for good; nothing where nobody need be asked. */
export function useLeaving(): () => readonly string[] {
  const services = useServices()
  const { inFlight } = useDesk()
  const { session } = useNetwork()
  const { isDemo } = session
  return useCallback(
    () => [...inFlight.values(), ...(isDemo ? lostWords(unwrittenDrafts(services)) : [])],
    [services, inFlight, isDemo],
  )
}

/** Anywhere else what was typed is kept beside the workspace, and found again. */
const lostWords = (titles: readonly string[]): readonly string[] =>
  titles.length === 0
    ? []
    : [
        `The demonstration ends, and what was typed and never written goes with it: ${printable(listOf(titles))}.`,
        'w in a draft writes it; what is written stays.',
      ]
