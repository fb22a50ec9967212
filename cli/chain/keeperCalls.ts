import { Interface } from 'ethers'
import type { Address, AddressBook, Hex } from '../governance/addressBook.ts'
import type { KeeperCall } from '../governance/keeper/job.ts'
import type { Outcome } from '../governance/keeper/profit.ts'
import type { Chain } from './client.ts'
import { isRevert, revertedError } from './revert.ts'
import { type Action, estimateGas } from './transaction.ts'

/** What keepers call, of contracts whose own ABIs are long. */
const keeperAbi = new Interface([
  'function refresh(bytes32 feed)',
  'function noteDown(bytes32 feed)',
  'function liquidate(bytes32 id, address owner, uint256 maxRepay, uint256 minSeized, address receiver) returns (uint256 repaid, uint256 seized)',
  'function absorb(bytes32 id, address owner, uint256 maxRepay) returns (uint256 repaid, uint256 collateral, uint256 reward)',
  'function kick(bytes32 id, address owner) returns (uint256 lotId)',
  'function take(uint256 lotId, uint256 maxCollateral, uint256 maxPriceWad, address receiver, bytes data) returns (uint256 collateral, uint256 paid)',
  'function redo(uint256 lotId)',
  'function approve(address spender, uint256 value) returns (bool)',
  'function cover(bytes32 id) returns (uint256 covered)',
  'function coverFromSurplus(bytes32 id) returns (uint256 covered)',
  'function shutdown(bytes32 id)',
])

/** The transaction of a call; what it brings goes to `receiver`. */
export function keeperAction(book: AddressBook, call: KeeperCall, receiver: Address): Action {
  const to = targetOf(book, call)
  const data = keeperAbi.encodeFunctionData(call.does, argumentsOf(book, call, receiver))
  return { to, data }
}

/** @throws Error if a call was found of a contract that the deployment does not have */
function targetOf({ contracts }: AddressBook, call: KeeperCall): Address {
  const needed = (address: Address | undefined): Address => {
    if (address === undefined) throw new Error(`Nothing to call ${call.does} of.`)
    return address
  }
  switch (call.does) {
    case 'refresh':
    case 'noteDown':
      return contracts.oracleHub
    case 'liquidate':
    case 'shutdown':
    case 'coverFromSurplus':
      return contracts.ledger
    case 'absorb':
      return call.pool
    case 'kick':
    case 'take':
    case 'redo':
      return needed(contracts.auctionHouse)
    case 'approve':
      return contracts.derivative
    case 'cover':
      return needed(contracts.backstop)
  }
}

function argumentsOf(
  { contracts }: AddressBook,
  call: KeeperCall,
  receiver: Address,
): readonly unknown[] {
  switch (call.does) {
    case 'refresh':
    case 'noteDown':
      return [call.feed]
    case 'liquidate':
      return [call.market, call.owner, call.maxRepay, call.minSeized, receiver]
    case 'absorb':
      return [call.market, call.owner, call.maxRepay]
    case 'kick':
      return [call.market, call.owner]
    case 'take':
      return [call.lot, call.maxCollateral, call.maxPriceWad, receiver, '0x']
    case 'redo':
      return [call.lot]
    case 'approve':
      return [contracts.auctionHouse, call.amount]
    case 'cover':
    case 'coverFromSurplus':
    case 'shutdown':
      return [call.market]
  }
}

/**
 * What the chain says that a call would do, on top of what waits to be mined; nothing is sent. The gas has the usual margin.
 *
 * @throws ChainRevertedError with the contract's reason in words, NodeError
 */
export async function tryCall(
  { chain, book }: { readonly chain: Chain; readonly book: AddressBook },
  call: KeeperCall,
  from: Address,
): Promise<Outcome> {
  const action = keeperAction(book, call, from)
  const { to = null, data } = action
  try {
    const answer = await chain.provider.call({ from, to, data, blockTag: 'pending' })
    return { ...outcomeIn(call, answer), gas: await estimateGas(chain, from, action, book) }
  } catch (error) {
    throw isRevert(error) ? revertedError(error, book) : error
  }
}

/** What a call that was only tried returned, as far as it moves the account's money. */
function outcomeIn({ does }: KeeperCall, answer: Hex): Omit<Outcome, 'gas'> {
  const nothing = { spent: 0n, got: 0n }
  if (does !== 'liquidate' && does !== 'absorb' && does !== 'take') return nothing
  const [first, second, third] = keeperAbi.decodeFunctionResult(does, answer).toArray() as bigint[]
  if (does === 'absorb') return { spent: 0n, got: third ?? 0n }
  // The Ledger names what was paid first, the auction house what was bought.
  const [spent = 0n, got = 0n] = does === 'liquidate' ? [first, second] : [second, first]
  return { spent, got }
}

/** The feed of which a transaction has noted how it is; undefined for any other transaction. */
export function notedFeed({ contracts }: AddressBook, { to, data }: Action): Hex | undefined {
  if (to !== contracts.oracleHub) return undefined
  const called = keeperAbi.getFunction(data.slice(0, 10))
  if (called?.name !== 'noteDown' && called?.name !== 'refresh') return undefined
  return String(keeperAbi.decodeFunctionData(called, data)[0])
}
