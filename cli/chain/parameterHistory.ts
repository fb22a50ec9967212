import { getAddress } from 'ethers'
import type { AddressBook } from '../governance/addressBook.ts'
import {
  historyOf,
  type ParameterHistory,
  settingContracts,
  settingTopics,
} from '../governance/parameterHistory.ts'
import type { Chain } from './client.ts'
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
