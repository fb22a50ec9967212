import { formatNumber } from '../../shared/format.ts'
import { type Check, fail, inconclusive, pass } from './check.ts'

/** A transaction may use at most 2^24 gas (EIP-7825). */
const TRANSACTION_GAS_CAP = 16_777_216n
/** State may be warmer or larger at the real execution. */
const MARGIN_PERCENT = 120n

/** The execution fits into one transaction, with a margin of 20 %. */
export const gasLimit: Check<'dryRun'> = {
  name: 'gas-limit',
  title: 'Fits into one transaction',
  needs: ['dryRun'],
  judge({ dryRun: { dryRun } }) {
    if (dryRun.outcome.kind === 'reverted') {
      return inconclusive('The execution reverts, so its gas is unknown.')
    }
    if (dryRun.outcome.kind === 'notRun') {
      return inconclusive('It could not be run, so its gas is unknown.', [dryRun.outcome.reason])
    }
    const { gasUsed } = dryRun.outcome
    const words = `${formatNumber(gasUsed)} gas of ${formatNumber(TRANSACTION_GAS_CAP)}.`
    return gasUsed * MARGIN_PERCENT <= TRANSACTION_GAS_CAP * 100n ? pass(words) : fail(words)
  },
}
