import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What goes wrong on the wire. */
export type Fault =
  /** The connection is destroyed and nobody listens any more, until `clear`. */
  | { readonly kind: 'dies' }
  /** The connection is destroyed before the question is passed on; the port stays open. */
  | { readonly kind: 'breaks' }
  /** Accepted, never answered, and the node never hears of it. */
  | { readonly kind: 'silent' }
  /** Passed on to the node as soon as somebody lets it. */
  | { readonly kind: 'waits'; readonly until: () => Promise<void> }
  /** Passed on to the node; its answer is lost because the connection breaks. */
  | { readonly kind: 'answerLost' }
  /** Passed on to the node; nobody ever hears its answer, until `clear`. */
  | { readonly kind: 'answerKept' }
  /** The node's answer breaks off in the middle, connection and all. */
  | { readonly kind: 'brokenOff' }
  /** The answer begins, and its end never comes. */
  | { readonly kind: 'stalls' }
  /** 429, with Retry-After if given. */
  | { readonly kind: 'rateLimited'; readonly retryAfter?: string }
  /** Any answer, instead of the node's. */
  | {
      readonly kind: 'answers'
      readonly status?: number
      readonly headers?: Readonly<Record<string, string>>
      readonly body: string
    }
  /** Any JSON-RPC answer; the node never hears of the question. */
  | { readonly kind: 'answersTo'; readonly answer: (call: Call) => unknown }
  /** The node's own answer with another result; with `method`, that of one method only. */
  | { readonly kind: 'result'; readonly result: unknown }
  /** The node's own answer, changed. */
  | { readonly kind: 'rewrites'; readonly rewrite: (answer: JsonRpcAnswer) => unknown }

export interface JsonRpcAnswer {
  readonly jsonrpc: string
  readonly id: number
  readonly result?: unknown
  readonly error?: unknown
}

/** Which requests a fault hits. */
export interface Aim {
  /** Only requests with a call of this method. */
  readonly method?: string | RegExp
  /** Only requests with a call of which this holds. */
  readonly when?: (call: Call) => boolean
  /** So many such requests are let through first. */
  readonly after?: number
  /** So many are hit, then no more; all of them by default. */
  readonly times?: number
}

export interface Call {
  readonly id: number
  readonly method: string
  readonly params?: readonly unknown[]
}

interface HttpRequest {
  readonly url: string
  readonly headers: Readonly<Record<string, unknown>>
}

export interface FaultProxy {
  readonly url: string
  /** From now on; several faults may be set, the one that was set first hits first. */
  inject(fault: Fault, aim?: Aim): void
  /** Everything works again, on the same port. */
  clear(): Promise<void>
  /** Every call that arrived since the last `clear`, in order. */
  seen(): readonly Call[]
  /** The same as HTTP has it: path, query and headers. */
  requests(): readonly HttpRequest[]
  /** Whether somebody waits for an answer that will not come: the fault has done what it does. */
  holds(): boolean
  /** How many requests were under way at the same time since the last `clear`, at most. */
  mostAtOnce(): number
  stop(): Promise<void>
}

interface Armed {
  readonly fault: Fault
  readonly hits: (call: Call) => boolean
  after: number
  times: number
}

const HTML = '<!DOCTYPE html><html><body><h1>Sign in</h1></body></html>'

export const html = (status: number): Fault => ({
  kind: 'answers',
  status,
  headers: { 'content-type': 'text/html' },
  body: HTML,
})
export const noReceipt = {
  fault: { kind: 'result', result: null } as Fault,
  aim: { method: 'eth_getTransactionReceipt' } as Aim,
}
export const wrongChain = {
  fault: { kind: 'result', result: '0x2a' } as Fault,
  aim: { method: 'eth_chainId' } as Aim,
}
/** Holds what it hits, so that something happens at exactly that moment. */
export function holding(): {
  readonly fault: Fault
  /** Resolves when something is held. */
  readonly reached: Promise<void>
  readonly letGo: () => void
} {
  const held = Promise.withResolvers<void>()
  const free = Promise.withResolvers<void>()
  const until = () => {
    held.resolve()
    return free.promise
  }
  return { fault: { kind: 'waits', until }, reached: held.promise, letGo: free.resolve }
}
/** An error as JSON-RPC has it, with HTTP's 200 around it. */
export const rpcError = (code: number, message: string): Fault => ({
  kind: 'rewrites',
  rewrite: ({ jsonrpc, id }) => ({ jsonrpc, id, error: { code, message } }),
})

/** A door in front of a real node through which everything passes, and at which everything can go wrong. */
export async function startFaultProxy(upstream: string): Promise<FaultProxy> {
  let armed: Armed[] = []
  let calls: Call[] = []
  let requests: HttpRequest[] = []
  let hanging: ServerResponse[] = []
  let underWay = 0
  let mostAtOnce = 0

  const aimed = (requested: readonly Call[]): Fault | undefined => {
    for (const candidate of armed) {
      if (!requested.some(candidate.hits) || candidate.times <= 0) continue
      if (candidate.after > 0) {
        candidate.after -= 1
        continue
      }
      candidate.times -= 1
      return candidate.fault
    }
    return undefined
  }

  const server = createServer(async (request, response) => {
    underWay += 1
    mostAtOnce = Math.max(mostAtOnce, underWay)
    response.once('close', () => {
      underWay -= 1
    })
    requests.push({ url: request.url ?? '', headers: request.headers })
    const text = await bodyOf(request)
    const requested = [JSON.parse(text)].flat() as Call[]
    calls.push(...requested)
    const fault = aimed(requested)
    try {
      await play(fault, { text, upstream, response, server })
      if (fault !== undefined && HANGS.includes(fault.kind)) hanging.push(response)
    } catch {
      // The node behind has gone: so has the door.
      response.destroy()
    }
  })
  server.keepAliveTimeout = 60_000
  await listen(server, 0)
  const { port } = server.address() as AddressInfo

  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return {
    url: `http://127.0.0.1:${port}`,
    inject(fault, aim = {}) {
      const { method = /./, when = () => true } = aim
      const { after = 0, times = Number.POSITIVE_INFINITY } = aim
      const isMeant = (asked: string) =>
        typeof method === 'string' ? method === asked : method.test(asked)
      armed.push({ fault, hits: (call) => isMeant(call.method) && when(call), after, times })
    },
    async clear() {
      armed = []
      calls = []
      requests = []
      mostAtOnce = 0
      for (const response of hanging) response.destroy()
      hanging = []
      if (!server.listening) await listen(server, port)
    },
    seen: () => calls,
    requests: () => requests,
    holds: () => hanging.length > 0,
    mostAtOnce: () => mostAtOnce,
    stop: close,
  }
}

/** What leaves whoever asked waiting. */
const HANGS: readonly Fault['kind'][] = ['silent', 'answerKept', 'stalls']

interface Exchange {
  readonly text: string
  readonly upstream: string
  readonly response: ServerResponse
  readonly server: Server
}

async function play(fault: Fault | undefined, exchange: Exchange): Promise<void> {
  const { response, server } = exchange
  switch (fault?.kind) {
    case undefined:
      return send(response, 200, await ask(exchange))
    case 'dies':
      server.close()
      server.closeAllConnections()
      return
    case 'breaks':
      response.destroy()
      return
    case 'silent':
      return
    case 'waits':
      await fault.until()
      return send(response, 200, await ask(exchange))
    case 'answerLost':
      await ask(exchange)
      response.destroy()
      return
    case 'answerKept':
      await ask(exchange)
      return
    case 'brokenOff': {
      const answer = await ask(exchange)
      response.writeHead(200, { 'content-type': JSON_TYPE, 'content-length': answer.length })
      response.write(answer.slice(0, Math.floor(answer.length / 2)), () => response.destroy())
      return
    }
    case 'stalls':
      response.writeHead(200, { 'content-type': JSON_TYPE })
      response.write('{')
      return
    case 'rateLimited':
      return send(response, 429, 'Too many requests', {
        'content-type': 'text/plain',
        ...(fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter }),
      })
    case 'answers':
      return send(response, fault.status ?? 200, fault.body, fault.headers)
    case 'answersTo': {
      const asked = JSON.parse(exchange.text) as Call | Call[]
      const { answer } = fault
      return send(
        response,
        200,
        JSON.stringify(Array.isArray(asked) ? asked.map(answer) : answer(asked)),
      )
    }
    case 'result':
      return send(response, 200, rewritten(await ask(exchange), withResult(fault.result)))
    case 'rewrites':
      return send(response, 200, rewritten(await ask(exchange), fault.rewrite))
  }
}

const withResult =
  (result: unknown) =>
  ({ jsonrpc, id }: JsonRpcAnswer) => ({ jsonrpc, id, result })

function rewritten(text: string, rewrite: (answer: JsonRpcAnswer) => unknown): string {
  const answer = JSON.parse(text) as JsonRpcAnswer | JsonRpcAnswer[]
  return JSON.stringify(Array.isArray(answer) ? answer.map(rewrite) : rewrite(answer))
}

const JSON_TYPE = 'application/json'

async function ask({ text, upstream }: Exchange): Promise<string> {
  const answer = await fetch(upstream, {
    method: 'POST',
    headers: { 'content-type': JSON_TYPE },
    body: text,
  })
  return answer.text()
}

function send(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = { 'content-type': JSON_TYPE },
): void {
  response.writeHead(status, headers)
  response.end(body)
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
}
