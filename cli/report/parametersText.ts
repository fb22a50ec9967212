import type { Hex } from '../governance/addressBook.ts'
import { type StoppedMarket, stoppedWords } from '../governance/freeze.ts'
import type { BlockRef } from '../governance/parameter.ts'
import { formatUtc, formatUtcDate } from '../shared/time.ts'
import { plainTable } from './table.ts'

/** One change of a parameter, in the chain's scale and for people; times in Unix seconds. */
export interface ChangeRecord {
  readonly block: number
  /** Unix seconds; null if the node does not have the block. */
  readonly timestamp: number | null
  readonly transactionHash: Hex
  readonly before: bigint
  readonly after: bigint
  /** When it counts in full: the end of a ramp or a delay. */
  readonly settlesAt?: bigint
  readonly shown: { readonly before: string; readonly after: string }
}

/** One parameter with its value and bounds, in the chain's scale and for people. */
export interface ParameterRow {
  readonly subject: string
  readonly parameter: string
  readonly label: string
  readonly summary: string
  readonly stored: bigint
  readonly effective: bigint
  readonly min: bigint
  readonly max: bigint
  readonly unit: string
  readonly tightens: 'up' | 'down' | 'neither'
  /** Null if it is as it was deployed, or if the node cannot tell. */
  readonly lastChange: ChangeRecord | null
  readonly shown: { readonly stored: string; readonly effective: string; readonly bounds: string }
}

export interface ParametersView {
  readonly block: BlockRef
  readonly parameters: readonly ParameterRow[]
  readonly isHistoryComplete: boolean
  /** Of the markets that are shown, those that issue nothing now. */
  readonly stopped: readonly StoppedMarket[]
  readonly history?: readonly ChangeRecord[]
}

/** The parameters for a terminal: a table, or one parameter with its history. */
export function parametersText(view: ParametersView): string {
  const { block, parameters, history, isHistoryComplete, stopped } = view
  const [first] = parameters
  const body =
    history === undefined || first === undefined
      ? table(parameters, isHistoryComplete)
      : onePart(first, history, isHistoryComplete)
  const gap = isHistoryComplete
    ? ''
    : '\nThis node does not have the events of the deployment: changes may be missing here.'
  const at = `At block ${block.number}, ${formatUtc(block.timestamp)}.`
  const stops = stopped.map((market) => `\n! ${stoppedWords(market, BigInt(block.timestamp))}`)
  return `${body}\n\n${at}${stops.join('')}${gap}\n\nNext: ballast ${next(view)}`
}

function next({ parameters, history }: ParametersView): string {
  if (history !== undefined) return 'draft'
  const newest = parameters.reduce<ParameterRow | undefined>(
    (best, row) => ((row.lastChange?.block ?? -1) > (best?.lastChange?.block ?? -1) ? row : best),
    undefined,
  )
  return newest === undefined ? 'draft' : `params ${newest.subject} ${newest.parameter}`
}

function changeWords({ lastChange }: ParameterRow, isHistoryComplete: boolean): string {
  if (lastChange === null) return isHistoryComplete ? 'since deployment' : 'not known'
  const { timestamp, shown, block } = lastChange
  return `${timestamp === null ? '' : `${formatUtcDate(timestamp)}: `}${shown.before} → ${shown.after} (block ${block})`
}

const table = (rows: readonly ParameterRow[], isHistoryComplete: boolean): string =>
  plainTable(
    [
      { title: 'Subject' },
      { title: 'Parameter' },
      { title: 'Value', isNumber: true },
      { title: 'Counts now', isNumber: true },
      { title: 'Bounds', isNumber: true },
      { title: 'Tightens' },
      { title: 'Last change' },
    ],
    rows.map((row) => [
      row.subject,
      row.parameter,
      row.shown.stored,
      row.stored === row.effective ? '' : row.shown.effective,
      row.shown.bounds,
      row.tightens,
      changeWords(row, isHistoryComplete),
    ]),
  )

function onePart(
  row: ParameterRow,
  history: readonly ChangeRecord[],
  isHistoryComplete: boolean,
): string {
  const { subject, parameter, label, summary, shown, stored, effective, tightens } = row
  const counts = stored === effective ? '' : `; ${shown.effective} counts now`
  const safer = tightens === 'neither' ? '' : `; ${tightens} is safer`
  const head = [
    `${subject} ${parameter}: ${shown.stored}${counts}`,
    `${label}. ${summary}`,
    `Bounds ${shown.bounds}${safer}.`,
  ].join('\n')
  if (history.length === 0) {
    const never = isHistoryComplete ? 'It is as it was deployed.' : 'No change of it is known.'
    return `${head}\n\n${never}`
  }
  const changes = plainTable(
    [
      { title: 'When' },
      { title: 'Before', isNumber: true },
      { title: 'After', isNumber: true },
      { title: 'Block', isNumber: true },
      { title: 'Counts in full' },
      { title: 'Transaction' },
    ],
    history.map(({ timestamp, shown: values, block, settlesAt, transactionHash }) => [
      timestamp === null ? 'not known' : formatUtc(timestamp),
      values.before,
      values.after,
      String(block),
      settlesAt === undefined ? 'at once' : formatUtc(settlesAt),
      transactionHash,
    ]),
  )
  return `${head}\n\n${changes}`
}
