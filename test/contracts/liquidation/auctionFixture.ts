import type { HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types'
import { expect } from 'chai'
import { MaxUint256 } from 'ethers'
import type { Connection, TestMarket } from '../../support/ledgerFixture.ts'
import { deployLedger, Parameter, WAD, wad } from '../../support/ledgerFixture.ts'

/** Places in the Solidity enum of the same name. */
export const AuctionParameter = {
  buffer: 0,
  cut: 1,
  step: 2,
  tail: 3,
  floor: 4,
  auctionHealth: 5,
  maxInAuction: 6,
  kickReward: 7,
} as const

/** What a market's auctions start with, in the order of `AuctionParameter`. */
export const startTerms = [11_000n, wad(0.99), 60n, 5_400n, 5_000n, wad(1), 0n, 10n] as const

/** The capability that lets contracts of the protocol call each other. */
export const MODULE = 6n

export type AuctionFixture = Awaited<ReturnType<typeof deployAuctions>>

/**
 * The Ledger without a fee, so that figures are round, and an auction house with room for a million in each market. alice owes
 * 12,000 on 10 WETH; the keeper owes 300,000 on USDX and has approved the auction house for it; carol is a second keeper.
 */
export async function deployAuctions(connection: Connection) {
  const f = await deployLedger(connection)
  const { ethers, networkHelpers } = connection
  const { ledger, manager, derivative, keeper } = f
  const house = await ethers.deployContract('AuctionHouse', [ledger, manager])
  const modules = [ledger.seize, ledger.settle, ledger.mintSurplus].map(
    (act) => act.fragment.selector,
  )
  await manager.setTargetFunctionRole(ledger, modules, MODULE)
  await manager.setTargetFunctionRole(house, [house.sell.fragment.selector], MODULE)
  await manager.grantRole(MODULE, house, 0)

  async function configure(
    market: { readonly id: string },
    ...settings: readonly (readonly [parameter: number, value: bigint])[]
  ) {
    const tuple = settings.map(([parameter, value]) => ({ parameter, value }))
    return house.configure(market.id, tuple)
  }

  await house.setMaxInAuction(derivative, wad(3_000_000))
  for (const market of [f.weth, f.wbtc, f.usdx]) {
    await f.relax(market, [Parameter.stabilityFee, 0n])
    await configure(market, [AuctionParameter.maxInAuction, wad(1_000_000)])
  }
  await f.open(f.alice, f.weth, [10, 12_000])
  await f.open(keeper, f.usdx, [600_000, 300_000])
  await derivative.connect(keeper).transfer(f.carol, wad(100_000))
  for (const taker of [keeper, f.carol]) {
    await derivative.connect(taker).approve(house, MaxUint256)
  }

  /** Sends a vault to auction as the keeper; the lot's id. */
  async function kick(market: TestMarket = f.weth, owner: HardhatEthersSigner = f.alice) {
    const lotId = await house.connect(keeper).kick.staticCall(market.id, owner)
    await house.connect(keeper).kick(market.id, owner)
    return lotId
  }

  /** Takes as the keeper: at any price, all of it unless told otherwise. */
  const take = (lotId: bigint, maxCollateral = MaxUint256, maxPriceWad = MaxUint256) =>
    house.connect(keeper).take(lotId, maxCollateral, maxPriceWad, keeper, '0x')

  /** Until so many seconds after the lot was started, to the second, for the next transaction. */
  async function passUntil(lotId: bigint, seconds: number) {
    const { startedAt } = await house.lotOf(lotId)
    await networkHelpers.time.setNextBlockTimestamp(Number(startedAt) + seconds)
  }

  return { ...f, house, configure, kick, take, passUntil }
}

/** Auctions afresh for every test of a suite, with WETH at this price; and after every test the books balance. */
export function stageAuctions(
  connection: Connection,
  price: number,
  onStaged: (fresh: AuctionFixture) => void,
): void {
  async function staged() {
    const fresh = await deployAuctions(connection)
    await fresh.setPrice(fresh.weth, price)
    return fresh
  }
  let current: AuctionFixture
  beforeEach(async () => {
    current = await connection.networkHelpers.loadFixture(staged)
    onStaged(current)
  })
  afterEach(() => expectBalancedAuctions(current))
}

/** cut^steps with 27 decimals, each product of the squaring rounded up. */
function decayOf(cutWad: bigint, steps: bigint): bigint {
  const ray = 10n ** 27n
  const up = (product: bigint) => (product + ray - 1n) / ray
  let [factor, base, left] = [ray, cutWad * 10n ** 9n, steps]
  for (;;) {
    if (left % 2n === 1n) factor = up(factor * base)
    left /= 2n
    if (left === 0n) return factor
    base = up(base * base)
  }
}

/** What the price of a lot is after so many steps, rounded up. */
export function priceAfter(topPriceWad: bigint, steps: number, cutWad: bigint = wad(0.99)): bigint {
  const ray = 10n ** 27n
  return (topPriceWad * decayOf(cutWad, BigInt(steps)) + ray - 1n) / ray
}

/** What so much collateral costs at a price, rounded up. */
export const costOf = (collateral: bigint, priceWad: bigint, unit: bigint = WAD): bigint =>
  (collateral * priceWad + unit - 1n) / unit

/**
 * The books balance: supply + surplus = debt + debt in auction + deficit; the debts of the open lots are what each market has in
 * auction; and the auction house holds the collateral of its lots and what it has credited.
 */
export async function expectBalancedAuctions(f: AuctionFixture): Promise<void> {
  const { ledger, house, derivative } = f
  const open = await house.openLots(0, MaxUint256)
  const lots = await Promise.all(open.map((lotId) => house.lotOf(lotId)))
  let owed = 0n
  for (const id of await ledger.markets()) {
    const state = await ledger.stateOf(id)
    owed += state.totalDebt + state.inAuction + state.deficit
    const debts = lots.filter((lot) => lot.id === id).reduce((sum, lot) => sum + lot.debt, 0n)
    expect(state.inAuction, 'debt in auction').to.equal(debts)
  }
  expect((await derivative.totalSupply()) + (await ledger.surplusOf(derivative))).to.equal(owed)
  for (const { token } of [f.weth, f.wbtc, f.usdx]) {
    const address = await token.getAddress()
    const held = lots
      .filter((lot) => lot.token === address)
      .reduce((sum, l) => sum + l.collateral, 0n)
    expect(await token.balanceOf(house), 'collateral held').to.be.at.least(held)
  }
}
