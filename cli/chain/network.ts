import { type Chain, connectChain, type Rpc } from './client.ts'
import type { DevChain } from './devChain.ts'
import { type HttpNode, httpRpc } from './httpRpc.ts'
import { nodeAddress } from './nodeAddress.ts'
import { WrongChainError } from './nodeErrors.ts'

/** A network that a workspace names: its node, and the chain that the node must be on. */
export interface NetworkAddress extends HttpNode {
  readonly chainId: number
}

/**
 * Connects to a network and makes sure that it is the one that was meant.
 *
 * @throws WrongChainError, NodeError
 */
export async function connectNetwork(network: NetworkAddress): Promise<Chain> {
  const chain = await connectChain(httpRpc(network))
  if (chain.chainId !== network.chainId) {
    throw new WrongChainError(nodeAddress(network.url).origin, {
      expected: network.chainId,
      found: chain.chainId,
    })
  }
  return chain
}

/** The chain as one whose clock we command, if its node is made for development (Hardhat's or anvil). */
export async function asDevelopmentChain(chain: Chain): Promise<DevChain | undefined> {
  let answer = asked.get(chain.rpc)
  if (answer === undefined) {
    answer = isForDevelopment(chain.rpc)
    asked.set(chain.rpc, answer)
    // Whoever asks is told; the next one asks again.
    answer.catch(() => asked.delete(chain.rpc))
  }
  return (await answer) ? { ...chain, isDevelopment: true } : undefined
}

/** What a node is does not change while it is connected, and every reading of the clock wants to know. */
const asked = new WeakMap<Rpc, Promise<boolean>>()

async function isForDevelopment(rpc: Rpc): Promise<boolean> {
  const version = await rpc.request({ method: 'web3_clientVersion' })
  return typeof version === 'string' && /^(HardhatNetwork|anvil)\//i.test(version)
}
