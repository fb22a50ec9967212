import type { Address, Hex } from '../addressBook.ts'
import type { FeedHealth } from '../health.ts'
import type { BlockRef } from '../parameter.ts'

/** Prices in derivative per whole token, 18 decimals; all 0 while the feed is DOWN. */
interface Band {
  readonly low: bigint
  readonly mid: bigint
  readonly high: bigint
}

/** A feed as keepers look at it. Times are Unix seconds. */
export interface KeptFeed {
  readonly label: string
  readonly key: Hex
  readonly state: FeedHealth['state']
  readonly price: Band
  /** When the last good price was stored; 0 if there is none. */
  readonly lastGoodAt: bigint
  /** Since when the hub takes it for dead; 0 if it does not. */
  readonly deadSince: bigint
  /** When we noted last that it is dead, as far as we remember. */
  readonly notedAt: bigint | undefined
  /** Of a token that bears yield. Rates have 18 decimals. */
  readonly rate?: {
    /** What the source says; 0 if it is silent. */
    readonly observedWad: bigint
    readonly acceptedWad: bigint
    /** When a refresh last got an answer. */
    readonly refreshedAt: bigint
  }
}

/** What a market's auctions allow. */
export interface KeptAuctions {
  readonly healthWad: bigint
  /** How much more of its debt may go to auction, 18 decimals. */
  readonly room: bigint
  readonly kickRewardBps: bigint
}

/** A market as keepers look at it. */
export interface KeptMarket {
  readonly label: string
  readonly id: Hex
  readonly collateral: Address
  readonly symbol: string
  readonly decimals: number
  /** Label of its feed. */
  readonly feed: string
  readonly penaltyBps: bigint
  readonly minimumDebt: bigint
  readonly deficit: bigint
  /** Shut for ever. */
  readonly isShut: boolean
  /** Absent without an auction house. */
  readonly auctions?: KeptAuctions
}

/** A vault below health 1 at the high price. */
export interface DistressedVault {
  readonly owner: Address
  /** Token units. */
  readonly collateral: bigint
  /** With fees, 18 decimals. */
  readonly debt: bigint
  readonly healthWad: bigint
}

/** A vault and its market's label. */
export interface KeptVault extends DistressedVault {
  readonly market: string
}

/** An open lot. */
export interface KeptLot {
  readonly id: bigint
  /** Label of its market; undefined for a sale of the backstop's. */
  readonly market: string | undefined
  /** Token units. */
  readonly collateral: bigint
  /** What is still asked for, 18 decimals. */
  readonly tab: bigint
  /** Of the moment, derivative per whole token, 18 decimals. */
  readonly priceWad: bigint
  /** It sells no longer and waits for a redo. */
  readonly isOver: boolean
}

/** A stability pool. */
export interface KeptPool {
  readonly label: string
  readonly address: Address
  readonly collateral: Address
  /** Derivative that it may burn now, 18 decimals. */
  readonly spendable: bigint
}

/** What the backstop knows of bad debt, 18 decimals; times are Unix seconds. */
export interface KeptBackstop {
  /** What has stood for `standingTime`. */
  readonly standing: bigint
  /** What stood at `notedAt`. */
  readonly noted: bigint
  readonly notedAt: bigint
  readonly standingTime: bigint
  /** Derivative that lies there. */
  readonly proceeds: bigint
  /** The lot of its last sale; it may be closed. */
  readonly sale: bigint
}

/** What the account has. */
export interface Purse {
  readonly address: Address
  /** 18 decimals. */
  readonly derivative: bigint
  /** What the auction house may pull of it. */
  readonly allowance: bigint
  readonly wei: bigint
}

/** Numbers that the contracts hold for all feeds and markets, in seconds. */
export interface KeepingRules {
  readonly refreshInterval: bigint
  readonly noteInterval: bigint
  readonly fallLag: bigint
  readonly shutdownGrace: bigint
  /** What a take leaves at least, in derivative of 18 decimals; 0 without an auction house. */
  readonly lotDust: bigint
}

/** Everything a keeper looks at, at one block. */
export interface KeeperWorld {
  readonly block: BlockRef
  /** The time that the next block has at least, Unix seconds. */
  readonly now: bigint
  readonly symbol: string
  readonly rules: KeepingRules
  readonly feeds: readonly KeptFeed[]
  readonly markets: readonly KeptMarket[]
  /** Those below health 1. */
  readonly vaults: readonly KeptVault[]
  /** How many vaults there are. */
  readonly vaultCount: number
  readonly lots: readonly KeptLot[]
  readonly pools: readonly KeptPool[]
  /** Fees of the derivative that are not minted, 18 decimals. */
  readonly surplus: bigint
  /** Absent in a deployment from before it. */
  readonly backstop?: KeptBackstop
  readonly purse: Purse
}

export const marketOf = (world: KeeperWorld, label: string): KeptMarket | undefined =>
  world.markets.find((market) => market.label === label)

export const feedOf = (world: KeeperWorld, label: string): KeptFeed | undefined =>
  world.feeds.find((feed) => feed.label === label)
