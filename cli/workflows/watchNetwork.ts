import { setTimeout as sleep } from 'node:timers/promises'
import { type Chain, readBlock } from '../chain/client.ts'
import { readClock } from '../chain/clock.ts'
import { followHeads } from '../chain/heads.ts'
import {
  ChainReplacedError,
  GatewayError,
  NodeTimeoutError,
  NodeUnreachableError,
} from '../chain/nodeErrors.ts'
import { relayed } from '../shared/errors.ts'
import { growingWaits } from '../shared/waits.ts'

/** A network whose node is to be followed. */
export interface WatchedNetwork {
  readonly chain: Chain
  /** Where the node tells of new blocks, if it does. */
  readonly webSocket?: string
  /** Whether the node runs on this machine, and may be asked often. */
  readonly isLocal: boolean
}

/** What is heard of a network. */
export type NetworkNews =
  | {
      readonly kind: 'live'
      readonly by: 'subscription' | 'polling'
      readonly block: { readonly number: number; readonly timestamp: number }
      /** Seconds by which the chain's clock is ahead of this computer's. */
      readonly clockAhead: number
    }
  | { readonly kind: 'lost'; readonly why: string; readonly nextStep: string }

/** How to open the network that is watched, and how to forget what was opened. */
export interface Openable {
  /** Makes sure that it is the right chain with the right contracts. */
  readonly open: () => Promise<WatchedNetwork>
  readonly forget: () => void
}

const POLL_MS = { local: 1_000, remote: 4_000 } as const
const FIRST_WAIT_MS = 250
const LONGEST_WAIT_MS = 5_000

/**
 * Follows a network until `signal` ends it, whatever happens to its node: while it is away, or another chain is in its
 * place, that is told with what to do, and it is opened again after growing waits.
 */
export async function watchNetwork(
  { open, forget }: Openable,
  tell: (news: NetworkNews) => void,
  signal: AbortSignal,
): Promise<void> {
  const waits = growingWaits(FIRST_WAIT_MS, LONGEST_WAIT_MS)
  while (!signal.aborted) {
    try {
      const network = await open()
      await follow(
        network,
        (news) => {
          waits.reset()
          tell(news)
        },
        signal,
      )
    } catch (error) {
      // What was opened is of the node as it was: its address book, too, may be another one by now.
      forget()
      if (error instanceof ChainReplacedError) continue
      if (!signal.aborted) tell(lostBy(error))
      await sleep(waits.next(), undefined, { signal }).catch(() => {})
    }
  }
}

async function follow(
  { chain, isLocal, webSocket }: WatchedNetwork,
  tell: (news: NetworkNews) => void,
  signal: AbortSignal,
): Promise<void> {
  const pollMs = isLocal ? POLL_MS.local : POLL_MS.remote
  const { now, isDevelopment } = await readClock(chain, await readBlock(chain), wallClock())
  let clockAhead = isDevelopment ? Number(now) - wallClock() : 0
  let isFirst = true
  await followHeads(
    { rpc: chain.rpc, pollMs, ...(webSocket === undefined ? {} : { webSocket }) },
    ({ by, block: { number, timestamp } }) => {
      // A block that was just made has the chain's time; the first one may have been made long ago.
      if (!isFirst && isDevelopment) clockAhead = Math.max(clockAhead, timestamp - wallClock())
      isFirst = false
      tell({ kind: 'live', by, block: { number, timestamp }, clockAhead })
    },
    signal,
  )
}

const wallClock = (): number => Math.floor(Date.now() / 1_000)

/** Nothing has to be repeated here: as soon as the node answers, everything goes on. */
function lostBy(error: unknown): NetworkNews {
  const { message, nextStep } = relayed(error)
  const isAway = [NodeUnreachableError, NodeTimeoutError, GatewayError].some(
    (kind) => error instanceof kind,
  )
  return {
    kind: 'lost',
    why: message,
    nextStep: isAway
      ? 'Start the node again, or correct `url` in ballast.yaml; then everything goes on.'
      : nextStep,
  }
}
