import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseQuery, pick, type Selection } from './graphql.ts'
import { SequencerStandIn, type StandInSpace } from './sequencerStandIn.ts'

/** What goes wrong at one of the three services, as often as `times` says (once). */
export interface SnapshotFault {
  readonly at: 'hub' | 'sequencer' | 'score'
  readonly kind: 'busy' | 'silent' | 'broken' | 'gateway' | 'web page' | 'stored but silent'
  readonly times?: number
  /** Seconds, of `busy`. */
  readonly retryAfter?: number
}

/** The hub refuses more selections at the root of a query. */
const MOST_SELECTIONS = 5

/**
 * A stand-in of Snapshot's hub, sequencer and score service over HTTP: what they do is taken from their published
 * sources and measured by the rules of the npm package. Nothing leaves this machine.
 */
export class SnapshotStandIn {
  readonly sequencer: SequencerStandIn
  /** Requests by service, for counting. */
  readonly requests = { hub: 0, sequencer: 0, score: 0 }
  /** The keys that came with requests, by service. */
  readonly keys: Record<keyof SnapshotStandIn['requests'], Set<string | undefined>> = {
    hub: new Set(),
    sequencer: new Set(),
    score: new Set(),
  }
  /** Every query that the hub was asked. */
  readonly queries: string[] = []
  /** Hides what was stored from this moment on, as a hub that lags behind does. */
  isBehind = false
  #server = createServer((request, response) => void this.#answer(request, response))
  #faults: { fault: SnapshotFault; left: number }[] = []
  #url = ''

  constructor(space: StandInSpace) {
    this.sequencer = new SequencerStandIn(space)
  }

  static async start(space: StandInSpace): Promise<SnapshotStandIn> {
    const standIn = new SnapshotStandIn(space)
    await new Promise<void>((resolve) => standIn.#server.listen(0, '127.0.0.1', resolve))
    const { port } = standIn.#server.address() as AddressInfo
    standIn.#url = `http://127.0.0.1:${port}`
    return standIn
  }

  /** The addresses as ballast.yaml names them. */
  get addresses() {
    const url = this.#url
    return { hub: `${url}/graphql`, sequencer: `${url}/sequencer`, score: `${url}/score` }
  }

  inject(fault: SnapshotFault): void {
    this.#faults.push({ fault, left: fault.times ?? 1 })
  }

  clear(): void {
    this.#faults = []
    this.isBehind = false
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path] = (request.url ?? '').split('?')
    const service = path === '/graphql' ? 'hub' : path === '/score' ? 'score' : 'sequencer'
    this.requests[service] += 1
    const key = request.headers['x-api-key']
    this.keys[service].add(Array.isArray(key) ? key.join() : key)
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'))
    const fault = this.#faults.find(({ fault: { at }, left }) => at === service && left > 0)
    if (fault !== undefined) {
      fault.left -= 1
      if (this.#fail(fault.fault, body, response)) return
    }
    if (service === 'sequencer') await this.sequencer.askContract(body)
    const { status, document } = this.#serve(service, body)
    send(response, status, document)
  }

  /** Whether the fault has answered, or keeps silent. */
  #fail({ kind, retryAfter }: SnapshotFault, body: unknown, response: ServerResponse): boolean {
    switch (kind) {
      case 'silent':
        return true
      case 'stored but silent':
        this.sequencer.take(body)
        return true
      case 'broken':
        response.destroy()
        return true
      case 'gateway':
        response.writeHead(502).end('Bad Gateway')
        return true
      case 'web page':
        response.writeHead(200).end('<html>Sign in</html>')
        return true
      case 'busy': {
        const wait = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }
        const error =
          'too many requests, refer to https://docs.snapshot.org/tools/api/api-keys#limits'
        send(response, 429, { error: 'client_error', error_description: error }, wait)
        return true
      }
    }
  }

  #serve(service: SnapshotFault['at'], body: unknown) {
    if (service === 'hub') return this.#query(body as { query: string; variables: object })
    if (service === 'score') {
      const { params } = body as { params: { author: string; space: string } }
      const isAdmitted = this.sequencer.admits(params.author)
      return { status: 200, document: { jsonrpc: '2.0', result: isAdmitted, id: null } }
    }
    try {
      return { status: 200, document: this.sequencer.take(body) }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      return { status: 400, document: { error: 'client_error', error_description: reason } }
    }
  }

  #query({ query, variables }: { readonly query: string; readonly variables: object }) {
    this.queries.push(query)
    try {
      const roots = parseQuery(query, variables as Readonly<Record<string, unknown>>)
      if (roots.length > MOST_SELECTIONS)
        throw new Error(`The query exceeds the maximum of ${MOST_SELECTIONS} root selections`)
      const data = roots.map((root) => [
        root.name,
        pick(this.#resolve(root), root.fields, root.name),
      ])
      return { status: 200, document: { data: Object.fromEntries(data) } }
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      return { status: 400, document: { errors: [{ message }] } }
    }
  }

  #resolve({ name, args }: Selection): unknown {
    const { sequencer } = this
    const where = (args['where'] ?? {}) as Readonly<Record<string, string>>
    const same = (a: string | undefined, b: string) =>
      a === undefined || a.toLowerCase() === b.toLowerCase()
    const page = <T>(all: readonly T[]): readonly T[] => {
      const skip = Number(args['skip'] ?? 0)
      return all.slice(skip, skip + Number(args['first'] ?? 20))
    }
    const seen = <T>(all: readonly T[]): readonly T[] => (this.isBehind ? [] : all)
    switch (name) {
      case 'space':
        return args['id'] === sequencer.space.id ? sequencer.shownSpace() : null
      case 'options':
        return [...sequencer.options].map(([option, value]) => ({ name: option, value }))
      case 'proposal':
        return seen(sequencer.shownProposals()).find(({ id }) => id === args['id']) ?? null
      case 'proposals': {
        const all = seen(sequencer.shownProposals()).filter(({ space }) =>
          same(where['space'], space.id),
        )
        return page(args['orderDirection'] === 'desc' ? all.toReversed() : all)
      }
      case 'votes':
        return page(
          seen(sequencer.votes).filter(
            (vote) => same(where['voter'], vote.voter) && same(where['proposal'], vote.proposal),
          ),
        )
      case 'vp': {
        const vp = sequencer.powerOf(String(args['voter']), String(args['proposal']))
        return { vp, vp_by_strategy: [vp], vp_state: 'final' }
      }
      case 'follows':
        return seen(sequencer.follows).filter(({ follower }) => same(where['follower'], follower))
      case 'statements':
        return seen(sequencer.statements).filter(({ delegate }) =>
          same(where['delegate'], delegate),
        )
      default:
        throw new Error(`Cannot query field "${name}" on type "Query".`)
    }
  }
}

function send(
  response: ServerResponse,
  status: number,
  document: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(document))
}
