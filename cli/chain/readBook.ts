import type { ILedgerLens } from '../../artifacts/typechain/contracts/interfaces/ILedgerLens.js'
import { ILedgerLens__factory } from '../../artifacts/typechain/factories/contracts/interfaces/ILedgerLens__factory.js'
import type { Address, AddressBook, Hex, MarketEntry } from '../governance/addressBook.ts'
import type { MarketTerms } from '../governance/deploymentSpec.ts'
import type { BlockRef } from '../governance/parameter.ts'
import { atBlock, type Chain, readBlock } from './client.ts'
import { atMost } from './inFlight.ts'
import { readMany } from './readMany.ts'
import { type VaultReading, vaultsIn } from './vaultPage.ts'

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
  /** Debt that left its vaults for an auction and is neither paid nor given up. */
  readonly inAuction: bigint
  /** Unix seconds before which nothing is issued; the largest number once it is shut for ever. */
  readonly frozenUntil: bigint
  /** How many vaults it has. */
  readonly owners: bigint
}

/**
 * Whether anybody could liquidate by its price (Ledger._highPrice). A DEGRADED price still counts, and every vault by its
 * high end; while a feed is DOWN all three prices are 0, which says nothing about what collateral is worth.
 */
export const hasPrice = ({
  price,
  priceState,
}: Pick<MarketSummary, 'price' | 'priceState'>): boolean => priceState !== 'DOWN' && price.high > 0n

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
/** A page costs a node some six million gas, which is below what any of them grants to a question. */
const PAGE = 500
const PAGES_AT_ONCE = 4

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

/**
 * Reads every market with all its vaults, page by page, all at one block (the newest by default).
 *
 * @param onProgress is told how many of all vaults were read, after each page
 */
export async function readBook(
  chain: Chain,
  book: AddressBook,
  at?: BlockRef,
  onProgress: (read: number, total: number) => void = () => {},
): Promise<BookReading> {
  const { markets, ...reading } = await readMarkets(chain, book, at)
  const total = markets.reduce((sum, { owners }) => sum + Number(owners), 0)
  let read = 0
  const full = await readPages(chain, book, {
    block: reading.block,
    markets,
    decode(answer, lens) {
      const vaults = vaultsIn(answer, lens)
      read += vaults.length
      onProgress(read, total)
      return vaults
    },
  })
  return {
    ...reading,
    markets: markets.map((market, i) => ({ ...market, vaults: full[i] ?? [] })),
  }
}

interface Pages<Vault> {
  readonly block: BlockRef
  readonly markets: readonly MarketSummary[]
  readonly decode: (answer: Hex, lens: Address) => readonly Vault[]
}

/**
 * The vaults of each market, in the order of its list of owners, some pages of all markets on their way at once; what is kept
 * of a page is the decoder's affair.
 */
export function readPages<Vault>(
  chain: Chain,
  book: AddressBook,
  { block, markets, decode }: Pages<Vault>,
): Promise<readonly (readonly Vault[])[]> {
  const inTurn = atMost(PAGES_AT_ONCE)
  const lens = book.contracts.ledgerLens
  return Promise.all(
    book.markets.map(async ({ id }, i) => {
      const owners = markets[i]?.owners ?? 0n
      const pages = Array.from({ length: Math.ceil(Number(owners) / PAGE) }, (_, page) =>
        inTurn(async () => {
          const data = lensAbi.encodeFunctionData('vaults', [id, page * PAGE, PAGE])
          return decode(await chain.provider.call({ to: lens, data, ...atBlock(block) }), lens)
        }),
      )
      return (await Promise.all(pages)).flat()
    }),
  )
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
    inAuction: state.inAuction,
    frozenUntil: state.frozenUntil,
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
  ceilingGap: terms.ceilingGap,
  ceilingDelay: terms.ceilingDelay,
})

/** When the last ramp or delay that runs in the book has ended; the block's own time if none runs. */
export function settledAt(book: MarketsReading): number {
  const ends = book.markets.flatMap(({ thresholdPath, ceilingPath }) => [
    Number(thresholdPath.endsAt),
    Number(ceilingPath.effectiveAt),
  ])
  return Math.max(book.block.timestamp, ...ends)
}
