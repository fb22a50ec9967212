import type { SeedVault } from '../chain/seedVaults.ts'
import { drawPosition, positionDistribution } from '../risk/positionDistribution.ts'
import { CounterRandom } from '../risk/random.ts'
import { type DemoMarket, demoMarkets } from './demoSpec.ts'

const SEED = 20_261_120

/**
 * The vaults of the demonstration: ratio and debt of each drawn from the distribution fitted on real positions,
 * the same for every run. Ratios hold at the markets' present prices.
 */
export function demoVaults(): readonly SeedVault[] {
  const random = new CounterRandom(SEED)
  return demoMarkets.flatMap((market, m) =>
    Array.from({ length: market.vaults }, (_, i) =>
      seedVault(market, random.uniform(m, i, 0), random.uniform(m, i, 1)),
    ),
  )
}

function seedVault(market: DemoMarket, u1: number, u2: number): SeedVault {
  const { ratio, debt } = drawPosition(market.collateral, u1, u2)
  const wholeDebt = Math.ceil(debt)
  return {
    market: market.label,
    debt: BigInt(wholeDebt) * 10n ** 18n,
    // Six decimals of a token are enough for every collateral.
    collateral:
      BigInt(Math.ceil(((wholeDebt * ratio) / market.price) * 1e6)) *
      10n ** BigInt(market.token.decimals - 6),
  }
}

/** Which share of the observed positions the fit leaves out, and why. */
export interface Excluded {
  readonly observed: number
  readonly small: number
  readonly unhealthy: number
  readonly otherCollateral: number
  /** Of all observed positions. */
  readonly share: number
}

/** Positions read on 2024-01-30, those on collateral that the demonstration does not have included. */
const OBSERVED_POSITIONS = 773

export function excludedPositions(): Excluded {
  const counts = Object.values(positionDistribution).map((fit) => fit.counts)
  const sum = (key: 'observed' | 'kept' | 'small' | 'unhealthy') =>
    counts.reduce((total, count) => total + count[key], 0)
  return {
    observed: OBSERVED_POSITIONS,
    small: sum('small'),
    unhealthy: sum('unhealthy'),
    otherCollateral: OBSERVED_POSITIONS - sum('observed'),
    share: 1 - sum('kept') / OBSERVED_POSITIONS,
  }
}
