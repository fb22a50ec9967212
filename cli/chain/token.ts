import { BallastToken__factory } from '../../artifacts/typechain/factories/contracts/governance/BallastToken__factory.js'
import type { Address, AddressBook } from '../governance/addressBook.ts'
import { readBlock, signerOf } from './client.ts'
import { advanceTo, type DevChain } from './devChain.ts'

/**
 * Brings each delegate's tokens to that many, which it then delegates to itself; one block later the votes count. What
 * is already so is left so.
 */
export async function delegateVotes(
  chain: DevChain,
  book: AddressBook,
  grants: {
    readonly from: Address
    readonly delegations: readonly { readonly delegate: Address; readonly votes: bigint }[]
  },
): Promise<void> {
  const tokenOf = (account: Address) =>
    BallastToken__factory.connect(book.contracts.token, signerOf(chain, account))
  for (const { delegate, votes } of grants.delegations) {
    const token = tokenOf(delegate)
    const missing = votes - (await token.balanceOf(delegate))
    if (missing > 0n) await (await tokenOf(grants.from).transfer(delegate, missing)).wait()
    if ((await token.delegates(delegate)) !== delegate)
      await (await token.delegate(delegate)).wait()
  }
  await advanceTo(chain, (await readBlock(chain)).timestamp + 1)
}
