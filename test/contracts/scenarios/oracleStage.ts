import type { HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types'
import { encodeBytes32String, MaxUint256 } from 'ethers'
import type { FixedSource } from '../../../artifacts/typechain/index.ts'
import { type Connection, defaultTerms, WAD, wad } from '../../support/ledgerFixture.ts'
import { LIMITS, NO_RATE } from '../oracle/hubFixture.ts'

export const HOUR = 3_600
export const DAY = 24 * HOUR

interface Staging {
  /** The rate at listing of a token that bears yield, 10 % growth a year at most, a decay of 25 % a day. */
  readonly rateSource?: string
  /** What the three sources say at first: the price of the collateral, or of its underlying. */
  readonly price?: number
}

/**
 * The Ledger behind the hub itself: one market of WETH with three sources. `admin` holds every capability; alice, bob and the
 * liquidator have collateral; the market needs 150 %, liquidates above 80 % and charges no fee. Feeds are a day old at most.
 */
export async function stageOracle(
  connection: Connection,
  { rateSource, price: first = 2_000 }: Staging = {},
) {
  const { ethers, networkHelpers } = connection
  const { time } = networkHelpers
  const [admin, alice, bob, liquidator] = (await ethers.getSigners()) as [
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
  ]
  const manager = await ethers.deployContract('AccessManager', [admin])
  const hub = await ethers.deployContract('OracleHub', [manager])
  const libraries = {
    ParameterChanges: await ethers.deployContract('ParameterChanges'),
    MarketKeys: await ethers.deployContract('MarketKeys'),
  }
  const ledger = await ethers.deployContract('Ledger', [hub, manager], { libraries })
  const derivative = await ethers.deployContract('Derivative', ['Ballast USD', 'bUSD', ledger])
  const token = await ethers.deployContract('TestToken', ['WETH', 'WETH', 18])
  for (const account of [alice, bob, liquidator]) {
    await token.mint(account, wad(1_000_000))
    await token.connect(account).approve(ledger, MaxUint256)
  }
  const sources: FixedSource[] = []
  for (let place = 0; place < 3; place += 1)
    sources.push(await ethers.deployContract('FixedSource', [0, 0]))

  /** Each source says its price as of now; the last price stands for those that are not named. */
  async function say(...prices: readonly number[]): Promise<void> {
    const now = await time.latest()
    for (const [place, source] of sources.entries())
      await source.set(wad(prices[place] ?? prices.at(-1) ?? 0), now)
  }

  const feed = encodeBytes32String('WETH/USD')
  const rate =
    rateSource === undefined
      ? NO_RATE
      : { source: rateSource, growthCapWad: wad(0.1), yieldDecayWad: wad(0.25) }
  await say(first)
  await hub.createFeed(feed, sources, LIMITS, rate)
  await hub.refresh(feed)
  const key = {
    derivative: await derivative.getAddress(),
    collateral: await token.getAddress(),
    feed,
    label: encodeBytes32String('WETH-A'),
  }
  const terms = { ...defaultTerms, stabilityFeeWad: 0n }
  const id = await ledger.createMarket.staticCall(key, terms)
  await ledger.createMarket(key, terms)

  /** Locks (or, below 0, takes) whole tokens and issues (or repays) whole derivative. */
  const adjust = (owner: HardhatEthersSigner, collateral: number, debt: number) =>
    ledger.connect(owner).adjust(id, owner, wad(collateral), wad(debt), owner)
  const liquidate = (owner: HardhatEthersSigner) =>
    ledger.connect(liquidator).liquidate(id, owner, MaxUint256, 0n, liquidator)
  /** The states of the hub's price, by their names. */
  const state = async () => ['OK', 'DEGRADED', 'DOWN'][Number((await hub.peek(feed)).state)]
  const shown = async () => {
    const { low, mid, high } = await hub.peek(feed)
    return [low, mid, high].map((value) => Number((value * 1_000_000n) / WAD) / 1e6)
  }
  return {
    ...{ admin, alice, bob, liquidator, hub, ledger, derivative, token, sources, feed, id },
    ...{ say, adjust, liquidate, state, shown, time },
  }
}
