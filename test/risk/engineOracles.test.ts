import { expect } from 'chai'
import type { MarketModel, RiskTermsModel } from '../../cli/risk/market.ts'
import { steadyThreshold } from '../../cli/risk/market.ts'
import { type PriceModel, secondsPerYear } from '../../cli/risk/pricePaths.ts'
import { Simulation, type SimulationSettings, simulate } from '../../cli/risk/simulation.ts'
import { bookOf, DAY, FIVE_PERCENT_EFFECTIVE, market, vaultWithHealth, zOfMean } from './books.ts'

const HOUR = 3_600
const DEBT = 10_000

/**
 * Oracles: risk.md section 5, "Validation ladder" (quadrature to about 1e-13). Their conventions, found by an independent
 * Gauss-Legendre recursion over the killed density that reproduces every digit given there:
 * - first passage rows: drift .05, no fee; the price is looked at at the end of each step.
 * - engine rows: drift 0; the fee is 5 % a year as an effective rate, so ln 1.05 compounded continuously; "liquidated" is the whole
 *   debt at the time (repaid plus bad); jumps are not compensated: the drift of the logarithm stays -sigma^2 / 2.
 */
const wholeDebtAtOnce: Partial<RiskTermsModel> = {
  minimumDebt: 10 * DEBT,
  penaltyFloor: 1,
  liquidationPenalty: 0.08,
}

const oracleMarket = (
  label: string,
  health: number,
  terms: Partial<RiskTermsModel>,
): MarketModel => {
  const threshold = terms.liquidationThreshold?.to ?? 0.8
  const vaults = [vaultWithHealth(health, { debt: DEBT, threshold })]
  return market({ label, before: { ...wholeDebtAtOnce, ...terms }, vaults })
}

const prices = (drift: number): PriceModel => ({
  assets: [{ name: 'WETH', volatility: 0.8, drift }],
  correlation: [[1]],
})

/** Per path: was the vault liquidated, how much debt went, how much of it was bad; the last two as shares of the debt. */
function run(model: PriceModel, settings: SimulationSettings, markets: readonly MarketModel[]) {
  const { before } = simulate(new Simulation(bookOf(...markets), model, settings))
  return before.markets.map(({ liquidatedDebt, badDebt }) => ({
    hit: liquidatedDebt.map((amount) => (amount > 0 ? 1 : 0)),
    liquidated: liquidatedDebt.map((amount) => amount / DEBT),
    bad: badDebt.map((amount) => amount / DEBT),
  }))
}

function expectMean(values: Float64Array, oracle: number): void {
  expect(Math.abs(zOfMean(values, oracle))).to.be.below(4)
}

describe('the engine against first passage probabilities', () => {
  const free = { stabilityFee: 0 }

  it('agrees with 720 hourly looks in 30 days', () => {
    const settings = { paths: 20_000, steps: 720, stepSeconds: HOUR, seed: 31 }
    const [result] = run(prices(0.05), settings, [oracleMarket('A', 1.25, free)])
    expectMean(result!.hit, 0.3514605709271)
  })

  it('agrees with 30 daily looks in 30 days', () => {
    const settings = { paths: 200_000, steps: 30, stepSeconds: DAY, seed: 32 }
    const [result] = run(prices(0.05), settings, [oracleMarket('A', 1.25, free)])
    expectMean(result!.hit, 0.3127337468554)
  })

  it('agrees with 24 hourly looks in a day', () => {
    const settings = { paths: 200_000, steps: 24, stepSeconds: HOUR, seed: 33 }
    const [result] = run(prices(0), settings, [oracleMarket('A', 1 / 0.93, free)])
    expectMean(result!.hit, 0.0680271334962)
  })
})

describe('the whole engine against quadrature, with fee, bonus and bad debt', () => {
  const charged = { stabilityFee: FIVE_PERCENT_EFFECTIVE }
  const settings = { paths: 30_000, steps: 720, stepSeconds: HOUR, seed: 34 }

  it('agrees for a usual and for a tight threshold', () => {
    const tight = { ...charged, liquidationThreshold: steadyThreshold(0.92) }
    const markets = [oracleMarket('usual', 1.25, charged), oracleMarket('tight', 1.1, tight)]
    const [usual, narrow] = run(prices(0), settings, markets)
    expectMean(usual!.hit, 0.3632860943968)
    expectMean(usual!.liquidated, 0.3640494963392)
    // The oracle is 1e-70: a fall of 14 % within an hour.
    expect(Math.max(...usual!.bad)).to.equal(0)
    expectMean(narrow!.hit, 0.6995904905852)
    expectMean(narrow!.liquidated, 0.7003984913153)
    expectMean(narrow!.bad, 8.2272804556e-4)
  })

  it('agrees with jumps', () => {
    const jumps = { intensity: 12, sizes: [{ mean: -0.18, deviation: 0.12 }] }
    // The generator compensates jumps so that the drift is the mean growth; this drift undoes it.
    const step = HOUR / secondsPerYear
    const drift = Math.log1p(12 * step * Math.expm1(-0.18 + 0.12 ** 2 / 2)) / step
    const model = { ...prices(drift), jumps }
    const [result] = run(model, { ...settings, seed: 35 }, [oracleMarket('A', 1.25, charged)])
    expectMean(result!.hit, 0.6144797369436)
    expectMean(result!.liquidated, 0.6155815766559)
    expectMean(result!.bad, 4.6089698543e-3)
  })
})
