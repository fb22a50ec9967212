import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { SnapshotVote } from '../../../workflows/readSnapshotVote.ts'
import { useNetwork } from '../../hooks/useConnection.tsx'
import { type Live, useLive } from '../../hooks/useLive.ts'
import { useRested } from '../../hooks/useRested.ts'
import { useServices } from '../../hooks/useServices.ts'

/** Blocks say nothing of a vote on Snapshot, and its hub counts what it is asked. */
const ASK_AGAIN_MS = 60_000

/** The vote on Snapshot that a proposal followed; undefined where the network has no space. */
export function useSnapshotVote(id: bigint): Live<SnapshotVote | null> | undefined {
  const services = useServices()
  const client = useQueryClient()
  const { session } = useNetwork()
  const isAsked = session.space !== undefined
  const isRested = useRested(id.toString())
  const name = id.toString()
  // React Query takes undefined for a mistake.
  const read = async () => (await services.readSnapshotVote(id)) ?? null
  const live = useLive(['hub', 'vote', name], read, isAsked && isRested)
  useEffect(() => {
    if (!isAsked) return
    const askAgain = () =>
      void client.invalidateQueries({ queryKey: ['hub', 'vote', name] }, { cancelRefetch: false })
    const timer = setInterval(askAgain, ASK_AGAIN_MS)
    return () => clearInterval(timer)
  }, [client, name, isAsked])
  return isAsked ? live : undefined
}
