/** A node's own answer to a question it understood: an error with a code (JSON-RPC 2.0, EIP-1474). */
export class RpcError extends Error {
  readonly method: string
  readonly code: number
  readonly data: unknown

  constructor(
    method: string,
    {
      code,
      message,
      data,
    }: { readonly code: number; readonly message: string; readonly data?: unknown },
  ) {
    super(message)
    this.name = 'RpcError'
    this.method = method
    this.code = code
    this.data = data
  }
}
