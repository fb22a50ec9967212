import { getAddress } from 'ethers'
import type { AddressBook } from '../governance/addressBook.ts'
import {
  historyOf,
  type ParameterHistory,
  settingContracts,
  settingTopics,
} from '../governance/parameterHistory.ts'
import { type Chain, readBlock } from './client.ts'
import { recallLogs } from './logMemory.ts'

/** Every change of every governed parameter in a range of blocks (both included), from events. */
export async function readParameterHistory(
  chain: Chain,
  book: AddressBook,
  range: { readonly fromBlock: number; readonly toBlock: number },
): Promise<ParameterHistory> {
  const logs = await recallLogs(chain, {
    address: settingContracts(book),
    topics: [settingTopics],
    ...range,
  })
  return historyOf(
    logs.map((log) => ({ ...log, address: getAddress(log.address) })),
    book,
  )
}

/** The times of blocks in Unix seconds; each block is read once. */
export async function readBlockTimes(
  chain: Chain,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  const times = await Promise.all(
    [...new Set(numbers)].map(
      async (number): Promise<[number, number]> => [
        number,
        (await readBlock(chain, number)).timestamp,
      ],
    ),
  )
  return new Map(times)
}
