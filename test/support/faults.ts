import { type Aim, type Fault, html, noReceipt, wrongChain } from './faultProxy.ts'

/** One thing that goes wrong between the command line and its node, and what people are to be told. */
export interface FaultCase {
  readonly name: string
  /** Undefined: nobody listens at all. */
  readonly fault: Fault | undefined
  readonly aim?: Aim
  /** Concerns only verbs that send, from the moment of the sending on. */
  readonly hitsSending?: true
  /** Meets the same code as another one of the list. */
  readonly isVariant?: true
  /** So many requests are answered first: a verb that needs no more does not notice. */
  readonly after?: number
  /** It passes by itself: the verb succeeds. */
  readonly isTransient?: true
  /** What stderr says: the sentence and the next step. */
  readonly says: RegExp
}

const SENDS = /^eth_send/

const unreachable =
  /http:\/\/127\.0\.0\.1:\d+ cannot be reached \([^)]+\); asked for \w+\.\n.*The command can be repeated as it is\./
const silent =
  /did not answer \w+ within \d s\.\nRepeat the command, or give the node more time with --timeout\./
const limited = /because it was asked too often \(429\).*\nWait and repeat the command/

export const faultCases: readonly FaultCase[] = [
  { name: 'no node', fault: undefined, says: unreachable },
  {
    name: 'wrong chain id',
    ...wrongChain,
    says: /is on chain 42; the network is chain 31337\.\nCorrect `url` or `chainId`/,
  },
  ...[1, 3, 8].map((after) => ({
    name: `node dies after ${after} answers`,
    fault: { kind: 'dies' } as const,
    aim: { after },
    after,
    says: unreachable,
  })),
  { name: 'no answer', fault: { kind: 'silent' }, says: silent },
  {
    name: 'no answer after 5 answers',
    fault: { kind: 'silent' },
    aim: { after: 5 },
    after: 5,
    says: silent,
  },
  {
    name: '429 with Retry-After, twice',
    fault: { kind: 'rateLimited', retryAfter: '1' },
    aim: { times: 2 },
    isTransient: true,
    says: /^/,
  },
  {
    name: '429 with Retry-After, for ever',
    fault: { kind: 'rateLimited', retryAfter: '1' },
    says: limited,
  },
  {
    name: 'HTML instead of JSON',
    fault: html(200),
    says: /something that is not JSON-RPC \(HTTP 200\): <!DOCTYPE html>.*\nCheck `url` in ballast\.yaml/,
  },
  {
    name: 'HTML instead of JSON, 502',
    fault: html(502),
    says: /with HTTP 502 and no JSON-RPC: the node behind it is away\.\nRepeat the command/,
  },
  {
    name: 'connection breaks at the sending',
    fault: { kind: 'dies' },
    aim: { method: SENDS },
    hitsSending: true,
    isVariant: true,
    says: unreachable,
  },
  {
    name: 'answer to the sending is lost',
    fault: { kind: 'answerLost' },
    aim: { method: SENDS, times: 1 },
    hitsSending: true,
    says: unreachable,
  },
  {
    name: 'no answer to the sending',
    fault: { kind: 'silent' },
    aim: { method: SENDS },
    hitsSending: true,
    says: silent,
  },
  {
    name: '429 at the sending',
    fault: { kind: 'rateLimited', retryAfter: '1' },
    aim: { method: SENDS, times: 1 },
    hitsSending: true,
    isVariant: true,
    says: limited,
  },
  {
    name: 'HTML at the sending, 502',
    fault: html(502),
    aim: { method: SENDS, times: 1 },
    hitsSending: true,
    isVariant: true,
    says: /the node behind it is away/,
  },
  {
    name: 'node dies right after the sending',
    fault: { kind: 'dies' },
    aim: { method: 'eth_getTransactionReceipt' },
    hitsSending: true,
    says: unreachable,
  },
  {
    name: 'receipt that never comes',
    ...noReceipt,
    hitsSending: true,
    says: /Transaction 0x[0-9a-f]{64} was handed to the node and is not mined after \d s\.\nRepeat the command: /,
  },
]
