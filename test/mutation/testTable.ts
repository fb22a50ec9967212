import { basename } from 'node:path'

/** Which tests may kill a mutant of a source: mocha's files, quickest to kill first, and then suites in Solidity, which are slow. */
export interface Tests {
  readonly mocha: readonly string[]
  /** Each with the handlers that it is compiled with, the test first. */
  readonly solidity: readonly (readonly string[])[]
}

interface Row {
  readonly sources: RegExp
  /** In this order; within one, those that are called like the source come first. */
  readonly mocha: readonly RegExp[]
  readonly solidity: readonly (keyof typeof suites)[]
}

/** The suites in Solidity: everything in these files. */
const suites = {
  ledgerFuzz: /^core\/LedgerFuzz\.t\.sol$/,
  ledgerWalks: /^core\/LedgerHandler\.t\.sol$/,
  ledger: /^core\/LedgerInvariants\.t\.sol$/,
  powers: /^(?:core\/(?:Prices|Delays)|powers\/Powers)Invariants\.t\.sol$/,
  libraries: /^libraries\/.*\.t\.sol$/,
  steward: /^governance\/.*\.t\.sol$/,
  oracle: /^oracle\/.*\.t\.sol$/,
  auctions: /^liquidation\/Auction.*\.t\.sol$/,
  pools: /^liquidation\/(?:Pool|Flow).*\.t\.sol$/,
} as const

const ledgers = [
  /^core\/ledger/,
  /^core\//,
  /^scenarios\/(?!oneBadFeed|feedMissing|growthCap|slashing|vaultDonation)/,
]
const parameters = [
  /^core\/(?:risk|ceiling|exposure)/,
  /^governance\/RiskSteward/,
  /^core\//,
  /^scenarios\/(?:thr|cei|ste)/,
]
const hub = [
  /^oracle\/OracleHub/,
  /^oracle\//,
  /^scenarios\/(?:one|feed|gro|sla|vault|stale|gap)/,
  /^core\/ledgerShutdown/,
]
const lots = [/^liquidation\/auction/, /^liquidation\/backstop/, /^scenarios\/auction/]
const pools = [/^liquidation\/[A-Z]/, /^scenarios\/pool/, /^liquidation\/backstop/]

/** The first row whose `sources` a source matches. */
const table: readonly Row[] = [
  {
    sources: /core\/Derivative/,
    mocha: [/^core\/derivative/, /^core\/ledger/],
    solidity: ['ledger'],
  },
  {
    sources: /core\/LedgerLens/,
    mocha: [/^core\/ledgerLens/, /^core\//],
    solidity: ['ledgerFuzz'],
  },
  {
    sources: /core\/(?:RiskParameters|ExposureCaps)|libraries\/(?:Parameter|MarketTerms)/,
    mocha: parameters,
    solidity: ['libraries', 'ledgerWalks', 'powers', 'ledger', 'steward'],
  },
  {
    sources: /core\/|libraries\/(?:Interest|Liquidation|Shares|Vault)Math|libraries\/MarketKeys/,
    mocha: ledgers,
    solidity: ['libraries', 'ledgerFuzz', 'ledgerWalks', 'powers', 'ledger'],
  },
  { sources: /oracle\/ChainlinkSource/, mocha: [/^oracle\/Chainlink/, /chainlink/], solidity: [] },
  { sources: /oracle\/PushSource/, mocha: [/^oracle\/Push/], solidity: [] },
  { sources: /oracle\/Erc4626Rate/, mocha: [/^oracle\/Erc/, /^scenarios\/vault/], solidity: [] },
  {
    sources: /oracle\/TwapSource|libraries\/TickPrices/,
    mocha: [/^oracle\/Twap/, /uniswap/],
    solidity: ['oracle'],
  },
  {
    sources: /oracle\/|libraries\/(?:PriceBand|RateMath|SourceCalls)/,
    mocha: hub,
    solidity: ['oracle'],
  },
  {
    sources: /liquidation\/(?:Auction|Backstop|Lot)|libraries\/AuctionMath/,
    mocha: lots,
    solidity: ['auctions'],
  },
  { sources: /liquidation\/|libraries\/FlowMath/, mocha: pools, solidity: ['pools'] },
]

/**
 * The tests of a source.
 *
 * @param files every test, handler and fixture, relative to `test/contracts`
 */
export function testsOf(source: string, files: readonly string[]): Tests {
  const row = table.find(({ sources }) => sources.test(source))
  if (row === undefined)
    throw new Error(`No tests are known for ${source}: add a row to testTable.ts.`)
  const name = basename(source, '.sol').toLowerCase()
  const isNamesake = (file: string): boolean => basename(file).toLowerCase().startsWith(name)
  const mocha = files.filter((file) => file.endsWith('.test.ts'))
  const ordered = row.mocha.flatMap((pattern) => {
    const some = mocha.filter((file) => pattern.test(file))
    return [...some.filter(isNamesake), ...some.filter((file) => !isNamesake(file))]
  })
  return {
    mocha: [...new Set(ordered)],
    solidity: row.solidity.flatMap((suite) => {
      const tests = files.filter((file) => suites[suite].test(file))
      return tests.map((test) => [test, ...handlersOf(test, files)])
    }),
  }
}

/** The contracts beside a test: a runner that is given files by name compiles no others. */
function handlersOf(test: string, files: readonly string[]): readonly string[] {
  const room = test.slice(0, test.indexOf('/'))
  return files.filter((file) => {
    const isContract = file.endsWith('.sol') && !file.endsWith('.t.sol')
    return isContract && (file.startsWith(`${room}/`) || file.startsWith('support/'))
  })
}
