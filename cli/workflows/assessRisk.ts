import { setImmediate } from 'node:timers/promises'
import type { PricesModel, RiskSettings } from '../governance/proposal.ts'
import { assessInSteps, type RiskAssessment } from '../risk/assessment.ts'
import { calibratedPrices, calibration } from '../risk/calibration.ts'
import { calibratedJumpPrices, jumpCalibration } from '../risk/jumpCalibration.ts'
import type { Book } from '../risk/market.ts'
import type { SimulationSettings } from '../risk/simulation.ts'
import type { Progress } from '../shared/progress.ts'

const HOUR = 3_600
const HOURS_PER_DAY = 24

/** The proposal's risk settings as the engine takes them: a look at the price every hour. */
export const simulationSettings = ({
  paths,
  horizonDays,
  seed,
}: RiskSettings): SimulationSettings => ({
  paths,
  seed,
  steps: Math.round(horizonDays * HOURS_PER_DAY),
  stepSeconds: HOUR,
})

const pricesOf = (model: PricesModel, assets: readonly string[]) =>
  model === 'gbm'
    ? { prices: calibratedPrices(assets), calibrationId: calibration.id }
    : { prices: calibratedJumpPrices(assets), calibrationId: jumpCalibration.id }

/**
 * Stage 8: the risk of loss before and after, on the same paths. Hands control back between blocks of paths, so
 * that progress is drawn and Ctrl-C works.
 */
export async function assessRisk(
  book: Book,
  settings: RiskSettings,
  progress: Progress,
): Promise<RiskAssessment> {
  const assets = [...new Set(book.markets.map(({ asset }) => asset))]
  const run = assessInSteps({
    book,
    ...pricesOf(settings.prices, assets),
    settings: simulationSettings(settings),
  })
  for (;;) {
    const step = run.next()
    if (step.done) return step.value
    progress.step(step.value.pathsDone, step.value.paths)
    await setImmediate()
    progress.signal?.throwIfAborted()
  }
}
