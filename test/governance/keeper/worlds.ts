import type {
  KeeperWorld,
  KeptFeed,
  KeptMarket,
  KeptVault,
} from '../../../cli/governance/keeper/world.ts'

export const wad = (amount: number): bigint => BigInt(Math.round(amount * 1e6)) * 10n ** 12n
export const HOUR = 3_600n
export const NOW = 2_000_000_000n

export const owner = `0x${'1'.repeat(40)}`
export const account = `0x${'2'.repeat(40)}`
const weth = `0x${'3'.repeat(40)}`
export const id = `0x${'4'.repeat(64)}`
export const key = `0x${'5'.repeat(64)}`

export const feed = (other: Partial<KeptFeed> = {}): KeptFeed => ({
  ...{ label: 'WETH/USD', key, state: 'OK', lastGoodAt: NOW, deadSince: 0n, notedAt: undefined },
  price: { low: wad(1_990), mid: wad(2_000), high: wad(2_010) },
  ...other,
})

export const market = (other: Partial<KeptMarket> = {}): KeptMarket => ({
  ...{ label: 'WETH-A', id, collateral: weth, symbol: 'WETH', decimals: 18, feed: 'WETH/USD' },
  ...{ penaltyBps: 800n, minimumDebt: wad(2_000), deficit: 0n, isShut: false },
  ...other,
})

export const vault = (other: Partial<KeptVault> = {}): KeptVault => ({
  ...{ market: 'WETH-A', owner, collateral: wad(10), debt: wad(17_000), healthWad: wad(0.94) },
  ...other,
})

export const pool = { label: 'pool-WETH', address: `0x${'6'.repeat(40)}`, collateral: weth }

/** One market with one feed and somebody who has 100,000. */
export const world = (other: Partial<KeeperWorld> = {}): KeeperWorld => ({
  block: { number: 1, timestamp: Number(NOW), hash: '0x' },
  ...{ now: NOW, symbol: 'bUSD', vaultCount: 1, surplus: 0n },
  rules: {
    ...{ refreshInterval: HOUR, noteInterval: 6n * HOUR, fallLag: HOUR },
    ...{ shutdownGrace: 24n * HOUR, lotDust: wad(100) },
  },
  ...{ feeds: [feed()], markets: [market()], vaults: [], lots: [], pools: [] },
  purse: { address: account, derivative: wad(100_000), allowance: 0n, wei: wad(1) },
  ...other,
})
