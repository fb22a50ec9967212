import type { SeedVault } from '../chain/seedVaults.ts'
import { drawPosition } from '../risk/positionDistribution.ts'
import { uniform } from '../risk/random.ts'
import { type DemoMarket, demoMarkets } from './demoSpec.ts'

const SEED = 20_261_120

/**
 * The vaults of the demonstration: ratio and debt of each drawn from the distribution fitted on real positions,
 * the same for every run. Ratios hold at the markets' present prices.
 */
export const demoVaults = (): readonly SeedVault[] =>
  demoMarkets.flatMap((market, m) =>
    Array.from({ length: market.vaults }, (_, i) => seedVault(market, m, i)),
  )

function seedVault(market: DemoMarket, m: number, i: number): SeedVault {
  const draw = (factor: number) => uniform({ seed: SEED, path: m, step: i, factor })
  const { ratio, debt } = drawPosition(market.collateral, draw(0), draw(1))
  const wholeDebt = Math.round(debt)
  return {
    market: market.label,
    debt: BigInt(wholeDebt) * 10n ** 18n,
    // Six decimals of a token are enough for every collateral.
    collateral:
      BigInt(Math.ceil(((wholeDebt * ratio) / market.price) * 1e6)) *
      10n ** BigInt(market.token.decimals - 6),
  }
}
