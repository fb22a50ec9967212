import { connectChain, type Rpc } from './client.ts'
import type { DevChain } from './devChain.ts'
import { type SimulatedChain, simulatedNetwork } from './simulatedNetwork.ts'

/** Which chain, and how its clock ticks. */
export interface EmbeddedChainOptions extends SimulatedChain {
  readonly secondsPerBlock: number
}

export interface EmbeddedChain extends DevChain {
  close(): Promise<void>
}

const NETWORK = 'embedded'

/**
 * Starts an EVM in this process. Hardhat is loaded only here and for a node of our own.
 *
 * Each block comes `secondsPerBlock` after the one before unless a time was asked for, whatever the wall
 * clock says, so that the same commands give the same blocks, hashes and fees on every machine.
 */
export async function startEmbeddedChain(options: EmbeddedChainOptions): Promise<EmbeddedChain> {
  const { createHardhatRuntimeEnvironment } = await import('hardhat/hre')
  const hre = await createHardhatRuntimeEnvironment(
    simulatedNetwork(NETWORK, options),
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
