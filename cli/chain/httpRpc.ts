import ky, { HTTPError, TimeoutError } from 'ky'
import type { Rpc } from './client.ts'
import { atMost } from './inFlight.ts'
import { type NodeAddress, nodeAddress } from './nodeAddress.ts'
import {
  GatewayError,
  NodeKeyNeededError,
  NodeRateLimitedError,
  NodeRefusedError,
  NodeTimeoutError,
  NodeUnreachableError,
  NotJsonRpcError,
} from './nodeErrors.ts'
import { isRateLimit, isRpcErrorBody, mayBeRevert, RpcError } from './rpcError.ts'

/** Where a node is and how patient to be with it. */
export interface HttpNode {
  /** http:// or https://. Its path, query, user and password may hold a key: messages show the origin only. */
  readonly url: string
  /** Seconds for one answer, from the connection to its last byte. */
  readonly timeoutSeconds: number
  /** Before the first repetition, and twice as long before each one after it, where the node does not say how long. */
  readonly pauseMilliseconds?: number
}

/** How often a question is repeated. */
const RETRIES = 3
const FIRST_PAUSE_MS = 200
/** The longest wait that a node may ask for with Retry-After, in milliseconds. Who asks for more is told to the user. */
const LONGEST_WAIT_MS = 10_000
/** Questions on their way at the same time. */
const IN_FLIGHT = 8
/** Too often, and what a gateway says while the node behind it is away. */
const LATER = [429, 502, 503, 504]

/**
 * What may be asked twice: questions, signatures that nobody has to confirm, and settings of a development node that name the value they set. Everything else
 * (eth_send*, evm_mine, evm_snapshot, evm_revert, …) may have happened although no answer came; so may any method
 * that is not known here.
 */
const REPEATABLE =
  /^(eth_(get\w+|call|estimateGas|chainId|blockNumber|accounts|gasPrice|maxPriorityFeePerGas|feeHistory|signTypedData_v4)|(web3|net)_\w+|debug_trace\w+|evm_setAutomine|(hardhat|anvil)_(impersonateAccount|stopImpersonatingAccount|setBalance))$/

/**
 * A node over HTTP. Questions are repeated after a broken connection, 429 (as long as Retry-After says), 502, 503
 * and 504; what may have had an effect is not. One question takes at most four timeouts and three waits of 10 s.
 *
 * @throws NodeError; RpcError where a contract may have refused
 */
export function httpRpc(at: HttpNode): Rpc {
  const node = nodeAddress(at.url)
  const inTurn = atMost(IN_FLIGHT)
  let lastId = 0
  return {
    request: ({ method, params = [] }) =>
      inTurn(async () => {
        lastId += 1
        const question = { jsonrpc: '2.0', id: lastId, method, params } as const
        return resultOf(question, await post(node, question, at), node)
      }),
  }
}

interface Question {
  readonly jsonrpc: '2.0'
  readonly id: number
  readonly method: string
  readonly params: readonly unknown[]
}

/** What came over the wire, whatever it is. */
interface Answer {
  readonly status: number
  readonly text: string
  /** Seconds that the node asks to wait. */
  readonly retryAfter: number | undefined
}

async function post(
  node: NodeAddress,
  question: Question,
  { timeoutSeconds, pauseMilliseconds = FIRST_PAUSE_MS }: HttpNode,
): Promise<Answer> {
  const { method } = question
  let last: Answer | undefined
  // The answer is read whole inside the attempt: its time counts, and one that breaks off is a broken connection.
  const attempt = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const response = await fetch(input, init)
    const text = await response.text()
    const { headers } = response
    const status = response.ok && asksToWait(method, text) ? 429 : response.status
    last = { status, text, retryAfter: retryAfterOf(headers) }
    return new Response(text === '' ? null : text, { status, headers })
  }
  try {
    await ky.post(node.endpoint, {
      fetch: attempt,
      json: question,
      headers: node.headers,
      timeout: timeoutSeconds * 1_000,
      retry: {
        limit: REPEATABLE.test(method) ? RETRIES : 0,
        methods: ['post'],
        statusCodes: LATER,
        afterStatusCodes: [429, 503],
        delay: (count) => pauseMilliseconds * 2 ** (count - 1),
        shouldRetry: () => ((last?.retryAfter ?? 0) * 1_000 > LONGEST_WAIT_MS ? false : undefined),
      },
    })
  } catch (error) {
    if (error instanceof TimeoutError) {
      throw new NodeTimeoutError(node.origin, method, timeoutSeconds)
    }
    if (!(error instanceof HTTPError)) throw new NodeUnreachableError(node.origin, method, error)
  }
  if (last === undefined) throw new Error(`No answer and no failure for ${method}.`)
  return last
}

function asksToWait(method: string, text: string): boolean {
  const error = (parse(text) as { error?: unknown } | undefined)?.error
  return isRpcErrorBody(error) && isRateLimit(method, error)
}

/** RFC 9110: seconds, or a date. */
function retryAfterOf(headers: Headers): number | undefined {
  const text = headers.get('retry-after')
  if (text === null) return undefined
  const seconds = /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - Date.now()) / 1_000
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : undefined
}

/** The result in an answer, or what the answer means instead. */
function resultOf({ id, method }: Question, answer: Answer, node: NodeAddress): unknown {
  const { status, retryAfter } = answer
  const text = node.hide(answer.text)
  if (status === 429) throw new NodeRateLimitedError(node.origin, method, retryAfter)
  if (status === 401 || status === 403) {
    throw new NodeKeyNeededError(node.origin, method, { status, text })
  }
  const body = parse(answer.text)
  const isOurs = typeof body === 'object' && body !== null && 'id' in body && body.id === id
  if (isOurs && 'result' in body && !('error' in body && body.error)) return body.result
  const error = (body as { error?: unknown } | undefined)?.error
  if (isRpcErrorBody(error)) {
    const hidden = { ...error, message: node.hide(error.message) }
    if (mayBeRevert(method, error)) throw new RpcError(method, hidden)
    throw new NodeRefusedError(node.origin, method, hidden)
  }
  if (status >= 500) throw new GatewayError(node.origin, method, status)
  throw new NotJsonRpcError(node.origin, method, { status, text })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) ?? undefined
  } catch {
    return undefined
  }
}
