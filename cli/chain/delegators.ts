import { BallastToken__factory } from '../../artifacts/typechain/factories/contracts/governance/BallastToken__factory.js'
import type { Address, AddressBook } from '../governance/addressBook.ts'
import type { BlockRef } from '../governance/parameter.ts'
import { askAll, viewsOf } from './askAll.ts'
import type { Chain } from './client.ts'
import { recallLogs } from './logMemory.ts'

const abi = BallastToken__factory.createInterface()

/** A holder whose tokens vote through somebody. */
export interface Delegator {
  readonly address: Address
  readonly balance: bigint
}

/**
 * Who delegates to an account at a block, the heaviest first, from the last DelegateChanged of each holder. Where the
 * node lacks events some are missing: the balances then are less than the account's votes.
 */
export async function readDelegators(
  chain: Chain,
  book: AddressBook,
  delegate: Address,
  at: BlockRef,
): Promise<readonly Delegator[]> {
  const event = abi.getEvent('DelegateChanged')
  const { token } = book.contracts
  const logs = await recallLogs(chain, {
    address: token,
    topics: [event.topicHash],
    fromBlock: book.deployedAtBlock,
    toBlock: at.number,
  })
  const chosen = new Map<Address, Address>()
  for (const { data, topics } of logs) {
    const { delegator, toDelegate } = abi.decodeEventLog(event, data, topics)
    chosen.set(delegator, toDelegate)
  }
  const own = [...chosen].filter(([, to]) => to === delegate).map(([address]) => address)
  const view = viewsOf(token, abi)
  const balances = await askAll(
    chain,
    own.map((address) => view('balanceOf', address)),
    at,
  )
  return own
    .map((address, i) => ({ address, balance: (balances[i]?.[0] ?? 0n) as bigint }))
    .filter(({ balance }) => balance > 0n)
    .sort((a, b) => (a.balance === b.balance ? 0 : a.balance > b.balance ? -1 : 1))
}
