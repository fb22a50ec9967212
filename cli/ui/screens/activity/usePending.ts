import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { PendingTransaction } from '../../../workflows/pendingTransactions.ts'
import { useLive } from '../../hooks/useLive.ts'
import { useServices } from '../../hooks/useServices.ts'
import { usePace } from '../../pace.ts'
import type { Tone } from '../../theme.ts'
import { pendingNote, pendingTrouble } from './pendingWords.ts'

/** What has not ended, and what is to be said about that above the list. */
export interface Unfinished {
  readonly pending: readonly PendingTransaction[]
  readonly note:
    | { readonly symbol: 'pending' | 'caution'; readonly tone: Tone; readonly text: string }
    | undefined
}

const KEY = ['chain', 'pending'] as const

/** What was sent and has not ended, with each block and as long as it is looked at; undefined until it is first known. */
export function usePending(): Unfinished | undefined {
  const services = useServices()
  const client = useQueryClient()
  const { askAgain: pause } = usePace()
  const live = useLive(KEY, services.readPending)
  useEffect(() => {
    const askAgain = () =>
      void client.invalidateQueries({ queryKey: KEY }, { cancelRefetch: false })
    askAgain()
    const timer = setInterval(askAgain, pause)
    return () => clearInterval(timer)
  }, [client, pause])
  if (live.status === 'loading') return undefined
  if (live.status === 'failed') return { pending: [], note: troubleOf(live.error) }
  const { value: pending, error } = live
  if (error !== undefined) return { pending, note: troubleOf(error) }
  const note = { symbol: 'pending', tone: 'muted', text: pendingNote(pending) } as const
  return { pending, note: pending.length === 0 ? undefined : note }
}

const troubleOf = (error: Error) =>
  ({ symbol: 'caution', tone: 'caution', text: pendingTrouble(error) }) as const
