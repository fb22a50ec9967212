import { formatNumber, printable } from '../shared/format.ts'
import { advise } from '../shared/remedy.ts'
import { excerpt, formatBps, formatWad } from '../shared/units.ts'
import { specByKey } from './catalogue.ts'
import { amountOf, capital, debtWords, memberLabel, memberSpec } from './errorNames.ts'
import type { ErrorRow } from './errorRow.ts'
import { addressWords, feedWords, marketWords } from './names.ts'
import { displayValue } from './value.ts'

const priceStates = ['OK', 'DEGRADED', 'DOWN'] as const
const LARGEST = 2n ** 256n - 1n

/** An amount of a collateral whose decimals the error does not say. */
const unitsWords = (amount: bigint): string => `${formatNumber(amount)} smallest units`

/** Rules across the parameters of a market: what a tuple of changes breaks. */
const parameterErrors: readonly ErrorRow[] = [
  {
    fragment: 'RiskParametersEmptyTuple()',
    words: () => 'The call changes no parameter',
  },
  {
    fragment: 'RiskParametersUnorderedTuple(uint8 previous, uint8 current)',
    words: ([previous, current]) =>
      `The ${memberLabel(current)} stands behind the ${memberLabel(previous)}: a call names each parameter once, in the order of the contract`,
  },
  {
    fragment: 'RiskParametersOutOfBounds(uint8 parameter, uint256 value, uint256 min, uint256 max)',
    words: ([member, value, min, max], { book }) => {
      const shown = (amount: bigint) => amountOf(memberSpec(member), amount, book)
      return `${capital(memberLabel(member))} ${shown(value)} is not within ${shown(min)} to ${shown(max)}`
    },
    nextStep: ([member, , min, max], { book }) =>
      `Propose a value from ${amountOf(memberSpec(member), min, book)} to ${amountOf(memberSpec(member), max, book)}.`,
  },
  {
    fragment: 'RiskParametersNotTighter(uint8 parameter, uint256 oldValue, uint256 newValue)',
    words: ([member, before, after], { book }) => {
      const shown = (amount: bigint) => amountOf(memberSpec(member), amount, book)
      return `${capital(memberLabel(member))} ${shown(before)} \u2192 ${shown(after)} does not tighten, and the call is a tightening`
    },
    nextStep: () =>
      'The value moved since the proposal was made, or it needs `relax`: draft it again.',
  },
  {
    fragment: 'RiskParametersNotRestraining(uint8 parameter)',
    words: ([member]) =>
      `The guardian may not touch ${memberLabel(member)}: only a higher collateralisation ratio and lower ceilings reach no vault that exists`,
  },
  {
    fragment: 'RiskParametersPenaltyTooHigh(uint256 thresholdBps, uint256 penaltyBps)',
    words: ([threshold, penalty], { book }) =>
      `Threshold ${displayValue('bps', threshold, book)} with penalty ${displayValue('bps', penalty, book)} takes more than 99 % of the collateral: a liquidation would not improve the vault`,
    nextStep: () => 'Propose a lower threshold or a lower penalty.',
  },
  {
    fragment:
      'RiskParametersSplitPays(uint256 thresholdBps, uint256 penaltyBps, uint256 maxPenaltyHealthWad)',
    words: ([threshold, penalty, health], { book }) =>
      `Threshold ${displayValue('bps', threshold, book)} with penalty ${displayValue('bps', penalty, book)} exceeds the health at the full penalty, ${formatWad(health)}: splitting a liquidation would pay more`,
    nextStep: () => 'Propose a lower threshold or penalty, or a higher maxPenaltyHealth.',
  },
  {
    fragment: 'RiskParametersGapTooSmall(uint256 thresholdBps, uint256 collateralizationRatioBps)',
    words: ([threshold, ratio], { book }) =>
      `Threshold ${displayValue('bps', threshold, book)} leaves less than 2 % to the collateralisation ratio ${displayValue('bps', ratio, book)}: a vault could be opened at the edge of liquidation`,
    nextStep: () => 'Propose a higher threshold or a higher ratio.',
  },
]

const vaultErrors: readonly ErrorRow[] = [
  {
    fragment: 'LedgerUnknownMarket(bytes32 id)',
    words: ([market], { book }) => `The Ledger has no ${marketName(marketWords(market, book))}`,
    nextStep: () => advise`See which ones it has: ${{ act: 'list parameters' }}`,
  },
  {
    fragment: 'LedgerNoSuchOwner(uint256 index, uint256 count)',
    words: ([index, count]) =>
      `The market has ${count} owners, and none at place ${index}, counted from 0`,
  },
  {
    fragment: 'LedgerMarketExists(bytes32 id)',
    words: ([market], { book }) => `${capital(marketWords(market, book))} is listed already`,
  },
  {
    fragment: 'LedgerLabelTaken(bytes32 label)',
    words: ([label], { book }) => `Another market has the label of ${feedWords(label, book)}`,
  },
  {
    fragment: 'LedgerBadMarketKey()',
    words: () =>
      'The market cannot be listed: derivative, collateral, feed or label is missing or does not fit the Ledger',
  },
  { fragment: 'LedgerNothingToDo()', words: () => 'The call would change nothing' },
  { fragment: 'LedgerZeroReceiver()', words: () => 'Nobody is named to receive what is taken out' },
  {
    fragment: 'LedgerNotOperator(address owner, address caller)',
    words: ([owner, caller], { book }) =>
      `${addressWords(caller, book)} may not take out of the vault of ${addressWords(owner, book)}`,
  },
  {
    fragment: 'LedgerInsufficientCollateral(uint256 held, uint256 requested)',
    words: ([held, requested]) =>
      `The vault holds ${unitsWords(held)} of collateral; ${formatNumber(requested)} were asked for`,
  },
  {
    fragment: 'LedgerRepaysTooMuch(uint256 debt, uint256 repayment)',
    words: ([debt, repayment], { book }) =>
      `The debt is ${debtWords(debt, book)}; ${debtWords(repayment, book)} would be repaid`,
  },
  {
    fragment: 'LedgerUnhealthy(uint256 collateralValue, uint256 requiredValue)',
    words: ([value, required], { book }) =>
      `The collateral would be worth ${debtWords(value, book)}; the debt needs ${debtWords(required, book)}`,
  },
  {
    fragment: 'LedgerBelowMinimumDebt(uint256 debt, uint256 minimum)',
    words: ([debt, minimum], { book }) =>
      `A debt of ${debtWords(debt, book)} is below the least of the market, ${debtWords(minimum, book)}`,
  },
  {
    fragment: 'LedgerDebtCeilingExceeded(uint256 exposure, uint256 ceiling)',
    words: ([exposure, ceiling], { book }) =>
      `The market's debt would be ${debtWords(exposure, book)}; its ceiling is ${debtWords(ceiling, book)}`,
  },
  {
    fragment: 'LedgerPriceNotUsable(bytes32 feed, uint8 state)',
    words: ([feed, state], { book }) => `The price ${feedWords(feed, book)} is ${stateName(state)}`,
    nextStep: () =>
      advise`Its sources have to answer again. On a development chain moving the clock refreshes stand-ins: ${{ act: 'move the clock', about: '1s' }}`,
  },
  {
    fragment: 'LedgerHealthy(uint256 healthWad)',
    words: ([health]) =>
      health === LARGEST
        ? 'The vault has no debt to liquidate'
        : `The vault is healthy: its health factor is ${formatWad(health)}`,
  },
  {
    fragment: 'LedgerSelfLiquidation(address caller)',
    words: ([caller], { book }) => `${addressWords(caller, book)} cannot liquidate its own vault`,
  },
  {
    fragment: 'LedgerSlippage(uint256 seized, uint256 minimum)',
    words: ([seized, least]) =>
      `The liquidation gives ${unitsWords(seized)} of collateral; at least ${formatNumber(least)} were asked for`,
  },
  {
    fragment: 'LedgerNotWorthless(uint256 collateralValue, uint256 dust)',
    words: ([value, dust], { book }) =>
      `The collateral is worth ${debtWords(value, book)}; only a vault below ${debtWords(dust, book)} is written off`,
  },
  {
    fragment: 'LedgerLeavesDust(uint256 collateralValue, uint256 dust)',
    words: ([value, dust], { book }) =>
      `The liquidation leaves collateral worth ${debtWords(value, book)}; it has to leave none, or ${debtWords(dust, book)} and more`,
  },
  {
    fragment: 'LedgerPartTooSmall(uint256 debt, uint256 collateral)',
    words: ([debt, collateral], { book }) =>
      `For ${debtWords(debt, book)} of the debt ${unitsWords(collateral)} would be seized, over 1 % more than its share: seize more at once`,
  },
  {
    fragment: 'LedgerTransferShort(uint256 expected, uint256 received)',
    words: ([expected, received]) =>
      `The token moved ${unitsWords(received)} instead of ${formatNumber(expected)}: tokens that charge on transfer are refused`,
  },
  {
    fragment: 'DerivativeOnlyLedger(address caller)',
    words: ([caller], { book }) =>
      `${addressWords(caller, book)} may not issue or burn the derivative: only the Ledger may`,
  },
]

const stateName = (state: bigint): string => priceStates[Number(state)] ?? `in state ${state}`

const oracleErrors: readonly ErrorRow[] = [
  {
    fragment: 'OracleHubUnknownFeed(bytes32 feed)',
    words: ([feed], { book }) => `The oracle hub has no price for ${feedWords(feed, book)}`,
    nextStep: () => advise`See which ones it has: ${{ act: 'list parameters' }}`,
  },
  {
    fragment: 'OracleHubFeedExists(bytes32 feed)',
    words: ([feed], { book }) => `The price ${feedWords(feed, book)} is listed already`,
  },
  {
    fragment: 'OracleHubBadSources(uint256 count)',
    words: ([count]) =>
      `The list of ${count} sources is refused: a price has one to five different sources, and no fewer than minSources`,
  },
  {
    fragment: 'OracleHubOutOfBounds(string limit, uint256 value, uint256 min, uint256 max)',
    words: ([limit, value, min, max], { book }) => {
      const spec = specByKey('feed', limit)
      const shown = (amount: bigint) => amountOf(spec, amount, book)
      const name = spec?.label ?? `Limit "${excerpt(printable(limit))}"`
      return `${name} ${shown(value)} is not within ${shown(min)} to ${shown(max)}`
    },
    nextStep: ([limit, , min, max], { book }) => {
      const spec = specByKey('feed', limit)
      return `Propose a value from ${amountOf(spec, min, book)} to ${amountOf(spec, max, book)}.`
    },
  },
  {
    fragment: 'OracleHubCannotCompare(bytes32 feed, uint8 oldState, uint8 newState)',
    words: ([feed, oldState, newState], { book }) =>
      `The price ${feedWords(feed, book)} is ${stateName(oldState)} with the old sources and ${stateName(newState)} with the new ones: they cannot be compared`,
    nextStep: () =>
      'Propose sources that answer and agree, while the old ones do; or forceSources, which stops issuing for a day.',
  },
  {
    fragment:
      'OracleHubSwitchTooFar(bytes32 feed, uint256 oldMid, uint256 newMid, uint256 maxSwitchDeviationBps)',
    words: ([feed, oldMid, newMid, most], { book }) =>
      `The price ${feedWords(feed, book)} would go from ${formatWad(oldMid)} to ${formatWad(newMid)}, further than the ${formatBps(most)} that a switch may make`,
    nextStep: () =>
      'Look for a missing leg or wrong decimals in the new source. If the old price is the wrong one, propose forceSources.',
  },
  {
    fragment: 'OracleHubNoRateSource(bytes32 feed)',
    words: ([feed], { book }) => `The price ${feedWords(feed, book)} has no rate source`,
    nextStep: () => 'Propose setRateSource first.',
  },
  {
    fragment: 'OracleHubBadRate(bytes32 feed, uint256 rateWad)',
    words: ([feed, rate], { book }) =>
      `The rate source of ${feedWords(feed, book)} says ${formatWad(rate)}: a rate lies between 0.001 and 1,000`,
  },
  {
    fragment: 'OracleHubRateCapped(bytes32 feed, uint256 rateWad, uint256 capWad)',
    words: ([feed, rate, cap], { book }) =>
      `The rate of ${feedWords(feed, book)} is ${formatWad(rate)}, above the ${formatWad(cap)} that the growth cap would let through`,
    nextStep: () => 'Propose a higher growth cap.',
  },
  {
    fragment: 'OracleHubInsufficientGas(uint256 available, uint256 needed)',
    words: ([available, needed]) =>
      `${formatNumber(available)} gas is left; asking a price source needs ${formatNumber(needed)}`,
  },
  {
    fragment: 'ChainlinkSourceBadDecimals(uint8 decimals, uint8 max)',
    words: ([decimals, most]) =>
      `The feed has ${decimals} decimals; at most ${most} are understood`,
  },
]

const marketName = (words: string): string =>
  words.startsWith('market') ? words : `market ${words}`

/** What the Ledger, the risk parameters, the derivative and the oracles refuse. */
export const ledgerErrors: readonly ErrorRow[] = [
  ...parameterErrors,
  ...vaultErrors,
  ...oracleErrors,
]
