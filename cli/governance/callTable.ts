import { type Result, ZeroAddress } from 'ethers'
import type { AddressBook } from './addressBook.ts'
import { adminCalls } from './adminCalls.ts'
import type { CallRow, CallWords } from './callRow.ts'
import { catalogue } from './catalogue.ts'
import { ledgerCalls } from './ledgerCalls.ts'
import { addressList, addressWords, feedWords, marketWords, memberWords } from './names.ts'
import type { ParameterSpec } from './parameter.ts'
import { stewardCalls } from './stewardCalls.ts'
import { displayValue } from './value.ts'

const settingWords =
  (verb: string): CallWords =>
  (args, { book }) => {
    const members = (args[1] as Result).map(([member, value]) =>
      memberWords(BigInt(member), BigInt(value), book),
    )
    return `${verb} ${marketWords(args[0], book)}: set ${members.join(', ')}`
  }

function setterRow(spec: ParameterSpec): readonly CallRow[] {
  const { write } = spec
  if (write.kind === 'tuple') return []
  const words: CallWords = (args, { book }) => {
    const value = displayValue(spec.unit, BigInt(args.at(-1)), book)
    const subject = spec.scope === 'feed' ? feedWords(args[0], book) : spec.scope
    return `set ${subject} ${spec.key} to ${value}`
  }
  return [{ contract: write.contract, fragment: write.fragment, words }]
}

function tupleRows(): readonly CallRow[] {
  const spec = catalogue.find((candidate) => candidate.write.kind === 'tuple')
  if (spec?.write.kind !== 'tuple') return []
  const { contract, tighten, relax, restrain } = spec.write
  return [
    { contract, fragment: tighten, words: settingWords('tighten') },
    { contract, fragment: relax, words: settingWords('relax') },
    { contract, fragment: restrain, words: settingWords('restrain') },
  ]
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
  ...tupleRows(),
  ...catalogue.flatMap(setterRow),
  ...protocolCalls,
  ...ledgerCalls,
  ...stewardCalls,
  ...adminCalls,
]
