import { createServer } from 'node:net'
import type { HardhatPlugin } from 'hardhat/types/plugins'
import { connectChain, type Rpc } from './client.ts'
import type { DevChain } from './devChain.ts'
import { openForkOrigin } from './forkOrigin.ts'
import type { HttpNode } from './httpRpc.ts'
import { PortTakenError } from './nodeErrors.ts'
import { type SimulatedFork, simulatedNetwork } from './simulatedNetwork.ts'

/** What a development node is started with. */
export interface DevNodeOptions {
  readonly hostname: string
  /** 0 for any free port. */
  readonly port: number
  readonly chainId: number
  /** When the first block was, ISO 8601; by default now. */
  readonly initialDate?: string
  /** Node and block to fork from; without it the chain is empty. */
  readonly forking?: { readonly node: HttpNode; readonly blockNumber: number }
}

/** A node of this process that others reach over HTTP. */
export interface DevNode {
  readonly url: string
  close(): Promise<void>
}

const NETWORK = 'devnet'

/**
 * Starts Hardhat's node with a configuration of our own. Its clock follows the wall clock, and runs ahead of it by a
 * second for each further block (DESIGN.md, traps 9).
 *
 * @param prepare is given the chain before anybody else can reach it: much faster than over HTTP, and nobody sees it
 * half done
 * @throws PortTakenError, NodeError of the node that is forked
 */
export async function startDevNode(
  options: DevNodeOptions,
  prepare: (chain: DevChain) => Promise<void> = async () => {},
): Promise<DevNode> {
  const { forking, hostname, port } = options
  if (port !== 0) await requireFree(hostname, port)
  if (forking === undefined) return start(options, undefined, prepare)
  const origin = await openForkOrigin(forking.node)
  try {
    const node = await origin.blaming(() =>
      start(options, { ...origin, blockNumber: forking.blockNumber }, prepare),
    )
    return {
      url: node.url,
      close: async () => {
        await node.close()
        await origin.close()
      },
    }
  } catch (error) {
    await origin.close()
    throw error
  }
}

async function start(
  { chainId, hostname, port, initialDate }: DevNodeOptions,
  forking: SimulatedFork | undefined,
  prepare: (chain: DevChain) => Promise<void>,
): Promise<DevNode> {
  const { createHardhatRuntimeEnvironment } = await import('hardhat/hre')
  const providers: Rpc[] = []
  const hre = await createHardhatRuntimeEnvironment(
    {
      ...simulatedNetwork(NETWORK, { chainId, initialDate, forking }),
      plugins: [listenForProviders((provider) => providers.push(provider))],
    },
    { network: NETWORK },
    import.meta.dirname,
  )
  const server = await hre.network.createServer({ network: NETWORK }, hostname, port)
  const [provider] = providers
  if (provider === undefined) throw new Error('Hardhat gave its node no provider.')
  await prepare({ ...(await connectChain(provider)), isDevelopment: true })
  const listening = await server.listen()
  return { url: `http://${listening.address}:${listening.port}`, close: () => server.close() }
}

/** A plugin of Hardhat that tells the provider behind each connection: the server keeps its own to itself. */
const listenForProviders = (tell: (provider: Rpc) => void): HardhatPlugin => ({
  id: 'ballast-devnet',
  hookHandlers: {
    network: async () => ({
      default: async () => ({
        async newConnection(context, next) {
          const connection = await next(context)
          tell(connection.provider as Rpc)
          return connection
        },
      }),
    }),
  },
})

/** Hardhat's server answers nothing at all when its port is taken, so we knock first. */
async function requireFree(hostname: string, port: number): Promise<void> {
  const probe = createServer()
  await new Promise<void>((resolve, reject) => {
    probe.once('error', (error) => reject(new PortTakenError(hostname, port, error)))
    probe.listen(port, hostname, resolve)
  })
  await new Promise((resolve) => probe.close(resolve))
}
