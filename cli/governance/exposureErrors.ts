import { formatNumber } from '../shared/format.ts'
import { capital, debtWords } from './errorNames.ts'
import type { ErrorRow } from './errorRow.ts'
import { addressWords, riskWords } from './names.ts'
import { displayValue } from './value.ts'

/** Caps on what a derivative rests on. */
export const exposureErrors: readonly ErrorRow[] = [
  {
    fragment: 'ExposureCapsOnlyLedger(address caller)',
    words: ([caller], { book }) =>
      `${addressWords(caller, book)} may not count exposure: only the Ledger may`,
  },
  {
    fragment: 'ExposureCapsUnknownRisk(address derivative, bytes32 risk)',
    words: ([derivative, risk], { book }) =>
      `${capital(addressWords(derivative, book))} does not rest on ${riskWords(risk)}: no market names it`,
    nextStep: () => 'Assign the risk to a market first, by `assignRisks`.',
  },
  {
    fragment: 'ExposureCapsDuplicateRisk(bytes32 risk)',
    words: ([risk]) =>
      `${capital(riskWords(risk))} is named twice for one market: its debt would count twice`,
  },
  {
    fragment: 'ExposureCapsTooManyRisks()',
    words: () => 'No more risks can be named for this derivative',
  },
  {
    fragment: 'ExposureCapsOutOfBounds(uint256 value, uint256 max)',
    words: ([value, most]) =>
      `The cap ${formatNumber(value)} is above the largest, ${formatNumber(most)}`,
  },
  {
    fragment: 'ExposureCapsNotLower(uint256 cap, uint256 value)',
    words: ([cap, value], { book }) =>
      `The cap is ${debtWords(cap, book)}; ${debtWords(value, book)} would raise it, which only governance may`,
  },
  {
    fragment:
      'ExposureCapsExceeded(address derivative, bytes32 risk, uint256 exposure, uint256 cap)',
    words: ([, risk, exposure, cap], { book }) =>
      `${debtWords(exposure, book)} would rest on ${riskWords(risk)}; its cap is ${debtWords(cap, book)}`,
  },
  {
    fragment:
      'ExposureCapsShareExceeded(address derivative, bytes32 risk, uint256 exposure, uint256 total, uint256 relativeBps)',
    words: ([, risk, exposure, total, relative], { book }) =>
      `${debtWords(exposure, book)} of ${debtWords(total, book)} would rest on ${riskWords(risk)}; at most ${displayValue('bps', relative, book)} may`,
  },
]
