import { decodeBytes32String } from 'ethers'
import { ILedgerLens__factory } from '../../artifacts/typechain/factories/contracts/interfaces/ILedgerLens__factory.js'
import type { Address, AddressBook } from '../governance/addressBook.ts'
import type { MarketTerms } from '../governance/deploymentSpec.ts'
import type { BlockRef } from '../governance/parameter.ts'
import { type Chain, readBlock } from './client.ts'

/** A position as the Ledger holds it; amounts in the chain's scale. */
export interface VaultReading {
  readonly owner: Address
  /** Token units in the token's own decimals. */
  readonly collateral: bigint
  /** With fees up to the block, 18 decimals. */
  readonly debt: bigint
}

export type PriceState = 'OK' | 'DEGRADED' | 'DOWN'

/** A market and all its positions at one block. */
export interface MarketReading {
  readonly label: string
  readonly collateralSymbol: string
  readonly collateralDecimals: number
  readonly terms: MarketTerms
  /** Linear from `fromBps` at `startsAt` to `toBps` at `endsAt`; equal ends mean no ramp. */
  readonly thresholdPath: {
    readonly fromBps: bigint
    readonly toBps: bigint
    readonly startsAt: bigint
    readonly endsAt: bigint
  }
  /** The ceiling in force and the one that replaces it at `effectiveAt`. */
  readonly ceilingPath: {
    readonly current: bigint
    readonly next: bigint
    readonly effectiveAt: bigint
  }
  /** Derivative per whole token, WAD. */
  readonly price: { readonly low: bigint; readonly mid: bigint; readonly high: bigint }
  readonly priceState: PriceState
  readonly totalDebt: bigint
  readonly totalCollateral: bigint
  readonly deficit: bigint
  readonly vaults: readonly VaultReading[]
}

/** Every market and vault at one block: what risk figures are computed from. */
export interface BookReading {
  readonly block: BlockRef
  readonly derivativeSymbol: string
  readonly markets: readonly MarketReading[]
}

const PRICE_STATES = ['OK', 'DEGRADED', 'DOWN'] as const
const PAGE = 250n

/** Reads every market with all its vaults, page by page, all at one block (the newest by default). */
export async function readBook(
  chain: Chain,
  book: AddressBook,
  at?: BlockRef,
): Promise<BookReading> {
  const block = at ?? (await readBlock(chain))
  const markets: MarketReading[] = []
  for (const { label } of book.markets)
    markets.push(await readMarket(chain, book, { label, block }))
  return { block, derivativeSymbol: book.derivativeSymbol, markets }
}

async function readMarket(
  chain: Chain,
  book: AddressBook,
  which: { readonly label: string; readonly block: BlockRef },
): Promise<MarketReading> {
  const entry = book.markets.find(({ label }) => label === which.label)
  if (entry === undefined) throw new Error(`No market ${which.label} in the address book.`)
  const lens = ILedgerLens__factory.connect(book.contracts.ledgerLens, chain.provider)
  const at = { blockTag: which.block.number }
  const view = await lens.market(entry.id, at)
  const vaults: VaultReading[] = []
  for (let cursor = 0n; cursor < view.owners; cursor += PAGE) {
    const page = await lens.vaults(entry.id, cursor, PAGE, at)
    for (const { owner, collateral, debt } of page) vaults.push({ owner, collateral, debt })
  }
  const { terms, thresholdPath, ceilingPath, state } = view
  return {
    label: decodeBytes32String(view.key.label),
    collateralSymbol: entry.collateralSymbol,
    collateralDecimals: Number(view.collateralDecimals),
    terms: termsOf(terms),
    thresholdPath: {
      fromBps: thresholdPath.fromBps,
      toBps: thresholdPath.toBps,
      startsAt: thresholdPath.startsAt,
      endsAt: thresholdPath.endsAt,
    },
    ceilingPath: {
      current: ceilingPath.current,
      next: ceilingPath.next,
      effectiveAt: ceilingPath.effectiveAt,
    },
    price: { low: view.priceLow, mid: view.priceMid, high: view.priceHigh },
    priceState: PRICE_STATES[Number(view.priceState)] ?? 'DOWN',
    totalDebt: state.totalDebt,
    totalCollateral: state.totalCollateral,
    deficit: state.deficit,
    vaults,
  }
}

/** Only the named members: an ethers struct is an array as well. */
const termsOf = (terms: MarketTerms): MarketTerms => ({
  collateralizationRatioBps: terms.collateralizationRatioBps,
  liquidationThresholdBps: terms.liquidationThresholdBps,
  liquidationPenaltyBps: terms.liquidationPenaltyBps,
  penaltyFloorBps: terms.penaltyFloorBps,
  maxPenaltyHealthWad: terms.maxPenaltyHealthWad,
  targetHealthWad: terms.targetHealthWad,
  debtCeiling: terms.debtCeiling,
  minimumDebt: terms.minimumDebt,
  stabilityFeeWad: terms.stabilityFeeWad,
  thresholdRamp: terms.thresholdRamp,
})

/** When the last ramp or delay that runs in the book has ended; the block's own time if none runs. */
export function settledAt(book: BookReading): number {
  const ends = book.markets.flatMap(({ thresholdPath, ceilingPath }) => [
    Number(thresholdPath.endsAt),
    Number(ceilingPath.effectiveAt),
  ])
  return Math.max(book.block.timestamp, ...ends)
}
