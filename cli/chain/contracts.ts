import { Contract, Interface } from 'ethers'
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
import { addressesAt } from '../governance/scopes.ts'
import { setters } from '../governance/setters.ts'
import type { Chain } from './client.ts'

/** Reading a large ABI takes milliseconds, so it happens once and not with every contract object. */
export const governorAbi: BallastGovernorInterface = BallastGovernor__factory.createInterface()
export const tokenAbi: BallastTokenInterface = BallastToken__factory.createInterface()

/** What the guardian does to a market of the Ledger, whose own ABI is long. */
export const guardianAbi = new Interface([
  'function restrain(bytes32 id, (uint8 parameter, uint256 value)[] settings)',
  'function freeze(bytes32 id)',
  'function FREEZE_DURATION() view returns (uint256)',
  'function FREEZE_INTERVAL() view returns (uint256)',
])

/** What a call of the Governor or the token, one of the guardian or a setter is called there; undefined for every other one. */
export function functionCalled(
  book: AddressBook,
  { to, data }: { readonly to?: Address; readonly data: Hex },
): string | undefined {
  if (to === undefined) return undefined
  const { contracts } = book
  const known: readonly (readonly [Address, Interface])[] = [
    [contracts.governor, governorAbi],
    [contracts.token, tokenAbi],
    [contracts.ledger, guardianAbi],
  ]
  const abi = known.find(([address]) => address === to)?.[1]
  const selector = data.slice(0, 10)
  const setter = setters().find(
    (one) => one.selector === selector && addressesAt(one.contract, book).includes(to),
  )
  return abi?.getFunction(selector)?.format('sighash') ?? setter?.signature
}

/** The Governor to read from. */
export const governorOf = (chain: Chain, book: AddressBook): BallastGovernor =>
  new Contract(book.contracts.governor, governorAbi, chain.provider) as unknown as BallastGovernor

/** The governance token to read from. */
export const tokenOf = (chain: Chain, book: AddressBook): BallastToken =>
  new Contract(book.contracts.token, tokenAbi, chain.provider) as unknown as BallastToken
