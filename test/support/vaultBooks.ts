import type { BookReading, MarketReading } from '../../cli/chain/readBook.ts'
import type { VaultReading } from '../../cli/chain/vaultPage.ts'
import { drawPosition } from '../../cli/risk/positionDistribution.ts'
import { CounterRandom } from '../../cli/risk/random.ts'
import { type DemoMarket, demoMarkets } from '../../cli/workflows/demoSpec.ts'

/** The block of the books of tests. */
export const bookBlock = { number: 1_234, timestamp: 1_795_348_795, hash: '0xb10c' } as const

const WAD = 10n ** 18n

/** A market of the demonstration as a reading has it, at the demonstration's price. */
export function marketReading(
  label: string,
  vaults: readonly VaultReading[],
  own: Partial<MarketReading> = {},
): MarketReading {
  const { terms, token, price } = specOf(label)
  const wad = BigInt(Math.round(price * 1e6)) * 10n ** 12n
  const threshold = terms.liquidationThresholdBps
  return {
    label,
    collateralSymbol: token.symbol,
    collateralDecimals: token.decimals,
    terms,
    thresholdPath: { fromBps: threshold, toBps: threshold, startsAt: 0n, endsAt: 0n },
    ceilingPath: { current: terms.debtCeiling, next: terms.debtCeiling, effectiveAt: 0n },
    price: { low: wad, mid: wad, high: wad },
    priceState: 'OK',
    totalDebt: vaults.reduce((sum, { debt }) => sum + debt, 0n),
    totalCollateral: vaults.reduce((sum, { collateral }) => sum + collateral, 0n),
    deficit: 0n,
    inAuction: 0n,
    frozenUntil: 0n,
    owners: BigInt(vaults.length),
    vaults,
    ...own,
  }
}

function specOf(label: string): DemoMarket {
  const found = demoMarkets.find((market) => market.label === label)
  if (found === undefined) throw new Error(`The demonstration has no market ${label}.`)
  return found
}

export const bookReading = (
  markets: readonly MarketReading[],
  block: BookReading['block'] = bookBlock,
): BookReading => ({ block, derivativeSymbol: 'bUSD', markets })

/**
 * A stand-in for a large protocol: so many vaults in the markets of the demonstration, drawn like its own from the
 * distribution fitted on real positions. The same seed gives the same book.
 */
export function generatedBook(count: number, seed = 1): BookReading {
  const random = new CounterRandom(seed)
  const markets = demoMarkets.map((market, m) => {
    const own = Math.floor((count + m) / demoMarkets.length)
    const vaults = Array.from({ length: own }, (_, i) => generatedVault(random, market, [m, i]))
    return marketReading(market.label, vaults)
  })
  return bookReading(markets)
}

function generatedVault(
  random: CounterRandom,
  market: DemoMarket,
  [m, i]: readonly [number, number],
): VaultReading {
  const draw = drawPosition(market.collateral, random.uniform(m, i, 0), random.uniform(m, i, 1))
  const debt = Math.ceil(draw.debt)
  const collateral = Math.ceil(((debt * draw.ratio) / market.price) * 1e6)
  return {
    owner: generatedOwner(random, m, i),
    collateral: BigInt(collateral) * 10n ** BigInt(market.token.decimals - 6),
    debt: BigInt(debt) * WAD,
  }
}

/** Twenty bytes in hexadecimal; without the capitals of a checksum, which would take seconds for a hundred thousand. */
function generatedOwner(random: CounterRandom, m: number, i: number): string {
  const words = [2, 3, 4, 5, 6].map((factor) =>
    Math.floor(random.uniform(m, i, factor) * 2 ** 32)
      .toString(16)
      .padStart(8, '0'),
  )
  return `0x${words.join('')}`
}
