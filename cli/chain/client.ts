import {
  getAddress,
  isAddress,
  JsonRpcApiProvider,
  type JsonRpcError,
  type JsonRpcPayload,
  type JsonRpcResult,
  JsonRpcSigner,
} from 'ethers'
import type { Address, Hex } from '../governance/addressBook.ts'
import type { BlockRef } from '../governance/parameter.ts'
import {
  BlockMissingError,
  NodeError,
  NodeRefusedError,
  NotJsonRpcError,
  WrongChainError,
} from './nodeErrors.ts'
import { isRpcErrorBody, mayBeRevert, type RpcErrorBody } from './rpcError.ts'

/** The one thing every node has in common (EIP-1193). */
export interface Rpc {
  request(call: { readonly method: string; readonly params?: readonly unknown[] }): Promise<unknown>
}

/** A connection to one chain, its id already known. */
export interface Chain {
  readonly rpc: Rpc
  readonly chainId: number
  readonly provider: JsonRpcApiProvider
}

/**
 * Reads the chain's id once and pins it, so that no later read can come from another network.
 *
 * @throws NodeError
 */
export async function connectChain(rpc: Rpc): Promise<Chain> {
  const answer = await rpc.request({ method: 'eth_chainId' })
  if (typeof answer !== 'string' || !/^0x[0-9a-f]+$/i.test(answer)) {
    const text = JSON.stringify(answer) ?? ''
    throw new NotJsonRpcError('The node', 'eth_chainId', { status: 200, text })
  }
  const chainId = Number(answer)
  return { rpc, chainId, provider: new RpcProvider(rpc, chainId) }
}

/**
 * Makes sure that the node is still on the chain that it was on: another one may have been started in its place.
 *
 * @throws WrongChainError, NodeError
 */
export async function requireSameChain({ rpc, chainId }: Chain): Promise<void> {
  const found = Number(await rpc.request({ method: 'eth_chainId' }))
  if (found !== chainId) throw new WrongChainError('The node', { expected: chainId, found })
}

/** ethers on top of our own transport, so that a node's failure arrives as the class it was thrown as. */
class RpcProvider extends JsonRpcApiProvider {
  readonly #rpc: Rpc

  constructor(rpc: Rpc, chainId: number) {
    super(chainId, {
      staticNetwork: true,
      batchMaxCount: 1,
      batchStallTime: 0,
      // ethers would otherwise answer a read from its memory for 250 ms, across a revert of the chain.
      cacheTimeout: -1,
    })
    this.#rpc = rpc
    this._start()
  }

  override async _send(
    payload: JsonRpcPayload | JsonRpcPayload[],
  ): Promise<(JsonRpcResult | JsonRpcError)[]> {
    const payloads = Array.isArray(payload) ? payload : [payload]
    return Promise.all(
      payloads.map(async ({ id, method, params }) => {
        try {
          const result = await this.#rpc.request({ method, params: params as readonly unknown[] })
          return { id, result }
        } catch (error) {
          return { id, error: chainsOwnAnswer(method, error) }
        }
      }),
    )
  }
}

/** The error as JSON-RPC has it if a contract may have caused it; everything else is thrown on. */
function chainsOwnAnswer(method: string, error: unknown): RpcErrorBody {
  if (error instanceof NodeError || !isRpcErrorBody(error)) throw error
  const { code, message, data } = error
  if (mayBeRevert(method, error)) return { code, message, data }
  throw new NodeRefusedError('The node', method, { code, message })
}

/** The account as an ethers signer, also when the node manages it only by impersonation. */
export const signerOf = (chain: Chain, address: Address): JsonRpcSigner =>
  new JsonRpcSigner(chain.provider, address)

/** The accounts that the node itself signs for. */
export async function nodeAccounts(chain: Chain): Promise<readonly Address[]> {
  const answer = await chain.rpc.request({ method: 'eth_accounts' })
  if (!Array.isArray(answer) || !answer.every((account) => isAddress(account))) {
    const text = JSON.stringify(answer) ?? ''
    throw new NotJsonRpcError('The node', 'eth_accounts', { status: 200, text })
  }
  return answer.map((account) => getAddress(account))
}

/** What a read of a contract is told to be read at that block; nothing for the newest. */
export const atBlock = (at: BlockRef | undefined): { readonly blockTag?: number } =>
  at === undefined ? {} : { blockTag: at.number }

/**
 * A block's number, time and hash; the newest by default.
 *
 * @throws BlockMissingError
 */
export async function readBlock(chain: Chain, number?: number): Promise<BlockRef> {
  const tag = number === undefined ? 'latest' : `0x${number.toString(16)}`
  const block = (await chain.rpc.request({
    method: 'eth_getBlockByNumber',
    params: [tag, false],
  })) as { number: Hex; timestamp: Hex; hash: Hex } | null
  if (block === null) throw new BlockMissingError(number === undefined ? tag : String(number))
  return { number: Number(block.number), timestamp: Number(block.timestamp), hash: block.hash }
}
