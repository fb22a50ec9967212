import { BallastToken__factory } from '../../artifacts/typechain/factories/contracts/governance/BallastToken__factory.js'
import type { Address, AddressBook } from '../governance/addressBook.ts'
import type { Chain } from './client.ts'

/** An account that votes, and the votes it has now. */
export interface Delegate {
  readonly address: Address
  readonly weight: bigint
}

/** Everyone who was ever delegated to and has votes now (from DelegateVotesChanged), the heaviest first. */
export async function readDelegates(chain: Chain, book: AddressBook): Promise<readonly Delegate[]> {
  const token = BallastToken__factory.connect(book.contracts.token, chain.provider)
  const changes = await token.queryFilter(
    token.filters.DelegateVotesChanged(),
    book.deployedAtBlock,
  )
  const addresses = [...new Set(changes.map(({ args }) => args.delegate))]
  const delegates = await Promise.all(
    addresses.map(async (address) => ({ address, weight: await token.getVotes(address) })),
  )
  return delegates
    .filter(({ weight }) => weight > 0n)
    .sort((a, b) =>
      a.weight === b.weight ? (a.address < b.address ? -1 : 1) : b.weight > a.weight ? 1 : -1,
    )
}
