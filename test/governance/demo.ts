import { encodeBytes32String, getAddress, id } from 'ethers'
import {
  type AddressBook,
  type ContractAddresses,
  coreContracts,
} from '../../cli/governance/addressBook.ts'
import { governedValues } from '../../cli/governance/catalogue.ts'
import { diffParameters } from '../../cli/governance/changes.ts'
import { parseDraft } from '../../cli/governance/draft.ts'
import { encodeProposal } from '../../cli/governance/encode.ts'
import type { ParameterSet, ParameterValue } from '../../cli/governance/parameter.ts'
import type {
  Draft,
  Judged,
  ParameterChange,
  Problem,
  Proposal,
} from '../../cli/governance/proposal.ts'

const address = (number: number): string => getAddress(`0x${number.toString(16).padStart(40, '0')}`)

export const attacker = getAddress(`0x1234${'0'.repeat(32)}abcd`)
export const executor = address(0xe0)
export const coinbase = address(0xc0)
export const token20 = address(0x21)

const market = (label: string, collateral: number) => ({
  label,
  id: id(label),
  collateral: address(collateral),
  collateralSymbol: label.slice(0, -2),
  collateralDecimals: label === 'WBTC-A' ? 8 : 18,
  feed: `${label.slice(0, -2)}/USD`,
})

const pool = (symbol: string, at: number, collateral: number) => ({
  label: `pool-${symbol}`,
  address: address(at),
  collateral: address(collateral),
})

const risk = (label: string) => ({ label, key: encodeBytes32String(label) })

const feed = (label: string, first: number) => ({
  label,
  key: encodeBytes32String(label),
  sources: [address(first), address(first + 1), address(first + 2)],
})

/** The demo deployment with made-up addresses. */
export const book: AddressBook = {
  chainId: 31337,
  deployedAtBlock: 0,
  contracts: {
    token: address(0x11),
    governor: address(0x12),
    timelock: address(0x13),
    accessManager: address(0x14),
    oracleHub: address(0x15),
    ledger: address(0x16),
    exposureCaps: address(0x19),
    ledgerLens: address(0x17),
    derivative: address(0x18),
    riskSteward: address(0x1a),
    auctionHouse: address(0x1b),
    insurancePool: address(0x1c),
    backstop: address(0x1d),
  },
  derivativeSymbol: 'bUSD',
  tokenSymbol: 'BLST',
  markets: [market('WETH-A', 0x21), market('WSTETH-A', 0x22), market('WBTC-A', 0x23)],
  feeds: [feed('WETH/USD', 0x31), feed('WSTETH/USD', 0x34), feed('WBTC/USD', 0x37)],
  pools: [pool('WETH', 0x41, 0x21), pool('WSTETH', 0x42, 0x22), pool('WBTC', 0x43, 0x23)],
  risks: [risk('asset:ETH'), risk('protocol:lido'), risk('oracle:chainlink')],
}

const { pools: _, risks: __, ...before } = book
const core = Object.fromEntries(coreContracts.map((name) => [name, book.contracts[name]]))
/** The same as a deployment from before everything that came later. */
export const earlierBook: AddressBook = { ...before, contracts: core as ContractAddresses }

/** The same where the token of WSTETH-A bears yield: its feed has a rate source. */
export const ratedBook: AddressBook = {
  ...book,
  feeds: book.feeds.map((entry) =>
    entry.label === 'WSTETH/USD' ? { ...entry, rateSource: address(0x3a) } : entry,
  ),
}

const wad = 10n ** 18n
const day = 86_400n
const byMarket = (weth: bigint, wsteth: bigint, wbtc: bigint) => (subject: string) =>
  subject === 'WETH-A' ? weth : subject === 'WSTETH-A' ? wsteth : wbtc

const demoValues: Readonly<Record<string, (subject: string) => bigint>> = {
  collateralizationRatio: byMarket(15_000n, 15_500n, 15_000n),
  liquidationThreshold: byMarket(8_000n, 8_000n, 8_000n),
  liquidationPenalty: () => 800n,
  penaltyFloor: () => 6_000n,
  maxPenaltyHealth: () => (95n * wad) / 100n,
  targetHealth: () => (105n * wad) / 100n,
  debtCeiling: byMarket(100_000_000n * wad, 60_000_000n * wad, 80_000_000n * wad),
  minimumDebt: () => 2_000n * wad,
  stabilityFee: byMarket((5n * wad) / 100n, (45n * wad) / 1000n, (55n * wad) / 1000n),
  thresholdRamp: () => 7n * day,
  ceilingGap: byMarket(100_000_000n * wad, 60_000_000n * wad, 80_000_000n * wad),
  ceilingDelay: () => day / 4n,
  auctionBuffer: () => 11_000n,
  auctionCut: () => (99n * wad) / 100n,
  auctionStep: () => 60n,
  auctionTail: () => 5_400n,
  auctionFloor: () => 5_000n,
  auctionHealth: () => wad,
  maxInAuction: byMarket(10_000_000n * wad, 6_000_000n * wad, 8_000_000n * wad),
  kickReward: () => 10n,
  cooldown: () => day,
  vesting: () => day / 3n,
  absorbReward: () => 10n,
  derivativeCap: () => 200_000_000n * wad,
  surplusBuffer: () => 500_000n * wad,
  poolShare: () => 4_000n,
  insuranceShare: () => 2_000n,
  salePrice: () => 3n * wad,
  saleSize: () => 100_000n * wad,
  maxInAuctionTotal: () => 24_000_000n * wad,
  exposureCap: () => 150_000_000n * wad,
  relativeCap: () => 9_000n,
  maxAge: () => 3_600n,
  maxDeviation: () => 200n,
  minSources: () => 2n,
  maxJump: () => 2_500n,
  maxSwitchDeviation: () => 300n,
  votingDelay: () => day,
  votingPeriod: () => 3n * day,
  proposalThreshold: () => 100_000n * wad,
  quorumNumerator: () => 10n,
  lateQuorumVoteExtension: () => day,
  minDelay: () => 2n * day,
}

/** The demo's parameters, some of them replaced. */
export const parameters = (
  replaced: Readonly<Record<string, Partial<ParameterValue>>> = {},
): ParameterSet => ({
  block: { number: 100, timestamp: 1_795_000_000, hash: id('block') },
  values: new Map(
    governedValues(book).map(({ id: name, spec, subject }) => {
      const value = demoValues[spec.key]!(subject)
      return [name, { stored: value, effective: value, ...replaced[name] }]
    }),
  ),
})

export const parse = (text: string): Judged<Draft> =>
  parseDraft({ path: 'demo/proposal.yaml', slug: 'demo', text }, book)

/** A problem as `line:column message | instead`, to compare whole lists at once. */
export const lines = (problems: readonly Problem[]): readonly string[] =>
  problems.map(
    ({ place, message, instead }) => `${place.line}:${place.column} ${message} | ${instead}`,
  )

export interface Prepared {
  readonly draft: Draft
  readonly changes: readonly ParameterChange[]
  readonly proposal: Proposal
}

/** A sound file, all the way to calls. */
export function prepare(text: string, current: ParameterSet = parameters()): Prepared {
  const draft = parse(text)
  const changes = diffParameters(draft.value, current, book)
  const problems = [...draft.problems, ...changes.problems]
  if (problems.length > 0) throw new Error(lines(problems).join('\n'))
  return {
    draft: draft.value,
    changes: changes.value,
    proposal: encodeProposal(draft.value, changes.value, book),
  }
}

export const head = `title: A title
summary: Why.
`
