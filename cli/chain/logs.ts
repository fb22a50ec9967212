import type { Address, Hex } from '../governance/addressBook.ts'
import type { Chain } from './client.ts'
import { NodeRefusedError } from './nodeErrors.ts'

/** Which events to read: of these contracts, with one of these first topics, in this range of blocks (both included). */
export interface LogFilter {
  readonly address: Address | readonly Address[]
  readonly topics: readonly (Hex | readonly Hex[] | null)[]
  readonly fromBlock: number
  readonly toBlock: number
}

/** An event and where it stands in the chain. */
export interface Log {
  readonly address: Address
  readonly topics: readonly Hex[]
  readonly data: Hex
  readonly blockNumber: number
  readonly logIndex: number
  readonly transactionHash: Hex
}

interface RawLog extends Omit<Log, 'blockNumber' | 'logIndex'> {
  readonly blockNumber: Hex
  readonly logIndex: Hex
}

/**
 * Events in the order of the chain. Many nodes answer only for so many blocks or events at once: a range that is
 * refused is halved until it is answered.
 *
 * @throws NodeRefusedError if even a single block is refused
 */
export async function readLogs(chain: Chain, filter: LogFilter): Promise<readonly Log[]> {
  const { address, topics, fromBlock, toBlock } = filter
  if (fromBlock > toBlock) return []
  try {
    const logs = (await chain.provider.send('eth_getLogs', [
      { address, topics, fromBlock: hex(fromBlock), toBlock: hex(toBlock) },
    ])) as readonly RawLog[]
    return logs.map(({ blockNumber, logIndex, ...log }) => ({
      ...log,
      blockNumber: Number(blockNumber),
      logIndex: Number(logIndex),
    }))
  } catch (error) {
    if (!(error instanceof NodeRefusedError) || fromBlock === toBlock) throw error
    const middle = Math.floor((fromBlock + toBlock) / 2)
    return [
      ...(await readLogs(chain, { ...filter, toBlock: middle })),
      ...(await readLogs(chain, { ...filter, fromBlock: middle + 1 })),
    ]
  }
}

const hex = (number: number): Hex => `0x${number.toString(16)}`
