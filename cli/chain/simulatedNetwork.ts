import { join } from 'node:path'

/** Which chain Hardhat's EVM is to be. */
export interface SimulatedChain {
  readonly chainId: number
  /** ISO 8601, UTC; a fork goes on from its block. */
  readonly initialDate?: string | undefined
  /** The node and block to fork from; without it the chain is empty. */
  readonly forking?: SimulatedFork | undefined
}

export interface SimulatedFork {
  readonly url: string
  readonly blockNumber: number
  /** Where the EVM keeps what it fetched: a folder of its own, because another chain may have the same address. */
  readonly cacheFolder: string
}

const HARDFORK = 'prague'

/**
 * Hardhat's configuration of one simulated network, ours alone: nothing of the directory that the command runs in can
 * change what the chain does.
 */
export const simulatedNetwork = (name: string, chain: SimulatedChain) => {
  const { chainId, initialDate, forking } = chain
  return {
    ...descriptorFor(chainId),
    paths: {
      artifacts: NO_ARTIFACTS,
      ...(forking === undefined ? {} : { cache: forking.cacheFolder }),
    },
    networks: {
      [name]: {
        type: 'edr-simulated' as const,
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
  }
}

/**
 * Hardhat would read every compiled contract (0.8 s) to draw stack traces: we decode reverts ourselves, and an installed
 * package has none. There is nothing at this place.
 */
const NO_ARTIFACTS = join(import.meta.dirname, 'no-artifacts')

/** Chains whose hardforks the EVM knows itself: Ethereum, Sepolia, Hoodi. */
const KNOWN_CHAINS = [1, 11_155_111, 560_048]

/** The EVM executes a forked block only of a chain whose hardforks it knows; of any other it is told. */
const descriptorFor = (chainId: number) =>
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
