import { descriptorFor, HARDFORK } from './embedded.ts'

/** What a development node is started with. */
export interface DevNodeOptions {
  readonly hostname: string
  /** 0 for any free port. */
  readonly port: number
  readonly chainId: number
  /** Node and block to fork from; without it the chain is empty. */
  readonly forking?: { readonly url: string; readonly blockNumber?: number }
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
 */
export async function startDevNode(options: DevNodeOptions): Promise<DevNode> {
  const { createHardhatRuntimeEnvironment } = await import('hardhat/hre')
  const { chainId, forking } = options
  const hre = await createHardhatRuntimeEnvironment(
    {
      ...descriptorFor(chainId),
      networks: {
        [NETWORK]: {
          type: 'edr-simulated',
          chainId,
          hardfork: HARDFORK,
          blockGasLimit: 120_000_000,
          initialBaseFeePerGas: 0,
          gasPrice: 0,
          ...(forking === undefined ? {} : { forking: { ...forking, enabled: true } }),
        },
      },
    },
    { network: NETWORK },
    import.meta.dirname,
  )
  const server = await hre.network.createServer(
    { network: NETWORK },
    options.hostname,
    options.port,
  )
  const { address, port } = await server.listen()
  return { url: `http://${address}:${port}`, close: () => server.close() }
}
