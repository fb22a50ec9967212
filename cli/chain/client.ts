import { BrowserProvider, getAddress, JsonRpcSigner } from 'ethers'
import type { Address, Hex } from '../governance/addressBook.ts'
import type { BlockRef } from '../governance/parameter.ts'

/** The one thing every node has in common (EIP-1193). */
export interface Rpc {
  request(call: { readonly method: string; readonly params?: readonly unknown[] }): Promise<unknown>
}

/** A connection to one chain, its id already known. */
export interface Chain {
  readonly rpc: Rpc
  readonly chainId: number
  readonly provider: BrowserProvider
}

/** Reads the chain's id once and pins it, so that no later read can come from another network. */
export async function connectChain(rpc: Rpc): Promise<Chain> {
  const chainId = Number(await rpc.request({ method: 'eth_chainId' }))
  const provider = new BrowserProvider({ request: (call) => rpc.request(call as never) }, chainId, {
    staticNetwork: true,
    // ethers would otherwise answer a read from its memory for 250 ms, across a revert of the chain.
    cacheTimeout: -1,
  })
  return { rpc, chainId, provider }
}

/** The account as an ethers signer, also when the node manages it only by impersonation. */
export const signerOf = (chain: Chain, address: Address): JsonRpcSigner =>
  new JsonRpcSigner(chain.provider, address)

/** The accounts that the node itself signs for. */
export async function nodeAccounts(chain: Chain): Promise<readonly Address[]> {
  const accounts = (await chain.rpc.request({ method: 'eth_accounts' })) as string[]
  return accounts.map((account) => getAddress(account))
}

/** A block's number, time and hash; the newest by default. */
export async function readBlock(chain: Chain, number?: number): Promise<BlockRef> {
  const tag = number === undefined ? 'latest' : `0x${number.toString(16)}`
  const block = (await chain.rpc.request({
    method: 'eth_getBlockByNumber',
    params: [tag, false],
  })) as { number: Hex; timestamp: Hex; hash: Hex }
  return { number: Number(block.number), timestamp: Number(block.timestamp), hash: block.hash }
}
