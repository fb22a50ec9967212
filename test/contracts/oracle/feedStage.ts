import { formatEther } from 'ethers'
import type { NetworkConnection } from 'hardhat/types/network'
import type { FixedRate, FixedSource, OracleHub } from '../../../artifacts/typechain/index.ts'
import { deployHub, LIMITS, NO_RATE } from './hubFixture.ts'
import type { Limits, State } from './hubModel.ts'

export const MINUTE = 60
export const HOUR = 3_600

const STATES: readonly State[] = ['OK', 'DEGRADED', 'DOWN']

/** `2_000` as a price, `1.05` as a rate: 18 decimals, exact to six of them. */
export const wad = (number: number): bigint => BigInt(Math.round(number * 1e6)) * 10n ** 12n

/** What a feed answers, in numbers that people read. */
export interface Seen {
  readonly low: number
  readonly mid: number
  readonly high: number
  readonly state: State
}

const shown = (value: bigint): number => Number(formatEther(value))

/** One feed with three sources that say what they are told, and the means to let time pass. */
export interface FeedStage {
  readonly hub: OracleHub
  readonly feed: string
  readonly sources: readonly FixedSource[]
  readonly rate: FixedRate
  /** All sources say this price, or each its own, as of now. */
  say(...prices: readonly number[]): Promise<void>
  /** Time passes; the sources go on saying what they said. */
  wait(seconds: number): Promise<void>
  /** Time passes, and no source updates. */
  neglect(seconds: number): Promise<void>
  peek(): Promise<Seen>
}

interface Staging {
  readonly limits?: Partial<Limits>
  /** Rate at listing, growth cap a year and decay a day; none for a token without yield. */
  readonly rate?: {
    readonly start: number
    readonly growthCap: number
    readonly yieldDecay: number
  }
}

/** A hub with one feed whose three sources say 2,000. */
export async function stageFeed(
  connection: NetworkConnection,
  { limits = {}, rate: yields }: Staging = {},
): Promise<FeedStage> {
  const { ethers, networkHelpers } = connection
  const { hub } = await deployHub(connection)
  const feed = ethers.id('WETH/bUSD')
  const sources: FixedSource[] = []
  for (let place = 0; place < 3; place += 1)
    sources.push(await ethers.deployContract('FixedSource', [0, 0]))
  const rate = await ethers.deployContract('FixedRate', [wad(yields?.start ?? 1)])
  let prices: readonly number[] = [2_000, 2_000, 2_000]
  const now = () => networkHelpers.time.latest()

  async function say(...said: readonly number[]): Promise<void> {
    prices = sources.map((_, place) => said[place] ?? said[0] ?? 0)
    const at = await now()
    for (const [place, source] of sources.entries()) await source.set(wad(prices[place] ?? 0), at)
  }

  await say(...prices)
  const terms = yields && {
    source: await rate.getAddress(),
    growthCapWad: wad(yields.growthCap),
    yieldDecayWad: wad(yields.yieldDecay),
  }
  await hub.createFeed(feed, sources, { ...LIMITS, ...limits }, terms ?? NO_RATE)
  return {
    hub,
    feed,
    sources,
    rate,
    say,
    async wait(seconds) {
      await networkHelpers.time.increase(seconds)
      await say(...prices)
    },
    async neglect(seconds) {
      await networkHelpers.time.increase(seconds)
    },
    async peek() {
      const { low, mid, high, state } = await hub.peek(feed)
      return {
        low: shown(low),
        mid: shown(mid),
        high: shown(high),
        state: STATES[Number(state)] ?? 'DOWN',
      }
    },
  }
}
