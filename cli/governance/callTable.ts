import { type Result, ZeroAddress } from 'ethers'
import type { AddressBook, Hex } from './addressBook.ts'
import { adminCalls } from './adminCalls.ts'
import type { CallRow, CallWords } from './callRow.ts'
import { ledgerCalls } from './ledgerCalls.ts'
import { liquidationCalls } from './liquidationCalls.ts'
import {
  addressList,
  addressWords,
  bytes32Text,
  feedWords,
  memberWords,
  settingWords,
} from './names.ts'
import { isOfGovernance, nameWords } from './scopes.ts'
import { readSetter, type Setter, setters } from './setters.ts'
import { stewardCalls } from './stewardCalls.ts'
import { displayValue } from './value.ts'

/** A setter in words: `tighten WETH-A: set debtCeiling 5 bUSD`, `set WETH/USD maxAge to 1 h`. */
function setterRow(setter: Setter): CallRow {
  const { contract, fragment, kind, door, hasDoors, specs } = setter
  const verb = hasDoors || door !== 'relax' ? door : 'set'
  const words: CallWords = (args, { book, target }) => {
    const read = readSetter(setter, args, { target, book })
    if (read === undefined) return otherWords(specs, args, book)
    const [only] = read.settings
    if (kind === 'call' && only?.spec !== undefined) {
      const { scope, key, unit } = only.spec
      const name = isOfGovernance(scope) ? `${scope} ${key}` : nameWords(scope, read.subject, key)
      return `${verb} ${name} to ${displayValue(unit, only.value, book)}`
    }
    const members = read.settings.map((one) => settingWords(one, book)).join(', ')
    return verb === 'set'
      ? `set ${read.subject} ${members}`
      : `${verb} ${read.subject}: set ${members}`
  }
  return { contract, fragment, words }
}

/** A setter that is called about something that no parameter stands for, such as another derivative. */
function otherWords([spec]: Setter['specs'], args: Result, book: AddressBook): string {
  const about = args
    .slice(0, -1)
    .map((argument: Hex) => bytes32Text(argument) ?? addressWords(argument, book))
  const value = BigInt(args.at(-1))
  if (spec === undefined) return `set ${value} of ${about.join(' ')}`
  return `set ${spec.key} of ${about.join(' ')} to ${displayValue(spec.unit, value, book)}`
}

/** `0x12…ab (growth up to 8 % a year, decay 25 % a day)`: source, growth cap and yield decay. */
function rateWords([source, growthCap, yieldDecay]: Result, book: AddressBook): string {
  const share = (value: unknown) => displayValue('wadPercent', BigInt(value as bigint), book)
  if (source === ZeroAddress) return 'none'
  return `${addressWords(source, book)} (growth up to ${share(growthCap)} a year, decay ${share(yieldDecay)} a day)`
}

const listedRate = (rate: Result, book: AddressBook): string =>
  rate[0] === ZeroAddress ? '' : `, and the rate source ${rateWords(rate, book)}`

const protocolCalls: readonly CallRow[] = [
  {
    contract: 'oracleHub',
    fragment: 'function setSources(bytes32 feed, address[] sources)',
    words: (args, { book }) =>
      `replace the price sources of ${feedWords(args[0], book)} by ${addressList(args[1], book)}`,
  },
  {
    contract: 'oracleHub',
    fragment: 'function forceSources(bytes32 feed, address[] sources)',
    words: (args, { book }) =>
      `force the price sources of ${feedWords(args[0], book)} to ${addressList(args[1], book)} without comparing prices, which stops issuing for a day`,
  },
  {
    contract: 'oracleHub',
    fragment:
      'function setRateSource(bytes32 feed, address source, uint256 growthCapWad, uint256 yieldDecayWad)',
    words: (args, { book }) =>
      `replace the rate source of ${feedWords(args[0], book)} by ${rateWords(args.slice(1), book)}`,
  },
  {
    contract: 'oracleHub',
    fragment: 'function refresh(bytes32 feed)',
    words: (args, { book }) => `refresh the price ${feedWords(args[0], book)}`,
  },
  {
    contract: 'oracleHub',
    fragment: 'function noteDown(bytes32 feed)',
    words: (args, { book }) => `note whether the price ${feedWords(args[0], book)} is down`,
  },
  {
    contract: 'oracleHub',
    fragment:
      'function createFeed(bytes32 feed, address[] sources, (uint32 maxAge, uint16 maxDeviationBps, uint8 minSources, uint16 maxJumpBps, uint16 maxSwitchDeviationBps) limits, (address source, uint256 growthCapWad, uint256 yieldDecayWad) rate)',
    words: (args, { book }) =>
      `list the price ${feedWords(args[0], book)} with the sources ${addressList(args[1], book)}${listedRate(args[3], book)}`,
  },
  {
    contract: 'ledger',
    fragment:
      'function createMarket((address derivative, address collateral, bytes32 feed, bytes32 label) key, (uint256 collateralizationRatioBps, uint256 liquidationThresholdBps, uint256 liquidationPenaltyBps, uint256 penaltyFloorBps, uint256 maxPenaltyHealthWad, uint256 targetHealthWad, uint256 debtCeiling, uint256 minimumDebt, uint256 stabilityFeeWad, uint256 thresholdRamp, uint256 ceilingGap, uint256 ceilingDelay) terms)',
    words: (args, { book }) => {
      const terms = (args[1] as Result).map((value, index) =>
        memberWords(BigInt(index), BigInt(value), book),
      )
      const key = args[0] as Result
      return `list the market of ${addressWords(key[1], book)}, priced by ${feedWords(key[2], book)}: ${terms.join(', ')}`
    },
  },
  {
    contract: 'oracleHub',
    fragment: 'function peek(bytes32 feed)',
    words: (args, { book }) => `ask for the price of ${feedWords(args[0], book)}`,
  },
]

/** Every function that decodes into words. */
export const callTable: readonly CallRow[] = [
  ...setters().map(setterRow),
  ...protocolCalls,
  ...ledgerCalls,
  ...liquidationCalls,
  ...stewardCalls,
  ...adminCalls,
]
