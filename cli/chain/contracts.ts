import { Contract, type Interface } from 'ethers'
import type {
  BallastGovernor,
  BallastGovernorInterface,
} from '../../artifacts/typechain/contracts/governance/BallastGovernor.js'
import type {
  BallastToken,
  BallastTokenInterface,
} from '../../artifacts/typechain/contracts/governance/BallastToken.js'
import { BallastGovernor__factory } from '../../artifacts/typechain/factories/contracts/governance/BallastGovernor__factory.js'
import { BallastToken__factory } from '../../artifacts/typechain/factories/contracts/governance/BallastToken__factory.js'
import type { Address, AddressBook, Hex } from '../governance/addressBook.ts'
import type { Chain } from './client.ts'

/** Reading a large ABI takes milliseconds, so it happens once and not with every contract object. */
export const governorAbi: BallastGovernorInterface = BallastGovernor__factory.createInterface()
export const tokenAbi: BallastTokenInterface = BallastToken__factory.createInterface()

/** What a call of the Governor or the token is called there; undefined for every other one. */
export function functionCalled(
  { contracts }: AddressBook,
  { to, data }: { readonly to?: Address; readonly data: Hex },
): string | undefined {
  const abi: Interface | undefined =
    to === contracts.governor ? governorAbi : to === contracts.token ? tokenAbi : undefined
  return abi?.getFunction(data.slice(0, 10))?.format('sighash')
}

/** The Governor to read from. */
export const governorOf = (chain: Chain, book: AddressBook): BallastGovernor =>
  new Contract(book.contracts.governor, governorAbi, chain.provider) as unknown as BallastGovernor

/** The governance token to read from. */
export const tokenOf = (chain: Chain, book: AddressBook): BallastToken =>
  new Contract(book.contracts.token, tokenAbi, chain.provider) as unknown as BallastToken
