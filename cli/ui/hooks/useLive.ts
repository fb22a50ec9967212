import { QueryClient, useQuery } from '@tanstack/react-query'
import type { Connection } from '../services/session.ts'

/** An answer of the chain as it stands: old data stays while a new one is fetched, and when that fails. */
export type Live<T> = (
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly error: Error }
  | {
      readonly status: 'ready'
      readonly value: T
      readonly isUpdating: boolean
      /** Why the newest answer is not there; `value` is the one before. */
      readonly error?: Error
    }
) & { readonly reload: () => void }

/** The first part of each key: whether a new block makes the answer old. */
type Key = readonly ['chain' | 'files' | 'still', ...unknown[]]

/**
 * Asks once, and again whenever a block or an act makes the answer old. Equal keys share one answer.
 *
 * @param key `chain` first for what a new block may change, `files` for what we write, `still` for what never changes
 */
export function useLive<T>(key: Key, read: () => Promise<T>, isWanted = true): Live<T> {
  const query = useQuery({ queryKey: key, queryFn: read, enabled: isWanted })
  const reload = () => void query.refetch()
  if (query.data !== undefined) {
    return {
      status: 'ready',
      value: query.data,
      isUpdating: query.isFetching,
      ...(query.error === null ? {} : { error: query.error }),
      reload,
    }
  }
  if (query.error !== null && !query.isFetching)
    return { status: 'failed', error: query.error, reload }
  return { status: 'loading', reload }
}

/** Answers are kept until something makes them old; a failure waits for the next block or for `r`. */
export const liveClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Number.POSITIVE_INFINITY,
        // Off the screen an answer is kept for a while, not for ever: an hour of updates must not fill the memory.
        gcTime: 60_000,
        retry: false,
        networkMode: 'always',
        structuralSharing: false,
      },
      mutations: { networkMode: 'always' },
    },
  })

/**
 * What a new block makes old: everything that was read from the chain. A block of the same number with another time is
 * a new one as well: the chain was put back, or is another one.
 */
export function onConnection(client: QueryClient, before: Connection, now: Connection): void {
  const isNews =
    now.kind === 'live' &&
    (before.kind !== 'live' ||
      before.block.number !== now.block.number ||
      before.block.timestamp !== now.block.timestamp)
  if (isNews) makeOld(client)
}

const CHAIN = { queryKey: ['chain'] }
/** Those whose answers become old once more as soon as what is asked now has been answered. */
const again = new WeakSet<QueryClient>()

/**
 * Asks again what is on the screen. A question that is under way is not asked anew: where blocks come faster than
 * answers nobody would ever get one. It is asked once more after its answer, which may be of the block before.
 */
function makeOld(client: QueryClient): void {
  const isUnderWay = client.isFetching(CHAIN) > 0
  const asked = client.invalidateQueries(CHAIN, { cancelRefetch: false })
  if (!isUnderWay || again.has(client)) return
  again.add(client)
  void asked.finally(() => {
    again.delete(client)
    makeOld(client)
  })
}
