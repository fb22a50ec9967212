import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Rpc } from '../../cli/chain/client.ts'
import { forkNetwork } from '../../cli/chain/fork.ts'
import { connectNetwork } from '../../cli/chain/network.ts'
import type { Protocol } from '../../cli/workflows/protocol.ts'

/** A chain of this process behind HTTP, so that it can be read and forked as somebody's node. */
export interface ServedChain {
  readonly url: string
  /** How often each method was asked. */
  readonly asked: ReadonlyMap<string, number>
  close(): Promise<void>
}

interface Question {
  readonly id: number
  readonly method: string
  readonly params?: readonly unknown[]
}

/** Serves a chain on loopback (any free port by default), one question or a batch of them a request. */
export async function serveChain(chain: { readonly rpc: Rpc }, onPort = 0): Promise<ServedChain> {
  const asked = new Map<string, number>()
  const answer = async ({ id, method, params = [] }: Question) => {
    asked.set(method, (asked.get(method) ?? 0) + 1)
    try {
      return { jsonrpc: '2.0', id, result: await chain.rpc.request({ method, params }) }
    } catch (error) {
      const {
        code = -32_000,
        message,
        data,
      } = error as { code?: number; message: string; data?: unknown }
      return { jsonrpc: '2.0', id, error: { code, message, data } }
    }
  }
  const server = createServer(async (request, response) => {
    const question = JSON.parse(await bodyOf(request)) as Question | readonly Question[]
    const result = Array.isArray(question)
      ? await Promise.all(question.map(answer))
      : await answer(question as Question)
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(result))
  })
  await new Promise<void>((resolve) => server.listen(onPort, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request.setEncoding('utf8')) body += chunk
  return body
}

/** A protocol of this process as the commands would open it over the network: read through HTTP, forked for dry runs. */
export async function servedProtocol(
  protocol: Pick<Protocol, 'chain' | 'book' | 'risk'>,
): Promise<Protocol & { readonly served: ServedChain }> {
  const served = await serveChain(protocol.chain)
  const network = { url: served.url, chainId: protocol.chain.chainId, timeoutSeconds: 10 }
  return {
    network: 'local',
    chain: await connectNetwork(network),
    book: protocol.book,
    risk: protocol.risk,
    fork: (block) => forkNetwork(network, block),
    close: () => served.close(),
    served,
  }
}
