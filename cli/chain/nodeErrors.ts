import { BallastError, ExitCode, UsageError } from '../shared/errors.ts'
import { printable } from '../shared/format.ts'

/** The node could not be asked, or what answered is not the node we mean. Nothing was decided by the chain. */
export abstract class NodeError extends BallastError {
  override readonly exitCode = ExitCode.unreachable
}

const START_ONE = 'Check `url` in ballast.yaml, or start a node: ballast devnet.'

/** Nobody listens, or the connection broke. The cause is not kept: it holds the whole address, a key included. */
export class NodeUnreachableError extends NodeError {
  constructor(node: string, method: string, cause: unknown) {
    super(
      `${node} cannot be reached (${reasonOf(cause)}); asked for ${method}.`,
      `${START_ONE} The command can be repeated as it is.`,
    )
  }
}

/** The node took longer than the timeout allows. */
export class NodeTimeoutError extends NodeError {
  constructor(node: string, method: string, seconds: number) {
    super(
      `${node} did not answer ${method} within ${seconds} s.`,
      'Repeat the command, or give the node more time with --timeout.',
    )
  }
}

/** The node limits how often it may be asked, and goes on refusing after several waits, or wants a long one. */
export class NodeRateLimitedError extends NodeError {
  constructor(node: string, method: string, retryAfterSeconds: number | undefined) {
    const asked = retryAfterSeconds === undefined ? '' : `; it asks to wait ${retryAfterSeconds} s`
    super(
      `${node} refuses ${method} because it was asked too often (429)${asked}.`,
      'Wait and repeat the command, or use a node with a higher limit.',
    )
  }
}

/** The node serves only those who show a key. */
export class NodeKeyNeededError extends NodeError {
  constructor(node: string, method: string, answer: HttpAnswer) {
    super(
      `${node} wants a key for ${method}, or another one (HTTP ${answer.status}): ${excerptOf(answer.text)}`,
      'Put an address with a valid key into an environment variable, and name it with `urlEnv` in ballast.yaml.',
    )
  }
}

/** A gateway answers in place of a node that is away. */
export class GatewayError extends NodeError {
  constructor(node: string, method: string, status: number) {
    super(
      `${node} answered ${method} with HTTP ${status} and no JSON-RPC: the node behind it is away.`,
      'Repeat the command in a while, or use another node.',
    )
  }
}

/** What a server said that is no answer to the question. */
interface HttpAnswer {
  readonly status: number
  readonly text: string
}

/** Something answers, and it does not speak JSON-RPC, or answers another question. */
export class NotJsonRpcError extends NodeError {
  constructor(node: string, method: string, { status, text }: HttpAnswer) {
    super(
      `${node} answered ${method} with something that is not JSON-RPC (HTTP ${status}): ${excerptOf(text) || 'nothing'}`,
      'Check `url` in ballast.yaml: it may be a web page, a login or a proxy.',
    )
  }
}

/** The node understood the question and refuses to answer it. */
export class NodeRefusedError extends NodeError {
  readonly code: number | undefined
  /** What the node said, in its words, printable. */
  readonly reason: string
  constructor(node: string, method: string, error: { readonly code?: number; message: string }) {
    const reason = excerptOf(error.message)
    super(
      `${node} refuses ${method}: ${reason}`,
      'Use a node that serves this method and, for old blocks, keeps the history.',
    )
    this.code = error.code
    this.reason = reason
  }
}

/** The node belongs to another chain than the one that was asked for. */
export class WrongChainError extends NodeError {
  constructor(node: string, chains: { readonly expected: number; readonly found: number }) {
    super(
      `${node} is on chain ${chains.found}; the network is chain ${chains.expected}.`,
      'Correct `url` or `chainId` in ballast.yaml, or choose another --network.',
    )
  }
}

/** The addresses of the network lead nowhere on this chain. */
export class DeploymentMissingError extends NodeError {
  constructor(network: string, contract: string, address: string) {
    super(
      `On ${network} there is no contract at ${address}, where the ${contract} should be.`,
      'Was the node started anew? Deploy again (ballast devnet, ballast deploy), or correct `addresses` in ballast.yaml.',
    )
  }
}

/** A block that the node had a moment ago is gone: it was started anew, or its chain was reorganised. */
export class BlockMissingError extends NodeError {
  constructor(block: string) {
    super(
      `The node does not have block ${block} (any more).`,
      'Repeat the command; for old blocks use a node that keeps the history.',
    )
  }
}

/** Several nodes behind one address, and this one has not seen yet what another one has mined for us. */
export class NodeBehindError extends NodeError {
  constructor(block: number) {
    super(
      `The node shows block ${block} as the newest, and something of ours was mined after it.`,
      'Repeat the command in a while, or use an address with one node behind it.',
    )
  }
}

/** The newest block is not of the chain that was followed: it was reorganised, put back, or replaced by another one. */
export class ChainReplacedError extends NodeError {
  constructor(block: number) {
    super(
      `The node\u2019s chain is another one than a moment ago: its block ${block} does not follow those before.`,
      'What was read from it is read again.',
    )
  }
}

/** The Governor counts other votes of an account than the node's events add up to. */
export class VotesMissingError extends NodeError {
  constructor(voter: string) {
    super(
      `The node does not show all votes of ${voter} yet: their sum is not what the Governor counts.`,
      'Repeat the command in a while, or use a node that keeps all events. No vote is cast twice.',
    )
  }
}

/** The Governor has made more proposals than the node has events of, and only those tell what they do. */
export class ProposalEventsMissingError extends NodeError {
  constructor(found: number, count: number) {
    super(
      `The Governor has made ${count} proposals; the node has the events of ${found} of them.`,
      'Use a node that keeps all events, and compare `deployedAtBlock` in the address book: no event is looked for before it.',
    )
  }
}

/** The Governor has a proposal, and only the event that the node lacks tells what it does. */
export class ProposalEventMissingError extends NodeError {
  constructor(id: string, state: string) {
    super(
      `The Governor has a proposal ${id}, which is ${state}; the node does not have the event that tells what it does.`,
      'Use a node that keeps all events, and compare `deployedAtBlock` in the address book: no event is looked for before it.',
    )
  }
}

/** A node of ours cannot listen where it was told to. */
export class PortTakenError extends UsageError {
  constructor(hostname: string, port: number, cause: NodeJS.ErrnoException) {
    const isTaken = cause.code === 'EADDRINUSE'
    super(
      isTaken
        ? `Something listens on ${hostname}:${port} already.`
        : `Nothing can listen on ${hostname}:${port} (${cause.code ?? cause.message}).`,
      isTaken
        ? `Stop it, or choose another port: ballast devnet --port ${port === 65_535 ? 8_546 : port + 1}`
        : 'Choose another port, for example: ballast devnet --port 8546',
      { cause },
    )
  }
}

const LONGEST_EXCERPT = 160

function excerptOf(text: string): string {
  const line = printable(text.trim().replaceAll(/\s+/g, ' '))
  return line.length > LONGEST_EXCERPT ? `${line.slice(0, LONGEST_EXCERPT)}…` : line
}

/** The system's word for what happened (`ECONNREFUSED`), from as deep as it lies; never its free text. */
function reasonOf(error: unknown): string {
  let reason = 'the connection broke'
  let inner = error
  while (typeof inner === 'object' && inner !== null) {
    const { code, cause, errors } = inner as { code?: unknown; cause?: unknown; errors?: unknown[] }
    if (typeof code === 'string' && /^E[A-Z_]+$|CERT/.test(code)) reason = code
    inner = cause ?? errors?.[0]
  }
  return reason
}
