import { readParameters } from '../chain/readParameters.ts'
import { governedValues } from '../governance/catalogue.ts'
import type { BlockRef } from '../governance/parameter.ts'
import { displayValue } from '../governance/value.ts'
import { plainTable } from '../report/table.ts'
import { UsageError } from '../shared/errors.ts'
import { formatUtc } from '../shared/time.ts'
import type { Protocol } from './protocol.ts'

/** One parameter with its value and bounds, in the chain's scale and for people. */
export interface ParameterRow {
  readonly subject: string
  readonly parameter: string
  readonly label: string
  readonly stored: bigint
  readonly effective: bigint
  readonly min: bigint
  readonly max: bigint
  readonly unit: string
  readonly tightens: 'up' | 'down' | 'neither'
  readonly shown: { readonly stored: string; readonly effective: string; readonly bounds: string }
}

/**
 * Every governed parameter of the protocol, or of one subject.
 *
 * @throws UsageError for a subject that nobody knows
 */
export async function listParameters(
  { chain, book }: Protocol,
  subject?: string,
): Promise<{
  readonly rows: readonly ParameterRow[]
  readonly block: BlockRef
  readonly text: string
}> {
  const governed = governedValues(book)
  const subjects = [...new Set(governed.map((value) => value.subject))]
  if (subject !== undefined && !subjects.includes(subject)) {
    throw new UsageError(
      `There is nothing called ${subject}.`,
      `Use one of: ${subjects.join(', ')}.`,
    )
  }
  const { block, values } = await readParameters(chain, book)
  const rows = governed
    .filter((value) => subject === undefined || value.subject === subject)
    .map(({ id, spec, subject: of }): ParameterRow => {
      const { stored, effective } = values.get(id) ?? { stored: 0n, effective: 0n }
      const show = (value: bigint) => displayValue(spec.unit, value, book)
      return {
        subject: of,
        parameter: spec.key,
        label: spec.label,
        stored,
        effective,
        min: spec.min,
        max: spec.max,
        unit: spec.unit,
        tightens: spec.tightens,
        shown: {
          stored: show(stored),
          effective: show(effective),
          bounds: `${show(spec.min)} … ${show(spec.max)}`,
        },
      }
    })
    .sort((a, b) => subjects.indexOf(a.subject) - subjects.indexOf(b.subject))
  return {
    rows,
    block,
    text: `${table(rows)}\n\nAt block ${block.number}, ${formatUtc(block.timestamp)}.`,
  }
}

const table = (rows: readonly ParameterRow[]): string =>
  plainTable(
    [
      { title: 'Subject' },
      { title: 'Parameter' },
      { title: 'Value', isNumber: true },
      { title: 'Counts now', isNumber: true },
      { title: 'Bounds', isNumber: true },
      { title: 'Tightens' },
    ],
    rows.map(({ subject, parameter, stored, effective, shown, tightens }) => [
      subject,
      parameter,
      shown.stored,
      stored === effective ? '' : shown.effective,
      shown.bounds,
      tightens,
    ]),
  )
