import { governedValues } from '../../cli/governance/catalogue.ts'
import { displayValue } from '../../cli/governance/value.ts'
import type { ChangeRecord, ParameterRow } from '../../cli/report/parametersText.ts'
import type { ParameterList } from '../../cli/workflows/listParameters.ts'
import { book, parameters } from '../governance/demo.ts'
import { testNow } from './fakeServices.ts'

const hash = (digit: string): string => `0x${digit.repeat(64)}`
export const parametersBlock = { number: 1_234, timestamp: testNow, hash: hash('b') }
const DAY = 86_400

/** A change of percentages so many days before the block. */
export const percentChange = (before: number, after: number, daysAgo: number): ChangeRecord => ({
  block: 1_200 - daysAgo,
  timestamp: parametersBlock.timestamp - daysAgo * DAY,
  transactionHash: hash(String(daysAgo % 10)),
  before: BigInt(before * 100),
  after: BigInt(after * 100),
  shown: { before: `${before} %`, after: `${after} %` },
})

/** Every parameter of the demonstration as the node tells it; one was changed, one is on its way. */
export function parameterList(own: Partial<ParameterList> = {}): ParameterList {
  const { values } = parameters({ 'WETH-A.liquidationThreshold': { stored: 8_900n } })
  const rows = governedValues(book).map(({ id, spec, subject }): ParameterRow => {
    const { stored, effective } = values.get(id) ?? { stored: 0n, effective: 0n }
    const show = (value: bigint) => displayValue(spec.unit, value, book)
    return {
      ...{ subject, parameter: spec.key, label: spec.label, summary: spec.summary },
      ...{ stored, effective, min: spec.min, max: spec.max },
      ...{ unit: spec.unit, tightens: spec.tightens },
      lastChange: stored === effective ? null : percentChange(80, 89, 3),
      shown: {
        stored: show(stored),
        effective: show(effective),
        bounds: `${show(spec.min)} \u2026 ${show(spec.max)}`,
      },
    }
  })
  return { block: parametersBlock, parameters: rows, isHistoryComplete: true, stopped: [], ...own }
}

/** The list of one parameter with its history. */
export function historyOf(subject: string, parameter: string): ParameterList {
  const { parameters: all, ...list } = parameterList()
  return {
    ...list,
    parameters: all.filter((row) => row.subject === subject && row.parameter === parameter),
    history: [percentChange(75, 70, 40), percentChange(80, 89, 3)],
  }
}
