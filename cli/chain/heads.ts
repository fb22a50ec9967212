import { setTimeout as sleep } from 'node:timers/promises'
import type { BlockRef } from '../governance/parameter.ts'
import type { Rpc } from './client.ts'
import { type Head, headTrail, readHead, type Trail } from './head.ts'
import { keepSubscribed, type Subscription } from './headSubscription.ts'
import { ChainReplacedError, NodeTimeoutError } from './nodeErrors.ts'

/** Where blocks come from. */
export interface HeadSource {
  readonly rpc: Rpc
  /** Where the node tells of new blocks; without it they are asked for. */
  readonly webSocket?: string
  /** How often to ask, in milliseconds. */
  readonly pollMs: number
}

/** The newest block, and how news of it arrives. */
export interface HeadNews {
  readonly by: 'subscription' | 'polling'
  readonly block: BlockRef
}

/** Longer than this no block is waited for. */
const PATIENCE_SECONDS = 10
/** Where the node tells of new blocks, it is asked so many times less often whether it still does. */
const RARELY = 5
/** So often in a row an older block is taken for the answer of a node that is behind others; then for a chain put back. */
const LONGEST_BEHIND = 5
/** What is asked for may arrive a little before what is told. */
const GRACE_MS = 500

/** What is known while a chain is followed. */
interface Following {
  readonly trail: Trail
  readonly bell: Bell
  by: HeadNews['by']
  /** Tells the newest block unless that is told already. */
  readonly sayNewest: () => void
}

/**
 * Tells the newest block, and each that follows, until `signal` ends it: pushed by the node where it can, else asked
 * for. While a subscription cannot be made, is broken or tells nothing, blocks are asked for; then it is tried again.
 *
 * @throws NodeError when the node does not answer; ChainReplacedError when its chain is not the one from before
 */
export async function followHeads(
  { rpc, webSocket, pollMs }: HeadSource,
  tell: (news: HeadNews) => void,
  signal: AbortSignal,
): Promise<void> {
  const following = begin(tell, signal)
  const { bell, trail } = following
  const subscription = webSocket === undefined ? undefined : subscribe(webSocket, following)
  signal.addEventListener('abort', bell.ring, { once: true })
  try {
    const take = taking(trail)
    while (!signal.aborted) {
      const head = await inTime(readHead(rpc))
      if (following.by === 'subscription' && isAhead(head, trail)) {
        await sleep(GRACE_MS)
        if (isAhead(head, trail)) subscription?.restart()
      }
      take(head)
      following.sayNewest()
      await bell.wait(following.by === 'subscription' ? pollMs * RARELY : pollMs)
    }
  } finally {
    signal.removeEventListener('abort', bell.ring)
    subscription?.stop()
  }
}

function begin(tell: (news: HeadNews) => void, signal: AbortSignal): Following {
  const trail = headTrail()
  let told: HeadNews | undefined
  const following: Following = {
    trail,
    bell: newBell(),
    by: 'polling',
    sayNewest() {
      const block = trail.newest()
      const { by } = following
      const isOld = told?.block.hash === block?.hash && told?.by === by
      if (signal.aborted || block === undefined || isOld) return
      told = { by, block }
      tell(told)
    },
  }
  return following
}

const subscribe = (webSocket: string, following: Following): Subscription =>
  keepSubscribed(webSocket, {
    onHead(head) {
      // What does not fit may have come late: whoever asks for the newest block finds out.
      if (following.trail.take(head) === 'foreign') following.bell.ring()
      else following.sayNewest()
    },
    onChange(isTelling) {
      following.by = isTelling ? 'subscription' : 'polling'
      following.bell.ring()
    },
  })

/** Puts what was asked for onto the trail. */
function taking(trail: Trail): (head: Head) => void {
  let behind = 0
  return (head) => {
    const relation = trail.take(head)
    behind = relation === 'known' && head.hash !== trail.newest()?.hash ? behind + 1 : 0
    if (relation === 'foreign' || behind > LONGEST_BEHIND) throw new ChainReplacedError(head.number)
  }
}

function isAhead(head: Head, trail: Trail): boolean {
  const newest = trail.newest()
  return newest !== undefined && head.number > newest.number
}

/** Waits that can be cut short, also before they begin. */
interface Bell {
  readonly ring: () => void
  readonly wait: (milliseconds: number) => Promise<void>
}

function newBell(): Bell {
  let ringing = new AbortController()
  return {
    ring: () => ringing.abort(),
    async wait(milliseconds) {
      await sleep(milliseconds, undefined, { signal: ringing.signal }).catch(() => {})
      ringing = new AbortController()
    },
  }
}

async function inTime<T>(answer: Promise<T>): Promise<T> {
  const waiting = new AbortController()
  const tooLate = sleep(PATIENCE_SECONDS * 1_000, undefined, { signal: waiting.signal }).then(
    () => {
      throw new NodeTimeoutError('The node', 'eth_getBlockByNumber', PATIENCE_SECONDS)
    },
  )
  try {
    return await Promise.race([answer, tooLate])
  } finally {
    tooLate.catch(() => {})
    waiting.abort()
  }
}
