import ky, { HTTPError, TimeoutError } from 'ky'
import type { Rpc } from './client.ts'
import {
  NodeRateLimitedError,
  NodeTimeoutError,
  NodeUnreachableError,
  NotJsonRpcError,
} from './nodeErrors.ts'
import { RpcError } from './rpcError.ts'

/** Where a node is and how patient to be with it. */
export interface HttpNode {
  /** http:// or https://. Its path and query may hold a key: messages show the origin only. */
  readonly url: string
  /** Seconds for one answer. */
  readonly timeoutSeconds: number
}

/** How often a question is repeated; sends are never repeated here. */
const RETRIES = 3
/** The longest wait that a node may ask for with Retry-After, in milliseconds. */
const LONGEST_WAIT_MS = 10_000

/** What reads as a question; everything else may have happened although no answer came, and is not repeated. */
const isRepeatable = (method: string): boolean =>
  !method.startsWith('eth_send') && !/^(evm|hardhat|anvil)_/.test(method)

/**
 * A node over HTTP. Questions are repeated after a broken connection, 429 (as long as Retry-After says), 502, 503
 * and 504; what may have had an effect is not.
 *
 * @throws NodeUnreachableError, NodeTimeoutError, NodeRateLimitedError, NotJsonRpcError, RpcError
 */
export function httpRpc({ url, timeoutSeconds }: HttpNode): Rpc {
  const node = originOf(url)
  let lastId = 0
  return {
    async request({ method, params = [] }) {
      lastId += 1
      const text = await post(
        { url, node, timeoutSeconds, method },
        {
          jsonrpc: '2.0',
          id: lastId,
          method,
          params,
        },
      )
      return resultOf(text, { node, method })
    },
  }
}

/** What people may see of a node's address: not the path, which may hold a key. */
export function originOf(url: string): string {
  try {
    return new URL(url).origin
  } catch {
    return 'the node'
  }
}

interface Question extends HttpNode {
  readonly node: string
  readonly method: string
}

async function post(question: Question, body: object): Promise<string> {
  const { url, node, method, timeoutSeconds } = question
  try {
    return await ky
      .post(url, {
        json: body,
        timeout: timeoutSeconds * 1_000,
        retry: {
          limit: isRepeatable(method) ? RETRIES : 0,
          methods: ['post'],
          statusCodes: [429, 502, 503, 504],
          afterStatusCodes: [429, 503],
          maxRetryAfter: LONGEST_WAIT_MS,
          delay: (attempt) => 100 * 2 ** attempt,
        },
      })
      .text()
  } catch (error) {
    if (error instanceof TimeoutError) throw new NodeTimeoutError(node, method, timeoutSeconds)
    if (error instanceof HTTPError) {
      const { response, data } = error
      if (response.status === 429) {
        const wait = response.headers.get('retry-after') ?? undefined
        throw new NodeRateLimitedError(node, method, wait)
      }
      // Some nodes answer a JSON-RPC error with an HTTP error around it.
      return typeof data === 'string' ? data : JSON.stringify(data ?? '')
    }
    throw new NodeUnreachableError(node, method, error)
  }
}

function resultOf(
  text: string,
  asked: { readonly node: string; readonly method: string },
): unknown {
  const answer = parse(text)
  if (typeof answer !== 'object' || answer === null) {
    throw new NotJsonRpcError(asked.node, asked.method, text)
  }
  if ('error' in answer && isErrorBody(answer.error)) throw new RpcError(asked.method, answer.error)
  if (!('result' in answer)) throw new NotJsonRpcError(asked.node, asked.method, text)
  return answer.result
}

const isErrorBody = (error: unknown): error is { code: number; message: string; data?: unknown } =>
  typeof error === 'object' && error !== null && 'message' in error

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
