import { Contract } from 'ethers'
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
import type { AddressBook } from '../governance/addressBook.ts'
import type { Chain } from './client.ts'

/** Reading a large ABI takes milliseconds, so it happens once and not with every contract object. */
export const governorAbi: BallastGovernorInterface = BallastGovernor__factory.createInterface()
export const tokenAbi: BallastTokenInterface = BallastToken__factory.createInterface()

/** The Governor to read from. */
export const governorOf = (chain: Chain, book: AddressBook): BallastGovernor =>
  new Contract(book.contracts.governor, governorAbi, chain.provider) as unknown as BallastGovernor

/** The governance token to read from. */
export const tokenOf = (chain: Chain, book: AddressBook): BallastToken =>
  new Contract(book.contracts.token, tokenAbi, chain.provider) as unknown as BallastToken
