import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Rpc } from './client.ts'
import { NodeError, NodeRefusedError } from './nodeErrors.ts'

/**
 * Where a fork of this process reads its state: a door on loopback to the node. The EVM forgets what it fetched between
 * two calls and keeps files of it between two runs; here each slot is asked of the node once, and forgotten at the end.
 */
export interface ForkSource {
  readonly url: string
  /** Why the node could not be asked, if it could not: the EVM only says that something went wrong. */
  failure(): NodeError | undefined
  close(): Promise<void>
}

/** Reads of state at a block that is named: their answers never change. */
const REMEMBERED = [
  'eth_getBalance',
  'eth_getCode',
  'eth_getStorageAt',
  'eth_getTransactionCount',
  'eth_getProof',
]

/** Everything else that a fork may ask. Nothing passes that could change the node. */
const PASSED = [
  'eth_blockNumber',
  'eth_chainId',
  'eth_feeHistory',
  'eth_getBlockByHash',
  'eth_getBlockByNumber',
  'eth_getBlockReceipts',
  'eth_getLogs',
  'eth_getTransactionByHash',
  'eth_getTransactionReceipt',
  'net_version',
  'web3_clientVersion',
]

interface Question {
  readonly id: number | string
  readonly method: string
  readonly params?: readonly unknown[]
}

/** Opens the door; its address is known to this process only. */
export async function openForkSource(node: Rpc): Promise<ForkSource> {
  const remembered = new Map<string, Promise<unknown>>()
  const path = `/${randomUUID()}`
  let failure: NodeError | undefined

  const ask = ({ method, params = [] }: Question): Promise<unknown> => {
    if (!REMEMBERED.includes(method)) return node.request({ method, params })
    const key = JSON.stringify([method, params])
    const known = remembered.get(key)
    if (known !== undefined) return known
    const answer = node.request({ method, params })
    remembered.set(key, answer)
    answer.catch(() => remembered.delete(key))
    return answer
  }
  const answerOf = async (question: Question): Promise<object> => {
    const { id, method } = question
    if (![...REMEMBERED, ...PASSED].includes(method)) {
      return {
        jsonrpc: '2.0',
        id,
        error: { code: -32_601, message: `A fork never asks ${method}.` },
      }
    }
    try {
      return { jsonrpc: '2.0', id, result: await ask(question) }
    } catch (error) {
      const why = asNodeError(method, error)
      failure ??= why
      return { jsonrpc: '2.0', id, error: { code: -32_000, message: why.message } }
    }
  }
  const server = createServer(async (request, response) => {
    if (request.url !== path) return refuse(response)
    const asked = JSON.parse(await bodyOf(request)) as Question | readonly Question[]
    const answers = Array.isArray(asked)
      ? await Promise.all(asked.map(answerOf))
      : await answerOf(asked as Question)
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(answers))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}${path}`,
    failure: () => failure,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function refuse(response: ServerResponse): void {
  response.statusCode = 404
  response.end()
}

/** A node that answers a read of state with an error of its own refuses it: it has no history, or another reason. */
function asNodeError(method: string, error: unknown): NodeError {
  if (error instanceof NodeError) return error
  const { code, message } = error as { code?: unknown; message?: string }
  return new NodeRefusedError('The node', method, {
    ...(typeof code === 'number' ? { code } : {}),
    message: message ?? String(error),
  })
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request.setEncoding('utf8')) body += chunk
  return body
}
