import { Interface } from 'ethers'
import type { AddressBook } from '../governance/addressBook.ts'
import type { BlockRef } from '../governance/parameter.ts'
import { askAll, viewsOf } from './askAll.ts'
import type { Chain } from './client.ts'

const abi = new Interface(['function totalSupply() view returns (uint256)'])

/** How much of the derivative is in circulation at a block, 18 decimals. */
export async function readSupply(chain: Chain, book: AddressBook, at: BlockRef): Promise<bigint> {
  const [answer] = await askAll(chain, [viewsOf(book.contracts.derivative, abi)('totalSupply')], at)
  return answer?.[0] as bigint
}
