import type { HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types'
import { expect } from 'chai'
import type { BytesLike } from 'ethers'
import { encodeBytes32String, ZeroHash } from 'ethers'
import type { network } from 'hardhat'
import type {
  MarketKeyStruct,
  RiskTermsStruct,
} from '../../artifacts/typechain/contracts/core/Ledger.ts'
import type { TestToken } from '../../artifacts/typechain/index.ts'

export type Connection = Awaited<ReturnType<typeof network.create>>

/** Places in the Solidity enum of the same name. */
export const Parameter = {
  collateralizationRatio: 0,
  liquidationThreshold: 1,
  liquidationPenalty: 2,
  penaltyFloor: 3,
  maxPenaltyHealth: 4,
  targetHealth: 5,
  debtCeiling: 6,
  minimumDebt: 7,
  stabilityFee: 8,
  thresholdRamp: 9,
  ceilingGap: 10,
  ceilingDelay: 11,
} as const

export const PriceState = { ok: 0, degraded: 1, down: 2 } as const

export const REPAY_ALL = -(2n ** 255n)
export const WAD = 10n ** 18n
export const DAY = 86_400
export const YEAR = 365 * DAY

/** Asserts a fixed-point number of 18 decimals against an irrational one, to within `tolerance` (absolute, 1e-12 by default). */
export function expectNear(actual: bigint, expected: number, tolerance = 1e-12): void {
  const scale = 10n ** 9n
  const asWad = BigInt(Math.round(expected * 1e9)) * scale
  const margin = scale + BigInt(Math.round(tolerance * 1e18))
  expect(actual).to.be.within(asWad - margin, asWad + margin)
}

/** An amount of derivative or any other number of 18 decimals. */
export const wad = (whole: number): bigint => BigInt(Math.round(whole * 1e6)) * 10n ** 12n

/** Terms of a market in the chain's units, by the names of the contract's struct. */
export interface Terms extends RiskTermsStruct {
  collateralizationRatioBps: bigint
  liquidationThresholdBps: bigint
  liquidationPenaltyBps: bigint
  penaltyFloorBps: bigint
  maxPenaltyHealthWad: bigint
  targetHealthWad: bigint
  debtCeiling: bigint
  minimumDebt: bigint
  stabilityFeeWad: bigint
  thresholdRamp: bigint
  ceilingGap: bigint
  ceilingDelay: bigint
}

export const defaultTerms: Terms = {
  collateralizationRatioBps: 15_000n,
  liquidationThresholdBps: 8_000n,
  liquidationPenaltyBps: 1_000n,
  penaltyFloorBps: 5_000n,
  maxPenaltyHealthWad: wad(0.9),
  targetHealthWad: wad(1.05),
  debtCeiling: wad(1_000_000),
  minimumDebt: wad(2_000),
  stabilityFeeWad: wad(0.05),
  thresholdRamp: BigInt(7 * DAY),
  // Above any ceiling the tests set, so that no steps are in force, and yet with room for a looser one.
  ceilingGap: 2n ** 119n,
  ceilingDelay: BigInt(6 * 3_600),
}

export interface TestMarket {
  readonly id: string
  readonly key: MarketKeyStruct
  readonly feed: BytesLike
  readonly token: TestToken
  /** 10 to the power of the collateral's decimals. */
  readonly unit: bigint
}

export type LedgerFixture = Awaited<ReturnType<typeof deployLedger>>

/**
 * The core as deployed, with a stand-in oracle and three markets of one derivative: WETH-A (18 decimals, 2,000), WBTC-A
 * (8 decimals, 60,000), USDX-A (6 decimals, 1). `admin` holds every capability; all accounts own collateral and approve the Ledger.
 */
export async function deployLedger(connection: Connection) {
  const { ethers, networkHelpers } = connection
  const signers = await ethers.getSigners()
  const [admin, alice, bob, carol, keeper] = signers as [
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
  ]
  const accounts = [admin, alice, bob, carol, keeper]

  const manager = await ethers.deployContract('AccessManager', [admin])
  const oracle = await ethers.deployContract('TestOracle')
  const libraries = {
    ParameterChanges: await ethers.deployContract('ParameterChanges'),
    MarketKeys: await ethers.deployContract('MarketKeys'),
  }
  const ledger = await ethers.deployContract('Ledger', [oracle, manager], { libraries })
  const lens = await ethers.deployContract('LedgerLens', [ledger])
  const exposures = await ethers.getContractAt('ExposureCaps', await ledger.EXPOSURES())
  const derivative = await ethers.deployContract('Derivative', ['Ballast USD', 'bUSD', ledger])

  async function setPrice(market: { feed: BytesLike }, price: number) {
    await oracle.setPrice(market.feed, wad(price), wad(price), wad(price), PriceState.ok)
  }

  async function deployToken(symbol: string, decimals: number) {
    const token = await ethers.deployContract('TestToken', [symbol, symbol, decimals])
    for (const account of accounts) {
      await token.mint(account, 1_000_000n * 10n ** BigInt(decimals))
      await token.connect(account).approve(ledger, ethers.MaxUint256)
    }
    return token
  }

  async function list(
    label: string,
    token: TestToken,
    terms: Terms = defaultTerms,
  ): Promise<TestMarket> {
    const key: MarketKeyStruct = {
      derivative: await derivative.getAddress(),
      collateral: await token.getAddress(),
      feed: encodeBytes32String(await token.symbol()),
      label: encodeBytes32String(label),
    }
    const id = await ledger.createMarket.staticCall(key, terms)
    await ledger.createMarket(key, terms)
    return { id, key, feed: key.feed, token, unit: 10n ** (await token.decimals()) }
  }

  async function listNew(symbol: string, decimals: number, price: number) {
    const token = await deployToken(symbol, decimals)
    await setPrice({ feed: encodeBytes32String(symbol) }, price)
    return list(`${symbol}-A`, token)
  }

  const weth = await listNew('WETH', 18, 2_000)
  const wbtc = await listNew('WBTC', 8, 60_000)
  const usdx = await listNew('USDX', 6, 1)

  /** Locks whole tokens and issues whole derivative in one step. */
  async function open(
    owner: HardhatEthersSigner,
    market: TestMarket,
    position: [collateral: number, debt: number],
  ) {
    const collateral = (wad(position[0]) * market.unit) / WAD
    await ledger.connect(owner).adjust(market.id, owner, collateral, wad(position[1]), owner)
  }

  /** Changes parameters as `admin`: pairs of parameter and value. */
  async function relax(market: TestMarket, ...settings: readonly (readonly [number, bigint])[]) {
    return ledger.relax(market.id, settings.map(toSetting))
  }

  async function tighten(market: TestMarket, ...settings: readonly (readonly [number, bigint])[]) {
    return ledger.tighten(market.id, settings.map(toSetting))
  }

  const now = async () => networkHelpers.time.latest()

  return {
    ...{ admin, alice, bob, carol, keeper, manager, oracle, ledger, lens, exposures },
    ...{ derivative, weth, wbtc, usdx, setPrice, deployToken, list, open, relax, tighten, now },
  }
}

/** The same without fees, so that figures are round. */
export async function deployWithoutFees(connection: Connection): Promise<LedgerFixture> {
  const f = await deployLedger(connection)
  for (const market of [f.weth, f.wbtc, f.usdx]) await f.relax(market, [Parameter.stabilityFee, 0n])
  return f
}

/** Before each test a fresh copy of what `deploy` leaves; after each one the books balance. */
export function eachOnFreshLedger<Fixture extends LedgerFixture>(
  { networkHelpers }: Connection,
  deploy: () => Promise<Fixture>,
  take: (fresh: Fixture) => void,
): void {
  let fresh: Fixture
  beforeEach(async () => {
    fresh = await networkHelpers.loadFixture(deploy)
    take(fresh)
  })
  afterEach(() => expectBalancedBooks(fresh))
}

/** What may be called with a price of WETH only is refused without one, and when the price is zero. */
export async function expectNeedsPrice(
  { oracle, ledger, weth: { feed } }: LedgerFixture,
  call: () => Promise<unknown>,
): Promise<void> {
  for (const [price, state] of [
    [0n, PriceState.down],
    [wad(0.5), PriceState.down],
    [0n, PriceState.ok],
  ] as const) {
    await oracle.setPrice(feed, price, price, price, state)
    await expect(call())
      .to.be.revertedWithCustomError(ledger, 'LedgerPriceNotUsable')
      .withArgs(feed, state)
  }
}

const toSetting = ([parameter, value]: readonly [number, bigint]) => ({ parameter, value })

/**
 * The books balance: supply + surplus = debt + debt in auction + deficit to the wei, and the derivative's deficit, debt in
 * auction and exposure are the sums of its markets'; totals are the sums of the vaults; no shares, no debt; and the Ledger holds all the
 * collateral it accounts for.
 */
export async function expectBalancedBooks(fixture: LedgerFixture): Promise<void> {
  const { ledger, derivative, exposures, weth } = fixture
  let [owed, deficit, auctioned] = [0n, 0n, 0n]
  for (const id of await ledger.markets()) {
    const state = await ledger.stateOf(id)
    const token = weth.token.attach((await ledger.keyOf(id)).collateral) as TestToken
    owed += state.totalDebt + state.deficit + state.inAuction
    deficit += state.deficit
    auctioned += state.inAuction
    let [collateral, shares] = [0n, 0n]
    for (let place = 0n; place < (await ledger.ownerCount(id)); place++) {
      const owner = await ledger.ownerAt(id, place)
      const vault = await ledger.vaultOf(id, owner)
      expect(vault.index).to.equal(place + 1n)
      expect((await ledger.debtOf(id, owner)) === 0n).to.equal(vault.debtShares === 0n)
      collateral += vault.collateral
      shares += vault.debtShares
    }
    expect(state.totalCollateral).to.equal(collateral)
    expect(state.totalDebtShares).to.equal(shares)
    expect(state.totalDebt === 0n).to.equal(shares === 0n)
    expect(await token.balanceOf(ledger)).to.be.at.least(collateral)
  }
  expect((await derivative.totalSupply()) + (await ledger.surplusOf(derivative))).to.equal(owed)
  expect(await ledger.deficitOf(derivative)).to.equal(deficit)
  expect(await ledger.inAuctionOf(derivative)).to.equal(auctioned)
  expect((await exposures.exposureOf(derivative, ZeroHash)).used).to.equal(owed)
}
