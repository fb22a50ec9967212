import type { ILedgerLens } from '../../artifacts/typechain/contracts/interfaces/ILedgerLens.js'
import { ILedgerLens__factory } from '../../artifacts/typechain/factories/contracts/interfaces/ILedgerLens__factory.js'
import type { Address, AddressBook, Hex, MarketEntry } from '../governance/addressBook.ts'
import type { MarketTerms } from '../governance/deploymentSpec.ts'
import type { BlockRef } from '../governance/parameter.ts'
import { atBlock, type Chain, readBlock } from './client.ts'
import { readMany } from './readMany.ts'

/** A position as the Ledger holds it; amounts in the chain's scale. */
export interface VaultReading {
  readonly owner: Address
  /** Token units in the token's own decimals. */
  readonly collateral: bigint
  /** With fees up to the block, 18 decimals. */
  readonly debt: bigint
}

export type PriceState = 'OK' | 'DEGRADED' | 'DOWN'

/** A market at one block, without its positions. */
export interface MarketSummary {
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
  /** How many vaults it has. */
  readonly owners: bigint
}

/** A market and all its positions at one block. */
export interface MarketReading extends MarketSummary {
  readonly vaults: readonly VaultReading[]
}

/** Every market at one block: terms, prices and totals. */
export interface MarketsReading {
  readonly block: BlockRef
  readonly derivativeSymbol: string
  readonly markets: readonly MarketSummary[]
}

/** Every market and vault at one block: what risk figures are computed from. */
export interface BookReading extends MarketsReading {
  readonly markets: readonly MarketReading[]
}

const PRICE_STATES = ['OK', 'DEGRADED', 'DOWN'] as const
const PAGE = 250n

/** Reads every market without its vaults, all at one block (the newest by default). */
export async function readMarkets(
  chain: Chain,
  book: AddressBook,
  at?: BlockRef,
): Promise<MarketsReading> {
  const block = at ?? (await readBlock(chain))
  const reads = book.markets.map(({ id }) => ({
    target: book.contracts.ledgerLens,
    calldata: lensAbi.encodeFunctionData('market', [id]),
  }))
  const answers = await readMany(chain, reads, block, MARKETS_AT_ONCE)
  const markets = book.markets.map((entry, i) => marketOf(entry, answers[i] ?? '0x'))
  return { block, derivativeSymbol: book.derivativeSymbol, markets }
}

/** Reads every market with all its vaults, page by page, all at one block (the newest by default). */
export async function readBook(
  chain: Chain,
  book: AddressBook,
  at?: BlockRef,
): Promise<BookReading> {
  const { markets, ...reading } = await readMarkets(chain, book, at)
  const { block } = reading
  const full = await Promise.all(
    book.markets.map(async (entry, i) => {
      const market = markets[i]
      if (market === undefined) throw new Error(`Market ${entry.label} vanished between two reads.`)
      return { ...market, vaults: await readVaults(chain, book, { entry, block, market }) }
    }),
  )
  return { ...reading, markets: full }
}

interface At {
  readonly entry: MarketEntry
  readonly block: BlockRef
}

const lensOf = (chain: Chain, book: AddressBook) =>
  ILedgerLens__factory.connect(book.contracts.ledgerLens, chain.provider)

async function readVaults(
  chain: Chain,
  book: AddressBook,
  { entry, block, market }: At & { readonly market: MarketSummary },
): Promise<readonly VaultReading[]> {
  const lens = lensOf(chain, book)
  const vaults: VaultReading[] = []
  for (let cursor = 0n; cursor < market.owners; cursor += PAGE) {
    const page = await lens.vaults(entry.id, cursor, PAGE, atBlock(block))
    for (const { owner, collateral, debt } of page) vaults.push({ owner, collateral, debt })
  }
  return vaults
}

/** A market's view has some forty words. */
const MARKETS_AT_ONCE = 10

const lensAbi = ILedgerLens__factory.createInterface()

function marketOf(entry: MarketEntry, answer: Hex): MarketSummary {
  const [view] = lensAbi.decodeFunctionResult('market', answer) as unknown as [
    ILedgerLens.MarketViewStructOutput,
  ]
  const { terms, thresholdPath, ceilingPath, state } = view
  return {
    label: entry.label,
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
    owners: view.owners,
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
export function settledAt(book: MarketsReading): number {
  const ends = book.markets.flatMap(({ thresholdPath, ceilingPath }) => [
    Number(thresholdPath.endsAt),
    Number(ceilingPath.effectiveAt),
  ])
  return Math.max(book.block.timestamp, ...ends)
}
