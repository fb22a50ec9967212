import { getAddress, toBeHex } from 'ethers'
import { AccessManager__factory } from '../../artifacts/typechain/factories/@openzeppelin/contracts/access/manager/AccessManager__factory.js'
import type { AddressBook } from '../governance/addressBook.ts'
import {
  historyOf,
  type ParameterHistory,
  settingContracts,
  settingTopics,
} from '../governance/parameterHistory.ts'
import { roles } from '../governance/roles.ts'
import type { Chain } from './client.ts'
import { recallLogs } from './logMemory.ts'

/** Every change of every governed parameter in a range of blocks (both included), from events. */
export async function readParameterHistory(
  chain: Chain,
  book: AddressBook,
  range: { readonly fromBlock: number; readonly toBlock: number },
): Promise<ParameterHistory> {
  const [logs, handedOverAt] = await Promise.all([
    recallLogs(chain, { address: settingContracts(book), topics: [settingTopics], ...range }),
    readHandover(chain, book, range.toBlock),
  ])
  return historyOf(
    logs.map((log) => ({ ...log, address: getAddress(log.address) })),
    book,
    handedOverAt,
  )
}

const adminRevoked = [
  AccessManager__factory.createInterface().getEvent('RoleRevoked').topicHash,
  toBeHex(roles.ADMIN, 32),
]

/** The block in which the deployer gave up its power over everything, the last act of a deployment on the contracts it governs. */
async function readHandover(chain: Chain, book: AddressBook, toBlock: number): Promise<number> {
  const { deployedAtBlock: fromBlock, contracts } = book
  const filter = { address: contracts.accessManager, topics: adminRevoked, fromBlock, toBlock }
  const [first] = await recallLogs(chain, filter)
  return first?.blockNumber ?? fromBlock
}
