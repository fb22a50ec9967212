import type { Result } from 'ethers'
import { plural } from '../shared/format.ts'
import type { AddressBook } from './addressBook.ts'
import { amountWords } from './adminCalls.ts'
import type { CallRow, CallWords } from './callRow.ts'
import { debtWords } from './errorNames.ts'
import { addressWords, marketWords } from './names.ts'

const on =
  (contract: CallRow['contract']) =>
  (fragment: string, words: CallWords): CallRow => ({
    contract,
    fragment: `function ${fragment}`,
    words,
  })

const onHouse = on('auctionHouse')
const onBackstop = on('backstop')

/** The most that anybody can mean. */
const ALL = 2n ** 255n

const upTo = (amount: bigint, shown: (amount: bigint) => string): string =>
  amount >= ALL ? 'all' : `up to ${shown(amount)}`

const auctionCalls: readonly CallRow[] = [
  onHouse(
    'kick(bytes32 id, address owner)',
    (args, { book }) =>
      `send the vault of ${addressWords(args[1], book)} in ${marketWords(args[0], book)} to auction`,
  ),
  onHouse(
    'take(uint256 lotId, uint256 maxCollateral, uint256 maxPriceWad, address receiver, bytes data)',
    (args, { book }) =>
      `buy ${upTo(args[1], (units) => `${units} units`)} of lot ${args[0]} at no more than ${debtWords(args[2], book)} a token, to ${addressWords(args[3], book)}`,
  ),
  onHouse(
    'takeBatch((uint256 lotId, uint256 maxCollateral, uint256 maxPriceWad)[] orders, address receiver, bytes data)',
    (args, { book }) => {
      const lots = (args[0] as Result).map((order: Result) => String(order[0]))
      return `buy from ${plural(lots.length, 'lot')} (${lots.join(', ')}), to ${addressWords(args[1], book)}`
    },
  ),
  onHouse('redo(uint256 lotId)', (args) => `start lot ${args[0]} again from the price of now`),
  onHouse(
    'giveUp(uint256 lotId)',
    (args) => `make the debt that lot ${args[0]} was to pay bad debt`,
  ),
  onHouse(
    'sell((address derivative, address token, uint256 amount, uint256 tab, uint256 topPriceWad) order)',
    (args, { book }) => {
      const [, token, amount, tab, top] = args[0] as Result
      return `sell ${amountWords(amount, token, book)} for up to ${debtWords(tab, book)}, from ${debtWords(top, book)} a token on`
    },
  ),
  onHouse('cutSale(uint256 lotId, uint256 tab)', (args, { book }) =>
    args[1] === 0n
      ? `end the sale of lot ${args[0]}`
      : `ask for only ${debtWords(args[1], book)} in the sale of lot ${args[0]}`,
  ),
  onHouse(
    'claim(address token, address receiver)',
    (args, { book }) =>
      `claim ${addressWords(args[0], book)} that auctions keep, to ${addressWords(args[1], book)}`,
  ),
]

const poolName = (target: string, book: AddressBook): string => addressWords(target, book)

/** Both kinds of pools are entered and left alike. */
const poolCalls = (contract: 'stabilityPool' | 'insurancePool'): readonly CallRow[] => {
  const onPool = on(contract)
  return [
    onPool(
      'deposit(uint256 assets, address receiver)',
      (args, { book, target }) =>
        `deposit ${debtWords(args[0], book)} in ${poolName(target, book)} for ${addressWords(args[1], book)}`,
    ),
    onPool(
      'mint(uint256 shares, address receiver)',
      (args, { book, target }) =>
        `deposit for ${args[0]} shares of ${poolName(target, book)} for ${addressWords(args[1], book)}`,
    ),
    onPool(
      'withdraw(uint256 assets, address receiver, address owner)',
      (args, { book, target }) =>
        `withdraw ${debtWords(args[0], book)} of ${addressWords(args[2], book)} from ${poolName(target, book)} to ${addressWords(args[1], book)}`,
    ),
    onPool(
      'redeem(uint256 shares, address receiver, address owner)',
      (args, { book, target }) =>
        `withdraw ${args[0]} shares of ${addressWords(args[2], book)} from ${poolName(target, book)} to ${addressWords(args[1], book)}`,
    ),
    onPool('requestWithdrawal(uint256 shares)', (args, { book, target }) =>
      args[0] === 0n
        ? `take back the wish to withdraw from ${poolName(target, book)}`
        : `ask to withdraw ${args[0]} shares from ${poolName(target, book)}`,
    ),
    onPool(
      'addYield(uint256 amount)',
      (args, { book, target }) =>
        `give ${debtWords(args[0], book)} to the depositors of ${poolName(target, book)}`,
    ),
  ]
}

const ownPoolCalls: readonly CallRow[] = [
  on('stabilityPool')(
    'absorb(bytes32 id, address owner, uint256 maxRepay)',
    (args, { book, target }) =>
      `have ${poolName(target, book)} liquidate the vault of ${addressWords(args[1], book)} in ${marketWords(args[0], book)}, repaying ${upTo(args[2], (amount) => debtWords(amount, book))}`,
  ),
  on('stabilityPool')(
    'claim(address receiver)',
    (args, { book, target }) =>
      `claim the collateral that ${poolName(target, book)} keeps, to ${addressWords(args[0], book)}`,
  ),
  on('insurancePool')(
    'draw(uint256 maxAmount, address receiver)',
    (args, { book }) =>
      `draw up to ${debtWords(args[0], book)} from the insurance pool to ${addressWords(args[1], book)}`,
  ),
]

const backstopCalls: readonly CallRow[] = [
  onBackstop(
    'cover(bytes32 id)',
    (args, { book }) => `have the backstop pay for the deficit of ${marketWords(args[0], book)}`,
  ),
  onBackstop(
    'distribute(address derivative)',
    (args, { book }) => `share out the surplus of ${addressWords(args[0], book)}`,
  ),
  onBackstop(
    'setPools(address derivative, address pool, address insurance)',
    (args, { book }) =>
      `share the surplus of ${addressWords(args[0], book)} with ${addressWords(args[1], book)} and ${addressWords(args[2], book)}`,
  ),
  onBackstop(
    'release(address token, uint256 amount, address receiver)',
    (args, { book }) =>
      `take ${amountWords(args[1], args[0], book)} out of the backstop to ${addressWords(args[2], book)}`,
  ),
]

/** The calls of auctions, pools and the backstop that set no parameter of the catalogue. */
export const liquidationCalls: readonly CallRow[] = [
  ...auctionCalls,
  ...poolCalls('stabilityPool'),
  ...poolCalls('insurancePool'),
  ...ownPoolCalls,
  ...backstopCalls,
]
