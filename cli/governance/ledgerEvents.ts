import { amountWords } from './adminCalls.ts'
import { debtWords } from './errorNames.ts'
import type { EventRow } from './eventRow.ts'
import { addressWords, marketWords, riskWords } from './names.ts'
import { displayValue } from './value.ts'

const moneyEvent = (fragment: string, words: EventRow['words']): EventRow => ({
  fragment: `event ${fragment}`,
  kind: 'tokenMovement',
  words,
})

/** How debt that vaults left behind is paid, covered or given up. */
const backingEvents: readonly EventRow[] = [
  moneyEvent(
    'Seized(bytes32 indexed id, address indexed owner, address indexed receiver, uint256 debt, uint256 collateral, uint256 healthBeforeWad)',
    (args, { book }) =>
      `seizes the vault of ${addressWords(args[1], book)} in ${marketWords(args[0], book)} for an auction at ${addressWords(args[2], book)}`,
  ),
  moneyEvent(
    'AuctionSettled(bytes32 indexed id, uint256 proceeds, uint256 debtPaid, uint256 badDebt)',
    (args, { book }) =>
      `settles an auction of ${marketWords(args[0], book)}: ${debtWords(args[2], book)} paid, ${debtWords(args[3], book)} given up`,
  ),
  moneyEvent(
    'BadDebtRealised(bytes32 indexed id, uint256 badDebt, uint256 fromSurplus)',
    (args, { book }) =>
      `gives up ${debtWords(args[1], book)} of debt in ${marketWords(args[0], book)}, ${debtWords(args[2], book)} of it paid by the surplus`,
  ),
  moneyEvent(
    'DeficitCovered(bytes32 indexed id, address indexed payer, uint256 amount, uint256 remaining)',
    (args, { book }) =>
      `covers ${debtWords(args[2], book)} of the deficit of ${marketWords(args[0], book)}`,
  ),
  moneyEvent(
    'SurplusMinted(address indexed derivative, address indexed receiver, uint256 amount)',
    (args, { book }) =>
      `issues ${amountWords(args[2], args[0], book)} of surplus to ${addressWords(args[1], book)}`,
  ),
  moneyEvent(
    'Redeemed(bytes32 indexed id, address indexed owner, address indexed redeemer, uint256 repaid, uint256 seized, uint256 badDebt)',
    (args, { book }) =>
      `settles ${debtWords(args[3], book)} of the vault of ${addressWords(args[1], book)} in ${marketWords(args[0], book)}`,
  ),
]

/** What a market may still do, and what it counts towards. */
const marketEvents: readonly EventRow[] = [
  {
    fragment: 'event IssuingFrozen(bytes32 indexed id, uint256 until)',
    kind: 'listing',
    words: (args, { book }) => `stops issuing in ${marketWords(args[0], book)} for a day`,
  },
  {
    fragment: 'event IssuingUnfrozen(bytes32 indexed id)',
    kind: 'listing',
    words: (args, { book }) => `lets ${marketWords(args[0], book)} issue again`,
  },
  {
    fragment: 'event MarketShut(bytes32 indexed id, uint256 priceWad)',
    kind: 'listing',
    words: (args, { book }) =>
      `shuts ${marketWords(args[0], book)} for ever, settled at ${debtWords(args[1], book)} a token`,
  },
  {
    fragment: 'event RisksAssigned(bytes32 indexed id, bytes32[3] oldRisks, bytes32[3] newRisks)',
    kind: 'listing',
    words: (args, { book }) => `names the risks behind ${marketWords(args[0], book)} anew`,
  },
  {
    fragment:
      'event ExposureCapSet(address indexed derivative, bytes32 indexed risk, uint256 oldValue, uint256 newValue, uint256 effectiveAt)',
    kind: 'listing',
    words: (args, { book }) =>
      `caps ${riskWords(args[1])} at ${debtWords(args[3], book)} instead of ${debtWords(args[2], book)}`,
  },
  {
    fragment:
      'event RelativeCapSet(address indexed derivative, bytes32 indexed risk, uint256 oldValue, uint256 newValue)',
    kind: 'listing',
    words: (args, { book }) =>
      `caps ${riskWords(args[1])} at ${displayValue('bps', args[3], book)} of the derivative instead of ${displayValue('bps', args[2], book)}`,
  },
]

/** What the timelock does as a user of the protocol, with the assets of the DAO. */
const vaultEvents: readonly EventRow[] = [
  {
    fragment:
      'event Adjusted(bytes32 indexed id, address indexed owner, address indexed caller, int256 collateralChange, int256 debtChange, address receiver)',
    kind: 'tokenMovement',
    words: (args, { book }) =>
      `adjusts the vault of ${addressWords(args[1], book)} in ${marketWords(args[0], book)} for ${addressWords(args[5], book)}`,
  },
  {
    fragment:
      'event Liquidated(bytes32 indexed id, address indexed owner, address indexed liquidator, uint256 repaid, uint256 seized, uint256 badDebt, uint256 healthBeforeWad)',
    kind: 'tokenMovement',
    words: (args, { book }) =>
      `liquidates the vault of ${addressWords(args[1], book)} in ${marketWords(args[0], book)}`,
  },
  {
    fragment:
      'event WrittenOff(bytes32 indexed id, address indexed owner, uint256 debt, uint256 released, address receiver)',
    kind: 'tokenMovement',
    words: (args, { book }) =>
      `writes off the vault of ${addressWords(args[1], book)} in ${marketWords(args[0], book)} for ${addressWords(args[4], book)}`,
  },
]

/** What the Ledger and its caps say beside parameters and listings. */
export const ledgerEvents: readonly EventRow[] = [...vaultEvents, ...backingEvents, ...marketEvents]
