import { answerCalls } from '../../cli/backstage/answerCalls.ts'
import type { DryRunReading } from '../../cli/chain/dryRun.ts'
import { defaultRisk } from '../../cli/governance/draftRisk.ts'
import { silence } from '../../cli/shared/progress.ts'
import { assessRisk } from '../../cli/workflows/assessRisk.ts'
import { riskBook } from '../../cli/workflows/riskInputs.ts'
import { generatedBook } from '../support/vaultBooks.ts'
import { PATHS, STEPS, VAULTS } from './sizes.ts'

const HOURS_PER_DAY = 24
const reading = generatedBook(VAULTS)
const executed = { executedMarkets: reading, controlMarkets: reading } as unknown as DryRunReading
const book = riskBook(reading, executed)
const settings = { ...defaultRisk, paths: PATHS, horizonDays: STEPS / HOURS_PER_DAY }

answerCalls({
  /** Simulates until the process is ended: as soon as one simulation is done, the next begins. */
  async simulate(onStep: () => void) {
    const progress = { ...silence, step: onStep }
    for (;;) await assessRisk(book, settings, progress)
  },
})
