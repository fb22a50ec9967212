import { growingWaits } from '../shared/waits.ts'
import { type Head, headOf } from './head.ts'
import { nodeAddress } from './nodeAddress.ts'

/** What comes through a subscription. */
interface Listener {
  /** Once, when it has begun. */
  readonly onOpen: () => void
  readonly onHead: (head: Head) => void
  /** Once, when it could not begin or has ended. Nothing comes afterwards. */
  readonly onEnd: () => void
}

/** How long a node may take to begin. */
const PATIENCE_MS = 10_000

/**
 * Has a node tell its new blocks through a web socket. Why it ends does not matter: blocks are asked for then.
 *
 * @returns how to end it; `onEnd` is not called then
 */
function subscribeToHeads(url: string, { onHead, onOpen, onEnd }: Listener): () => void {
  const { endpoint, headers } = nodeAddress(url)
  const socket = new WebSocket(endpoint, { headers: { ...headers } })
  const listening = new AbortController()
  const { signal } = listening
  const end = (): void => {
    clearTimeout(patience)
    listening.abort()
    socket.close()
  }
  const fail = (): void => {
    end()
    onEnd()
  }
  const patience = setTimeout(fail, PATIENCE_MS)
  let subscription: string | undefined
  const hear = (message: Message | undefined): void => {
    if (subscription === undefined) {
      if (message?.id !== question.id) return
      if (typeof message.result === 'string') {
        subscription = message.result
        clearTimeout(patience)
        onOpen()
      } else fail()
    } else if (message?.params?.subscription === subscription) {
      const head = attempt(() => headOf(message.params?.result))
      if (head === undefined) fail()
      else onHead(head)
    }
  }
  socket.addEventListener('open', () => socket.send(JSON.stringify(question)), { signal })
  socket.addEventListener('message', ({ data }) => hear(parse(data)), { signal })
  socket.addEventListener('close', fail, { signal })
  socket.addEventListener('error', fail, { signal })
  return end
}

const question = { jsonrpc: '2.0', id: 1, method: 'eth_subscribe', params: ['newHeads'] } as const

interface Message {
  readonly id?: unknown
  readonly result?: unknown
  readonly params?: { readonly subscription?: unknown; readonly result?: unknown }
}

const parse = (data: unknown): Message | undefined =>
  attempt(() => (typeof data === 'string' ? (JSON.parse(data) ?? undefined) : undefined))

function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}

/** A subscription that is made again whenever it ends. */
export interface Subscription {
  /** It tells nothing although there is something to tell. */
  readonly restart: () => void
  readonly stop: () => void
}

const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 30_000

/** Subscribes, and again after growing waits; `onChange` says whether blocks are told from here on. */
export function keepSubscribed(
  url: string,
  hooks: {
    readonly onHead: (head: Head) => void
    readonly onChange: (isTelling: boolean) => void
  },
): Subscription {
  const waits = growingWaits(FIRST_WAIT_MS, LONGEST_WAIT_MS)
  let timer: NodeJS.Timeout | undefined
  let end = (): void => {}
  const again = (): void => {
    hooks.onChange(false)
    timer = setTimeout(begin, waits.next())
  }
  const begin = (): void => {
    end = subscribeToHeads(url, {
      onHead: (head) => {
        waits.reset()
        hooks.onHead(head)
      },
      onOpen: () => hooks.onChange(true),
      onEnd: again,
    })
  }
  begin()
  return {
    restart() {
      end()
      again()
    },
    stop() {
      clearTimeout(timer)
      end()
    },
  }
}
