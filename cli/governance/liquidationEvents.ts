import { amountWords } from './adminCalls.ts'
import { debtWords } from './errorNames.ts'
import type { EventRow } from './eventRow.ts'
import { addressWords, marketWords } from './names.ts'

const moneyEvent = (fragment: string, words: EventRow['words']): EventRow => ({
  fragment: `event ${fragment}`,
  kind: 'tokenMovement',
  words,
})

/** What a waterfall paid with, by its number in the ABI. */
const coverSources = ['the surplus', 'what sales brought', 'the insurance pool'] as const

const auctionEvents: readonly EventRow[] = [
  moneyEvent(
    'LotKicked(uint256 indexed lotId, bytes32 indexed id, address indexed owner, address kicker, uint256 debt, uint256 tab, uint256 collateral, uint256 reward, uint256 topPriceWad)',
    (args, { book }) =>
      `sends ${debtWords(args[4], book)} of the vault of ${addressWords(args[2], book)} in ${marketWords(args[1], book)} to auction as lot ${args[0]}`,
  ),
  moneyEvent(
    'SaleOpened(uint256 indexed lotId, address indexed seller, address indexed derivative, address token, uint256 amount, uint256 tab, uint256 topPriceWad)',
    (args, { book }) =>
      `offers ${amountWords(args[4], args[3], book)} of ${addressWords(args[1], book)} for ${debtWords(args[5], book)} as lot ${args[0]}`,
  ),
  moneyEvent(
    'LotTaken(uint256 indexed lotId, address indexed taker, address receiver, uint256 collateral, uint256 paid, uint256 debtPaid, uint256 collateralLeft, uint256 tabLeft)',
    (args, { book }) =>
      `buys from lot ${args[0]} for ${debtWords(args[4], book)}, to ${addressWords(args[2], book)}`,
  ),
  moneyEvent(
    'LotRedone(uint256 indexed lotId, address indexed caller, uint256 oldTopPriceWad, uint256 newTopPriceWad)',
    (args, { book }) =>
      `starts lot ${args[0]} again at ${debtWords(args[3], book)} a token instead of ${debtWords(args[2], book)}`,
  ),
  moneyEvent(
    'SaleCut(uint256 indexed lotId, uint256 oldTab, uint256 newTab)',
    (args, { book }) =>
      `asks for ${debtWords(args[2], book)} instead of ${debtWords(args[1], book)} in lot ${args[0]}`,
  ),
  moneyEvent(
    'LotClosed(uint256 indexed lotId, address indexed owner, uint256 leftover, uint256 unpaid, uint256 badDebt)',
    (args, { book }) =>
      `ends lot ${args[0]} of ${addressWords(args[1], book)}, ${debtWords(args[3], book)} unpaid and ${debtWords(args[4], book)} of that bad debt`,
  ),
  moneyEvent(
    'LotGivenUp(uint256 indexed lotId, uint256 debt)',
    (args, { book }) => `gives up ${debtWords(args[1], book)} that lot ${args[0]} was to pay`,
  ),
  moneyEvent(
    'Credited(address indexed token, address indexed owner, uint256 amount)',
    (args, { book }) =>
      `keeps ${amountWords(args[2], args[0], book)} for ${addressWords(args[1], book)} to claim`,
  ),
  moneyEvent(
    'CreditClaimed(address indexed token, address indexed owner, address receiver, uint256 amount)',
    (args, { book }) =>
      `pays ${amountWords(args[3], args[0], book)} that ${addressWords(args[1], book)} had to claim to ${addressWords(args[2], book)}`,
  ),
]

const poolEvents: readonly EventRow[] = [
  moneyEvent(
    'Absorbed(bytes32 indexed id, address indexed owner, address indexed caller, uint256 repaid, uint256 collateral, uint256 reward)',
    (args, { book, emitter }) =>
      `liquidates the vault of ${addressWords(args[1], book)} in ${marketWords(args[0], book)} with ${debtWords(args[3], book)} of ${addressWords(emitter, book)}`,
  ),
  moneyEvent(
    'Claimed(address indexed owner, address indexed receiver, uint256 collateral)',
    (args, { book, emitter }) =>
      `claims collateral of ${addressWords(args[0], book)} from ${addressWords(emitter, book)} to ${addressWords(args[1], book)}`,
  ),
  moneyEvent(
    'Drawn(address indexed caller, address indexed receiver, uint256 amount)',
    (args, { book, emitter }) =>
      `draws ${debtWords(args[2], book)} from ${addressWords(emitter, book)} to ${addressWords(args[1], book)}`,
  ),
  moneyEvent(
    'Deposit(address indexed sender, address indexed owner, uint256 assets, uint256 shares)',
    (args, { book, emitter }) =>
      `deposits ${debtWords(args[2], book)} in ${addressWords(emitter, book)} for ${addressWords(args[1], book)}`,
  ),
  moneyEvent(
    'Withdraw(address indexed sender, address indexed receiver, address indexed owner, uint256 assets, uint256 shares)',
    (args, { book, emitter }) =>
      `withdraws ${debtWords(args[3], book)} of ${addressWords(args[2], book)} from ${addressWords(emitter, book)} to ${addressWords(args[1], book)}`,
  ),
  moneyEvent(
    'WithdrawalRequested(address indexed owner, uint256 shares, uint256 readyAt, uint256 expiresAt)',
    (args, { book, emitter }) =>
      `asks for ${addressWords(args[0], book)} to withdraw from ${addressWords(emitter, book)}`,
  ),
  moneyEvent(
    'WithdrawalRequestCut(address indexed owner, uint256 oldShares, uint256 newShares)',
    (args, { book, emitter }) =>
      `leaves ${addressWords(args[0], book)} less to withdraw from ${addressWords(emitter, book)}`,
  ),
  moneyEvent(
    'YieldAdded(address indexed from, uint256 amount, uint256 vesting, uint256 vestsUntil)',
    (args, { book, emitter }) =>
      `gives ${debtWords(args[1], book)} of ${addressWords(args[0], book)} to the depositors of ${addressWords(emitter, book)}`,
  ),
  moneyEvent(
    'Retired(uint256 totalAssets, uint256 totalSupply)',
    (_, { book, emitter }) => `retires ${addressWords(emitter, book)} for ever`,
  ),
]

const backstopEvents: readonly EventRow[] = [
  {
    fragment:
      'event PoolsSet(address indexed derivative, address oldPool, address newPool, address oldInsurance, address newInsurance)',
    kind: 'permission',
    words: (args, { book }) =>
      `shares the surplus of ${addressWords(args[0], book)} with ${addressWords(args[2], book)} and ${addressWords(args[4], book)} instead of ${addressWords(args[1], book)} and ${addressWords(args[3], book)}`,
  },
  moneyEvent(
    'Covered(bytes32 indexed id, uint8 indexed source, uint256 amount)',
    (args, { book }) =>
      `covers ${debtWords(args[2], book)} of the deficit of ${marketWords(args[0], book)} from ${coverSources[Number(args[1])] ?? `source ${args[1]}`}`,
  ),
  moneyEvent(
    'SaleStarted(address indexed derivative, uint256 indexed lotId, uint256 amount, uint256 tab, uint256 topPriceWad)',
    (args, { book }) =>
      `starts the sale of ${amountWords(args[2], book.contracts.token, book)} for ${debtWords(args[3], book)} as lot ${args[1]}`,
  ),
  moneyEvent(
    'SaleEnded(address indexed derivative, uint256 indexed lotId, uint256 returned)',
    (args, { book }) =>
      `ends the sale of lot ${args[1]}, ${amountWords(args[2], book.contracts.token, book)} come back`,
  ),
  moneyEvent(
    'SurplusDistributed(address indexed derivative, uint256 toPool, uint256 toInsurance, uint256 toTreasury)',
    (args, { book }) =>
      `shares out surplus: ${debtWords(args[1], book)} to the stability pool, ${debtWords(args[2], book)} to the insurance pool, ${debtWords(args[3], book)} to the treasury`,
  ),
  moneyEvent(
    'Released(address indexed token, address indexed receiver, uint256 amount)',
    (args, { book }) =>
      `takes ${amountWords(args[2], args[0], book)} out of the backstop to ${addressWords(args[1], book)}`,
  ),
]

const setting = (fragment: string, words: EventRow['words']): EventRow => ({
  fragment: `event ${fragment}`,
  kind: 'listing',
  words,
})

/** Settings of a market or a derivative that is not in the book, and so has no parameters of the catalogue. */
const settingsOfOthers: readonly EventRow[] = [
  setting(
    'AuctionParameterSet(bytes32 indexed id, uint8 indexed parameter, uint256 oldValue, uint256 newValue)',
    (args, { book }) => `sets number ${args[1]} of the auctions of ${marketWords(args[0], book)}`,
  ),
  setting(
    'MaxInAuctionSet(address indexed derivative, uint256 oldValue, uint256 newValue)',
    (args, { book }) => `sets how much of ${addressWords(args[0], book)} may be in auction`,
  ),
  setting(
    'BackstopParameterSet(address indexed derivative, uint8 indexed parameter, uint256 oldValue, uint256 newValue)',
    (args, { book }) => `sets number ${args[1]} of the waterfall of ${addressWords(args[0], book)}`,
  ),
]

/** What auctions, pools and the backstop say beside parameters. */
export const liquidationEvents: readonly EventRow[] = [
  ...auctionEvents,
  ...poolEvents,
  ...backstopEvents,
  ...settingsOfOthers,
]
