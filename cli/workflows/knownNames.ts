import type { Chain } from '../chain/client.ts'
import { type Address, type AddressBook, contractsOf } from '../governance/addressBook.ts'
import { BallastError, UsageError } from '../shared/errors.ts'
import type { Config } from '../workspace/config.ts'
import { addressOf, resolveAddress } from './resolveAccount.ts'

/** Whose names are known, and who acts. */
export interface Asking {
  /** References of ballast.yaml by name. */
  readonly accounts: Config['accounts']
  /** Who acts: a name, a reference or an address; undefined for nobody. */
  readonly account: string | undefined
}

/** Whoever acts; `trouble`: why the account cannot be told although one was chosen. */
export type Own =
  | { readonly address: Address }
  | { readonly trouble: string }
  | { readonly nobody: true }

/** @throws NodeError */
export async function ownAccount(chain: Chain, { accounts, account }: Asking): Promise<Own> {
  if (account === undefined) return { nobody: true }
  try {
    return { address: await resolveAddress(chain, { accounts }, account) }
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    return { trouble: `${error.message} ${error.nextStep}` }
  }
}

/** Our contracts and the accounts of ballast.yaml; one whose key is not in this shell stays an address. */
export async function namesOf(
  chain: Chain,
  book: AddressBook,
  accounts: Config['accounts'],
): Promise<ReadonlyMap<Address, string>> {
  const own = await Promise.all(
    Object.keys(accounts).map(async (name): Promise<[Address, string] | undefined> => {
      try {
        return [await addressOf(chain, { accounts }, name), name]
      } catch (error) {
        if (error instanceof BallastError) return undefined
        throw error
      }
    }),
  )
  const contracts = contractsOf(book).map(([name, address]): [Address, string] => [address, name])
  return new Map([...contracts, ...own.filter((entry) => entry !== undefined)])
}
