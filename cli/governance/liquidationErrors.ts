import { formatNumber } from '../shared/format.ts'
import { formatWad } from '../shared/units.ts'
import { auctionParameters } from './auctionParameters.ts'
import { amountOf, capital, debtWords } from './errorNames.ts'
import type { ErrorRow } from './errorRow.ts'
import { backstopSpecs } from './liquidationTerms.ts'
import { addressWords, feedWords, marketWords } from './names.ts'
import type { ParameterSpec } from './parameter.ts'
import { displayValue } from './value.ts'

const priceStates = ['OK', 'DEGRADED', 'DOWN'] as const

/** An amount of a token whose decimals the error does not say. */
const unitsWords = (amount: bigint): string => `${formatNumber(amount)} smallest units`

const labelOf = (specs: readonly ParameterSpec[], member: bigint): string =>
  specs[Number(member)]?.key ?? `parameter ${member}`

/** The three things that a tuple of settings can be refused for, of any contract that takes one. */
const tupleErrors = (contract: string, specs: readonly ParameterSpec[]): readonly ErrorRow[] => [
  { fragment: `${contract}EmptyTuple()`, words: () => 'The call changes no parameter' },
  {
    fragment: `${contract}UnorderedTuple(uint8 previous, uint8 current)`,
    words: ([previous, current]) =>
      `${capital(labelOf(specs, current))} stands behind ${labelOf(specs, previous)}: a call names each parameter once, in the order of the contract`,
  },
  {
    fragment: `${contract}OutOfBounds(uint8 parameter, uint256 value, uint256 min, uint256 max)`,
    words: ([member, value, min, max], { book }) => {
      const shown = (amount: bigint) => amountOf(specs[Number(member)], amount, book)
      return `${capital(labelOf(specs, member))} ${shown(value)} is not within ${shown(min)} to ${shown(max)}`
    },
  },
]

const auctionErrors: readonly ErrorRow[] = [
  ...tupleErrors('AuctionParameters', auctionParameters),
  {
    fragment: 'AuctionParametersFloorTooHigh(uint256 bufferBps, uint256 floorBps)',
    words: ([buffer, floor], { book }) =>
      `A lot that starts at ${displayValue('bps', buffer, book)} of the price and stops at ${displayValue('bps', floor, book)} of that never gets down to the price`,
    nextStep: () => 'Propose a lower auctionFloor or auctionBuffer.',
  },
  {
    fragment: 'AuctionParametersTooSlow(uint256 bufferBps, uint256 cutWad, uint256 steps)',
    words: ([buffer, cut, steps], { book }) =>
      `A lot that starts at ${displayValue('bps', buffer, book)} of the price and keeps ${formatWad(cut)} of it in each of ${formatNumber(steps)} steps never gets down to the price`,
    nextStep: () =>
      'Propose a lower auctionCut, auctionStep or auctionBuffer, or a longer auctionTail.',
  },
  {
    fragment: 'AuctionParametersOverBudget(address derivative, uint256 given, uint256 most)',
    words: ([, given, most], { book }) =>
      `The auctions of the markets might hold ${debtWords(given, book)} together; the derivative allows ${debtWords(most, book)}`,
    nextStep: () => 'Propose a higher maxInAuctionTotal before, or a lower maxInAuction.',
  },
  {
    fragment: 'AuctionHouseUnknownLot(uint256 lotId)',
    words: ([lot]) => `There is no open lot ${lot}`,
  },
  {
    fragment: 'AuctionHouseOwnVault(address owner)',
    words: ([owner], { book }) =>
      `${capital(addressWords(owner, book))} cannot send its own vault to auction`,
  },
  {
    fragment: 'AuctionHouseTooHealthy(uint256 healthWad, uint256 auctionHealthWad)',
    words: ([health, most]) =>
      `The vault has a health factor of ${formatWad(health)}; only at ${formatWad(most)} and below it may be sent to auction`,
  },
  {
    fragment: 'AuctionHouseNoRoom(uint256 room)',
    words: ([room], { book }) =>
      `The auctions of the market have room for ${debtWords(room, book)}, which is not enough for a lot of this vault`,
    nextStep: () => 'Wait until a lot is sold; or liquidate the vault directly.',
  },
  {
    fragment: 'AuctionHouseNothingToSell()',
    words: () => 'What is to be sold, or what is asked for it, is not worth a lot',
  },
  {
    fragment: 'AuctionHouseTransferShort(uint256 expected, uint256 received)',
    words: ([expected, received]) =>
      `The token moved ${unitsWords(received)} instead of ${formatNumber(expected)}: tokens that charge on transfer are refused`,
  },
  {
    fragment: 'AuctionHouseZeroReceiver()',
    words: () => 'Nobody is named to receive what is bought',
  },
  { fragment: 'AuctionHouseNothingToDo()', words: () => 'The call would change nothing' },
  {
    fragment: 'AuctionHousePriceTooHigh(uint256 priceWad, uint256 maxPriceWad)',
    words: ([price, most], { book }) =>
      `The lot costs ${debtWords(price, book)} a token; at most ${debtWords(most, book)} was to be paid`,
    nextStep: () => 'Wait: the price of a lot falls with time.',
  },
  {
    fragment: 'AuctionHouseOver(uint256 lotId)',
    words: ([lot]) => `Lot ${lot} has run out of time, or fallen below its floor`,
    nextStep: () => 'Anybody may start it again by `redo`.',
  },
  {
    fragment: 'AuctionHouseNotOver(uint256 lotId)',
    words: ([lot]) => `Lot ${lot} is still for sale: takers have time left`,
  },
  {
    fragment: 'AuctionHouseLeavesDust(uint256 tab, uint256 collateralValue, uint256 dust)',
    words: ([tab, value, dust], { book }) =>
      `The purchase leaves a lot that asks for ${debtWords(tab, book)} and is worth ${debtWords(value, book)}; it has to leave none, or ${debtWords(dust, book)} and more of both`,
    nextStep: () => 'Buy all of it, or less.',
  },
  {
    fragment: 'AuctionHouseMixedBatch(address first, address other)',
    words: ([first, other], { book }) =>
      `The lots are paid in ${addressWords(first, book)} and in ${addressWords(other, book)}: one purchase is paid in one token`,
  },
  {
    fragment: 'AuctionHousePriceNotUsable(bytes32 feed, uint8 state)',
    words: ([feed, state], { book }) =>
      `The price ${feedWords(feed, book)} is ${priceStates[Number(state)] ?? `in state ${state}`}: no lot can start from it`,
  },
  {
    fragment: 'AuctionHouseIsSale(uint256 lotId)',
    words: ([lot]) =>
      `Lot ${lot} is a sale of the backstop: nothing tells a price to start it again`,
  },
  {
    fragment: 'AuctionHouseNotSeller(uint256 lotId, address caller)',
    words: ([lot, caller], { book }) =>
      `${capital(addressWords(caller, book))} does not sell lot ${lot}: only who does may cut it`,
  },
]

const poolErrors: readonly ErrorRow[] = [
  {
    fragment: 'PatientVaultRequestTooLarge(uint256 balance, uint256 shares)',
    words: ([balance, shares]) =>
      `The account holds ${unitsWords(balance)} of shares; ${formatNumber(shares)} were to be withdrawn`,
  },
  {
    fragment: 'PatientVaultDepositTooSmall(uint256 assets)',
    words: ([assets], { book }) => `${debtWords(assets, book)} would not buy a single share`,
  },
  { fragment: 'PatientVaultNothingToDo()', words: () => 'The call would change nothing' },
  {
    fragment: 'PatientVaultTakesNoYield()',
    words: () =>
      'The pool takes no yield: it is retired, or nobody has deposited a whole token yet',
  },
  {
    fragment: 'PatientVaultOutOfBounds(uint256 value, uint256 min, uint256 max)',
    words: ([value, min, max]) =>
      `The setting ${formatNumber(value)} is not within ${formatNumber(min)} to ${formatNumber(max)}, in the scale of the contract`,
  },
  ...(['Deposit', 'Mint'] as const).map(
    (what): ErrorRow => ({
      fragment: `ERC4626ExceededMax${what}(address receiver, uint256 ${what === 'Mint' ? 'shares' : 'assets'}, uint256 max)`,
      words: ([, amount, most]) =>
        `The pool takes ${unitsWords(most)} more; ${formatNumber(amount)} were to enter`,
    }),
  ),
  ...(['Withdraw', 'Redeem'] as const).map(
    (what): ErrorRow => ({
      fragment: `ERC4626ExceededMax${what}(address owner, uint256 ${what === 'Redeem' ? 'shares' : 'assets'}, uint256 max)`,
      words: ([owner, amount, most], { book }) =>
        `${capital(addressWords(owner, book))} may withdraw ${unitsWords(most)} now; ${formatNumber(amount)} were asked for`,
      nextStep: () =>
        'Withdrawing has to be asked for by `requestWithdrawal`, a cool-down and at most a day more before.',
    }),
  ),
  {
    fragment: 'StabilityPoolBadPair()',
    words: () => 'The derivative, the collateral and the Ledger of the pool do not belong together',
  },
  {
    fragment: 'StabilityPoolWrongMarket(bytes32 id)',
    words: ([market], { book }) =>
      `${capital(marketWords(market, book))} is not a market of this pool’s derivative and collateral`,
  },
  {
    fragment: 'StabilityPoolSelfAbsorption(address caller)',
    words: ([caller], { book }) =>
      `${capital(addressWords(caller, book))} cannot have its own vault absorbed`,
  },
  {
    fragment: 'StabilityPoolNothingToSpend()',
    words: () => 'The pool has nothing to liquidate with',
    nextStep: () => 'Liquidate the vault directly, or send it to auction.',
  },
  {
    fragment: 'StabilityPoolOverpays(uint256 seized, uint256 worthOfRepaid)',
    words: ([seized, worth]) =>
      `The pool would get ${unitsWords(seized)} of collateral for what is worth ${formatNumber(worth)}`,
    nextStep: () => 'Absorb more of the vault at once.',
  },
  {
    fragment: 'StabilityPoolNothingArrived()',
    words: () => 'No collateral has come to the pool for what it burned',
  },
  {
    fragment: 'StabilityPoolZeroReceiver()',
    words: () => 'Nobody is named to receive the collateral',
  },
  {
    fragment: 'InsurancePoolZeroReceiver()',
    words: () => 'Nobody is named to receive what is drawn',
  },
]

const backstopErrors: readonly ErrorRow[] = [
  ...tupleErrors('Backstop', backstopSpecs),
  {
    fragment: 'BackstopSharesTooLarge(uint256 poolShareBps, uint256 insuranceShareBps)',
    words: ([pool, insurance], { book }) =>
      `The stability pool’s ${displayValue('bps', pool, book)} and the insurance pool’s ${displayValue('bps', insurance, book)} are more than all of the surplus`,
    nextStep: () => 'Propose shares of at most 100 % together.',
  },
  {
    fragment: 'BackstopWrongAsset(address pool, address asset)',
    words: ([pool, asset], { book }) =>
      `${capital(addressWords(pool, book))} is a pool of ${addressWords(asset, book)}, not of this derivative`,
  },
  {
    fragment: 'BackstopNothingToDo()',
    words: () =>
      'There is no surplus to share out: the buffer, the deficits and the debt in auction come first',
  },
  {
    fragment: 'BackstopZeroReceiver()',
    words: () => 'Nobody is named to receive the tokens',
  },
]

/** What auctions, pools and the backstop refuse. */
export const liquidationErrors: readonly ErrorRow[] = [
  ...auctionErrors,
  ...poolErrors,
  ...backstopErrors,
]
