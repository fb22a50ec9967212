import { type Query, QueryClient, useQuery } from '@tanstack/react-query'
import type { Connection } from '../services/session.ts'

/** Everything that is read from the chain. */
const CHAIN = { queryKey: ['chain'] }
/** Whatever may be away for a while stays as it was known last. */
const KEPT: readonly unknown[] = ['chain', 'hub']

/** An answer of the chain as it stands: old data stays while a new one is fetched, and when that fails. */
export type Live<T> = (
  | {
      readonly status: 'loading'
      /** Whether it was tried before, in vain. */
      readonly isAgain: boolean
    }
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
type Key = readonly ['chain' | 'hub' | 'files' | 'still', ...unknown[]]

/**
 * Asks once, and again whenever a block or an act makes the answer old. Equal keys share one answer.
 *
 * @param key `chain` first for what a new block may change, `hub` for what Snapshot keeps, `files` for what we write,
 *   `still` for what never changes
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
  return { status: 'loading', isAgain: query.errorUpdateCount > 0, reload }
}

/** Answers are kept until something makes them old; a failure waits for the next block or for `r`. */
export function liveClient(): QueryClient {
  const client = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: 60_000,
        retry: false,
        networkMode: 'always',
        structuralSharing: false,
      },
      mutations: { networkMode: 'always' },
    },
  })
  keepNewest(client)
  return client
}

/** So many answers of a kind are kept for a screen that is left: each kind has one, or one for each row of a list. */
const KEPT_ANSWERS = 20

/**
 * What was read from the chain or a hub stays when its screen is left, for however long: whoever comes back while the node is
 * lost finds what was there. By number and not by age, so that an hour of updates does not fill the memory.
 */
function keepNewest(client: QueryClient): void {
  const cache = client.getQueryCache()
  for (const about of KEPT) client.setQueryDefaults([about], { gcTime: Number.POSITIVE_INFINITY })
  cache.subscribe(({ type, query }) => {
    const [about, kind] = query.queryKey
    if (type !== 'observerRemoved' || !KEPT.includes(about)) return
    const left = cache
      .findAll({ queryKey: [about, kind] })
      .filter((other) => other.getObserversCount() === 0)
    // The one that was left just now stays, however long ago it was answered.
    const oldest = left
      .filter((other) => other !== query)
      .toSorted((a, b) => a.state.dataUpdatedAt - b.state.dataUpdatedAt)
    for (const other of oldest.slice(0, Math.max(0, left.length - KEPT_ANSWERS))) {
      cache.remove(other)
    }
  })
}

/**
 * What a new block makes old: everything that was read from the chain, but for what is of that block already. A block of
 * the same number with another time is a new one as well: the chain was put back, or is another one.
 */
export function onConnection(client: QueryClient, before: Connection, now: Connection): void {
  if (now.kind !== 'live') return
  const isNews = before.kind !== 'live' || !isSame(before.block, now.block)
  if (isNews) makeOld(client, now.block)
}

/** Asks everybody again that is asked for something on the screen. */
export function askAgain(client: QueryClient): void {
  for (const about of KEPT) void client.invalidateQueries({ queryKey: [about] })
}

/** Those whose answers are looked at once more as soon as what is asked now has been answered, and for which block. */
const again = new WeakMap<QueryClient, Block>()

/**
 * Asks again what is on the screen. A question that is under way is not asked anew: where blocks come faster than
 * answers nobody would ever get one. It is asked once more after its answer, unless that is of the newest block.
 */
function makeOld(client: QueryClient, block: Block): void {
  const isUnderWay = client.isFetching(CHAIN) > 0
  const predicate = ({ state }: Query) =>
    state.error !== null || blocksOf(state.data).every((one) => !isSame(one, block))
  const asked = client.invalidateQueries({ ...CHAIN, predicate }, { cancelRefetch: false })
  const isAwaited = again.has(client)
  if (isUnderWay || isAwaited) again.set(client, block)
  if (!isUnderWay || isAwaited) return
  void asked.finally(() => {
    const newest = again.get(client) ?? block
    again.delete(client)
    makeOld(client, newest)
  })
}

/** A block by its number and its time, Unix seconds. */
interface Block {
  readonly number: number
  readonly timestamp: number
}

const isSame = (one: Block, other: Block): boolean =>
  one.number === other.number && one.timestamp === other.timestamp

/** The block that an answer is of, where it says so: as a whole, or by what it consists of. */
const blocksOf = (answer: unknown): readonly Block[] =>
  [answer, ...(isRecord(answer) ? Object.values(answer) : [])].flatMap((part) =>
    isRecord(part) && isBlock(part['block']) ? [part['block']] : [],
  )

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isBlock = (value: unknown): value is Block =>
  isRecord(value) && typeof value['number'] === 'number' && typeof value['timestamp'] === 'number'
