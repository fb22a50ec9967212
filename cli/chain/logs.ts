import type { Address, Hex } from '../governance/addressBook.ts'
import { formatNumber } from '../shared/format.ts'
import type { Chain } from './client.ts'
import { NodeError, NodeRefusedError } from './nodeErrors.ts'

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
  readonly blockHash: Hex
  readonly logIndex: number
  readonly transactionHash: Hex
}

interface RawLog extends Omit<Log, 'blockNumber' | 'logIndex'> {
  readonly blockNumber: Hex
  readonly logIndex: Hex
}

/** More questions for one range than this take longer than anybody waits. */
const MOST_QUESTIONS = 5_000

/** The node answers for so few blocks at once that reading the events would never end. */
export class TooManyQuestionsError extends NodeError {
  constructor({ fromBlock, toBlock }: LogFilter, cause: NodeRefusedError) {
    super(
      `The node answers for so few blocks at once that the events of blocks ${fromBlock} to ${toBlock} take more than ` +
        `${formatNumber(BigInt(MOST_QUESTIONS))} questions; it says: ${cause.reason}`,
      'Use a node that answers for the events of more blocks at once.',
      { cause },
    )
  }
}

/**
 * Events in the order of the chain. Many nodes answer only for so many blocks or events at once: a range that is
 * refused is halved until it is answered.
 *
 * @throws NodeRefusedError if even a single block is refused, TooManyQuestionsError
 */
export function readLogs(chain: Chain, filter: LogFilter): Promise<readonly Log[]> {
  let asked = 0
  const read = async (part: LogFilter): Promise<readonly Log[]> => {
    const { fromBlock, toBlock } = part
    if (fromBlock > toBlock) return []
    try {
      asked += 1
      return await askForLogs(chain, part)
    } catch (error) {
      if (!(error instanceof NodeRefusedError) || fromBlock === toBlock) throw error
      if (asked >= MOST_QUESTIONS) throw new TooManyQuestionsError(filter, error)
      const middle = Math.floor((fromBlock + toBlock) / 2)
      const earlier = await read({ ...part, toBlock: middle })
      return [...earlier, ...(await read({ ...part, fromBlock: middle + 1 }))]
    }
  }
  return read(filter)
}

async function askForLogs(
  chain: Chain,
  { address, topics, fromBlock, toBlock }: LogFilter,
): Promise<readonly Log[]> {
  const logs = (await chain.provider.send('eth_getLogs', [
    { address, topics, fromBlock: hex(fromBlock), toBlock: hex(toBlock) },
  ])) as readonly RawLog[]
  return logs.map(({ blockNumber, logIndex, ...log }) => ({
    ...log,
    blockNumber: Number(blockNumber),
    logIndex: Number(logIndex),
  }))
}

const hex = (number: number): Hex => `0x${number.toString(16)}`
