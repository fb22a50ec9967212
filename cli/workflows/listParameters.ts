import { readBlockTimes } from '../chain/blockTimes.ts'
import { readBlock } from '../chain/client.ts'
import { readParameterHistory } from '../chain/parameterHistory.ts'
import { readMarkets } from '../chain/readBook.ts'
import { readParameters } from '../chain/readParameters.ts'
import type { AddressBook, Hex } from '../governance/addressBook.ts'
import { type GovernedValue, governedValues } from '../governance/catalogue.ts'
import { type StoppedMarket, stoppedMarkets } from '../governance/freeze.ts'
import { chooseFrom } from '../governance/nearest.ts'
import type { BlockRef, ParameterValue } from '../governance/parameter.ts'
import type { RecordedChange } from '../governance/parameterHistory.ts'
import { displayMost, displayValue } from '../governance/value.ts'
import { type ChangeRecord, type ParameterRow, parametersText } from '../report/parametersText.ts'
import { UsageError } from '../shared/errors.ts'
import type { Protocol } from './protocol.ts'

/** Which parameters: all, those of a subject, or one with its whole history. */
export interface ParameterSelection {
  readonly subject?: string | undefined
  readonly parameter?: string | undefined
}

/** The parameters that were asked for. */
export interface ParameterList {
  readonly block: BlockRef
  readonly parameters: readonly ParameterRow[]
  /** Whether the node has the events back to the deployment; else "never changed" cannot be told. */
  readonly isHistoryComplete: boolean
  /** Of the markets that are shown, those that issue nothing now. */
  readonly stopped: readonly StoppedMarket[]
  /** Every change of the one parameter that was asked for, the oldest first. */
  readonly history?: readonly ChangeRecord[]
}

/**
 * Every governed parameter of the protocol, of one subject, or one of them, with its last change; all at one block.
 *
 * @throws UsageError for a subject or parameter that nobody knows
 */
export async function listParameters(
  { chain, book }: Protocol,
  selection: ParameterSelection = {},
): Promise<{ readonly document: ParameterList; readonly text: string }> {
  const selected = select(book, selection)
  const block = await readBlock(chain)
  const range = { fromBlock: book.deployedAtBlock, toBlock: block.number }
  const shown = book.markets.filter(({ label }) => selected.some((one) => one.subject === label))
  const [{ values }, { markets }, history] = await Promise.all([
    readParameters(chain, book, block),
    readMarkets(chain, { ...book, markets: shown }, block),
    readParameterHistory(chain, book, range),
  ])
  const isOne = selection.parameter !== undefined
  const wanted = selected.map((governed) => {
    const changes = history.changes.get(governed.id) ?? []
    return { governed, changes: isOne ? changes : changes.slice(-1) }
  })
  const times = await readBlockTimes(
    chain,
    wanted.flatMap(({ changes }) => changes),
  )
  const recorded = wanted.map(({ governed, changes }) => ({
    governed,
    changes: changes.map((change) => recordOf(change, times, book)),
  }))
  const parameters = recorded.map(({ governed, changes }) =>
    rowOf(governed, values.get(governed.id), { last: changes.at(-1), book }),
  )
  const document: ParameterList = {
    block,
    parameters,
    isHistoryComplete: history.isComplete,
    stopped: stoppedMarkets(markets, BigInt(block.timestamp)),
    ...(isOne ? { history: recorded[0]?.changes ?? [] } : {}),
  }
  return { document, text: parametersText(document) }
}

/** In the order of subjects, each with its parameters in the order of the catalogue. */
function select(
  book: AddressBook,
  { subject, parameter }: ParameterSelection,
): readonly GovernedValue[] {
  const governed = governedValues(book)
  const subjects = [...new Set(governed.map((value) => value.subject))]
  if (subject !== undefined && !subjects.includes(subject)) {
    throw new UsageError(`There is nothing called ${subject}.`, chooseFrom(subject, subjects))
  }
  const ofSubject = subjects
    .filter((name) => subject === undefined || name === subject)
    .flatMap((name) => governed.filter((value) => value.subject === name))
  if (parameter === undefined) return ofSubject
  const found = ofSubject.filter(({ spec }) => spec.key === parameter)
  if (found.length === 0) {
    const keys = ofSubject.map(({ spec }) => spec.key)
    throw new UsageError(`${subject} has no parameter ${parameter}.`, chooseFrom(parameter, keys))
  }
  return found
}

function recordOf(
  change: RecordedChange,
  times: ReadonlyMap<Hex, number>,
  book: AddressBook,
): ChangeRecord {
  const { spec, before, after, blockNumber, blockHash, transactionHash, settlesAt } = change
  const show = (value: bigint) => displayValue(spec.unit, value, book)
  return {
    block: blockNumber,
    timestamp: times.get(blockHash) ?? null,
    transactionHash,
    before,
    after,
    ...(settlesAt === undefined ? {} : { settlesAt }),
    shown: { before: show(before), after: show(after) },
  }
}

function rowOf(
  { spec, subject }: GovernedValue,
  value: ParameterValue | undefined,
  { last, book }: { readonly last: ChangeRecord | undefined; readonly book: AddressBook },
): ParameterRow {
  const { stored, effective } = value ?? { stored: 0n, effective: 0n }
  const show = (amount: bigint) => displayValue(spec.unit, amount, book)
  return {
    subject,
    parameter: spec.key,
    label: spec.label,
    summary: spec.summary,
    stored,
    effective,
    min: spec.min,
    max: spec.max,
    unit: spec.unit,
    tightens: spec.tightens,
    lastChange: last ?? null,
    shown: {
      stored: show(stored),
      effective: show(effective),
      bounds: `${show(spec.min)} … ${displayMost(spec.unit, spec.max, book)}`,
    },
  }
}
