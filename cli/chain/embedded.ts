import { join } from 'node:path'
import { connectChain, type Rpc } from './client.ts'
import type { DevChain } from './devChain.ts'

/** Where an embedded chain's clock starts and how it ticks. */
export interface EmbeddedChainOptions {
  readonly chainId: number
  readonly secondsPerBlock: number
  /** ISO 8601, UTC; a fork goes on from its block. */
  readonly initialDate?: string
  /** The node and block to fork from; without it the chain is empty. */
  readonly forking?: {
    readonly url: string
    readonly blockNumber: number
    /** Where the EVM keeps what it fetched: a folder of its own, because another chain may have the same address. */
    readonly cacheFolder: string
  }
}

export interface EmbeddedChain extends DevChain {
  close(): Promise<void>
}

const NETWORK = 'embedded'
export const HARDFORK = 'prague'

/**
 * Hardhat would read every compiled contract (0.8 s) to draw stack traces: we decode reverts ourselves, and an installed
 * package has none. There is nothing at this place.
 */
export const noArtifacts = { paths: { artifacts: join(import.meta.dirname, 'no-artifacts') } }

/** Chains whose hardforks the EVM knows itself: Ethereum, Sepolia, Hoodi. */
const KNOWN_CHAINS = [1, 11_155_111, 560_048]

/** The EVM executes a forked block only of a chain whose hardforks it knows; of any other it is told. */
export const descriptorFor = (chainId: number) =>
  KNOWN_CHAINS.includes(chainId)
    ? {}
    : {
        chainDescriptors: {
          [chainId]: {
            name: `chain ${chainId}`,
            chainType: 'generic' as const,
            hardforkHistory: { [HARDFORK]: { blockNumber: 0 } },
          },
        },
      }

/**
 * Starts an EVM in this process. Hardhat is loaded only here, with a configuration of our own: nothing
 * of the directory the command runs in can change what the chain does.
 *
 * Each block comes `secondsPerBlock` after the one before unless a time was asked for, whatever the wall
 * clock says, so that the same commands give the same blocks, hashes and fees on every machine.
 */
export async function startEmbeddedChain(options: EmbeddedChainOptions): Promise<EmbeddedChain> {
  const { createHardhatRuntimeEnvironment } = await import('hardhat/hre')
  const { chainId, initialDate, forking } = options
  const hre = await createHardhatRuntimeEnvironment(
    {
      ...descriptorFor(chainId),
      paths: {
        ...noArtifacts.paths,
        ...(forking === undefined ? {} : { cache: forking.cacheFolder }),
      },
      networks: {
        [NETWORK]: {
          type: 'edr-simulated',
          chainId,
          hardfork: HARDFORK,
          blockGasLimit: 120_000_000,
          initialBaseFeePerGas: 0,
          gasPrice: 0,
          ...(initialDate === undefined ? {} : { initialDate }),
          ...(forking === undefined
            ? {}
            : { forking: { url: forking.url, blockNumber: forking.blockNumber, enabled: true } }),
        },
      },
    },
    { network: NETWORK },
    import.meta.dirname,
  )
  const connection = await hre.network.create({ network: NETWORK })
  const rpc = withSteadyClock(connection.provider as Rpc, options.secondsPerBlock)
  const chain = await connectChain(rpc)
  return { ...chain, isDevelopment: true, close: () => connection.close() }
}

function withSteadyClock(inner: Rpc, secondsPerBlock: number): Rpc {
  let automine = true
  let isTimeChosen = false
  const tick = async () => {
    const block = (await inner.request({
      method: 'eth_getBlockByNumber',
      params: ['latest', false],
    })) as { timestamp: string }
    const next = Number(block.timestamp) + secondsPerBlock
    await inner.request({ method: 'evm_setNextBlockTimestamp', params: [next] })
  }
  return {
    async request(call) {
      if (call.method === 'evm_setNextBlockTimestamp') isTimeChosen = true
      if (call.method === 'evm_setAutomine') automine = call.params?.[0] === true
      const mines =
        call.method === 'evm_mine' || (call.method === 'eth_sendTransaction' && automine)
      if (mines && !isTimeChosen) await tick()
      if (mines) isTimeChosen = false
      return inner.request(call)
    },
  }
}
