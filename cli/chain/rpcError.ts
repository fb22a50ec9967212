/** A node's answer to a transaction or call that the chain may have refused: an error with a code (EIP-1474). */
export class RpcError extends Error {
  readonly method: string
  readonly code: number
  readonly data: unknown

  constructor(method: string, { code, message, data }: RpcErrorBody) {
    super(message)
    this.name = 'RpcError'
    this.method = method
    this.code = code
    this.data = data
  }
}

/** An error as JSON-RPC has it. */
export interface RpcErrorBody {
  readonly code: number
  readonly message: string
  readonly data?: unknown
}

export const isRpcErrorBody = (error: unknown): error is RpcErrorBody =>
  typeof error === 'object' &&
  error !== null &&
  typeof (error as { code?: unknown }).code === 'number' &&
  typeof (error as { message?: unknown }).message === 'string'

/** Methods that run contract code. */
const runsCode = ['eth_call', 'eth_estimateGas', 'eth_sendTransaction', 'eth_sendRawTransaction']

/** Whether a contract may have caused the error, as opposed to a node that does not serve the question. */
export const mayBeRevert = (method: string, { data, message }: RpcErrorBody): boolean =>
  runsCode.includes(method) &&
  (isBytes(data) ||
    isBytes((data as { data?: unknown } | undefined)?.data) ||
    /revert|out of gas|opcode|evm error/i.test(message))

const isBytes = (data: unknown): boolean => typeof data === 'string' && data.startsWith('0x')

/** What nodes say, in many words, to somebody who asks too often; HTTP's 429 in the clothes of JSON-RPC. */
const TOO_OFTEN = /rate.?limit|too many requests|request (limit|rate|count)|capacity|compute units/i

/**
 * Whether the error means "later": EIP-1474's -32005, or what nodes use for it. The same code answers a question for
 * too many events, which asking later does not help.
 */
export const isRateLimit = (method: string, { code, message }: RpcErrorBody): boolean =>
  code === 429 || TOO_OFTEN.test(message) || (code === -32005 && method !== 'eth_getLogs')
