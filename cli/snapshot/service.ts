import ky, { HTTPError, TimeoutError } from 'ky'
import type { Address } from '../governance/addressBook.ts'
import {
  NotSnapshotError,
  SnapshotBusyError,
  SnapshotTimeoutError,
  SnapshotUnreachableError,
} from './snapshotErrors.ts'

/** A space and the services that keep it. */
export interface SnapshotPlace {
  /** Its ENS name. */
  readonly space: string
  /** GraphQL: what is stored. */
  readonly hub: string
  /** Takes signed messages. */
  readonly sequencer: string
  /** JSON-RPC: who may propose. */
  readonly score: string
  /** What Snapshot calls itself in messages that name it: `s` or `s-tn`. */
  readonly network: string
  /** What the hub and the score service give to those who ask them often; undefined where there is none for the one. */
  readonly apiKey?: (service: 'hub' | 'score') => string | undefined
  /** Contracts that hold delegations, where they are not those of every chain. */
  readonly registry?: Address
  readonly splitRegistry?: Address
  /** Seconds for one answer. */
  readonly timeoutSeconds: number
}

/** How often a question is repeated. */
const RETRIES = 3
/** The longest wait that a service may ask for with Retry-After, in milliseconds. */
const LONGEST_WAIT_MS = 10_000
const LATER = [429, 502, 503, 504]

/** What came over the wire. */
export interface HttpAnswer {
  readonly status: number
  readonly body: unknown
}

interface Posting {
  /** Repeated where it failed. */
  readonly isQuestion: boolean
  readonly timeoutSeconds: number
  /** Goes to this address alone: nothing is followed to another one with it. */
  readonly apiKey?: string | undefined
}

const withKey = (apiKey: string | undefined) =>
  apiKey === undefined ? {} : ({ headers: { 'x-api-key': apiKey }, redirect: 'error' } as const)

/**
 * Posts JSON and answers what came back, whatever the status. A question is repeated after a broken connection, 429
 * (as long as Retry-After says), 502, 503 and 504; a message is not: it may have been stored although no answer came.
 *
 * @throws SnapshotUnavailableError
 */
export async function post(
  url: string,
  json: unknown,
  { isQuestion, timeoutSeconds, apiKey }: Posting,
): Promise<HttpAnswer> {
  const { origin } = new URL(url)
  let last: { readonly status: number; readonly text: string; readonly wait?: number } | undefined
  // The answer is read whole inside the attempt: its time counts, and one that breaks off is a broken connection.
  const attempt = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const response = await fetch(input, init)
    const text = await response.text()
    const { status, headers } = response
    last = { status, text, ...waitOf(headers) }
    return new Response(text === '' ? null : text, { status, headers })
  }
  try {
    await ky.post(url, {
      fetch: attempt,
      json,
      ...withKey(apiKey),
      timeout: timeoutSeconds * 1_000,
      retry: {
        limit: isQuestion ? RETRIES : 0,
        methods: ['post'],
        statusCodes: LATER,
        afterStatusCodes: [429, 503],
        delay: (count) => 100 * 2 ** count,
        shouldRetry: () => ((last?.wait ?? 0) * 1_000 > LONGEST_WAIT_MS ? false : undefined),
      },
    })
  } catch (error) {
    if (error instanceof TimeoutError) throw new SnapshotTimeoutError(origin, timeoutSeconds)
    if (!(error instanceof HTTPError)) throw new SnapshotUnreachableError(origin, reasonOf(error))
  }
  if (last === undefined) throw new Error(`No answer and no failure from ${origin}.`)
  const { status, text, wait } = last
  if (status === 429) throw new SnapshotBusyError(origin, wait)
  return { status, body: parsed(origin, status, text) }
}

function parsed(origin: string, status: number, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    if (status >= 502) throw new SnapshotUnreachableError(origin, `HTTP ${status}`)
    throw new NotSnapshotError(origin, `HTTP ${status}, ${text === '' ? 'nothing' : text}`)
  }
}

/** Seconds that it asks to wait, by a number or a date. */
function waitOf(headers: Headers): { readonly wait?: number } {
  const asked = headers.get('retry-after')
  if (asked === null) return {}
  const seconds = /^\d+$/.test(asked)
    ? Number(asked)
    : Math.ceil((Date.parse(asked) - Date.now()) / 1_000)
  return Number.isNaN(seconds) ? {} : { wait: Math.max(0, seconds) }
}

/** The system's word for what happened (`ECONNREFUSED`), from as deep as it lies; never its free text. */
function reasonOf(error: unknown): string {
  let reason = 'the connection broke'
  let inner = error
  while (typeof inner === 'object' && inner !== null) {
    const { code, cause } = inner as { readonly code?: unknown; readonly cause?: unknown }
    if (typeof code === 'string' && /^E[A-Z_]+$|CERT/.test(code)) reason = code
    inner = cause
  }
  return reason
}
