import type { AddressBook } from '../governance/addressBook.ts'
import type { Status } from '../governance/checks/check.ts'
import type { CheckResult } from '../governance/checks/runChecks.ts'
import type { Draft, ParameterChange, Proposal } from '../governance/proposal.ts'
import type { Submitted } from '../governance/submitted.ts'
import type { RiskAssessment } from '../risk/assessment.ts'
import { formatUtc } from '../shared/time.ts'
import { changeColumns, changeRows } from './changeRows.ts'
import type { NamedReplay } from './reportInput.ts'
import {
  figureColumns,
  figureRows,
  ladderColumns,
  ladderRows,
  replayColumns,
  replayRows,
  unpricedNotes,
} from './riskRows.ts'
import { standingSentences } from './standing.ts'
import { plainTable } from './table.ts'

const MARKS: Readonly<Record<Status, string>> = {
  pass: '✔ pass',
  warn: '! warn',
  fail: '✖ fail',
  inconclusive: '? inconclusive',
}

/** The declared changes for a terminal. */
export const changesText = (changes: readonly ParameterChange[], book: AddressBook): string =>
  changes.length === 0
    ? 'No parameter of the catalogue is set.'
    : plainTable(changeColumns, changeRows(changes, book))

/** Whose words they are, and where the proposal stands; nothing for a file that is not submitted. */
export const standingText = (
  { title }: Pick<Draft, 'title'>,
  submitted: Submitted | undefined,
  book: AddressBook,
): string =>
  submitted === undefined ? '' : `"${title}"\n${standingSentences(submitted, book).join('\n')}\n\n`

/** Findings for a terminal: the status as a sign and a word, then the facts. */
export function findingsText({ findings, notRun }: CheckResult): string {
  const lines = findings.flatMap(({ status, title, summary, facts }) => [
    `${MARKS[status].padEnd(15)} ${title}: ${summary}`,
    ...facts.map((fact) => `                  · ${fact}`),
  ])
  const skipped = notRun.map(
    ({ title, needs }) => `– not run       ${title} (needs ${needs.join(', ')})`,
  )
  return [...lines, ...skipped].join('\n')
}

/** The proposal's calls in words with their bytes. */
export const callsText = ({ calls }: Proposal): string =>
  calls
    .map(({ target, value, calldata, words }, i) => {
      const ether = value > 0n ? `\n   value ${value} wei` : ''
      return `${i + 1}. ${words}\n   to ${target}${ether}\n   ${calldata}`
    })
    .join('\n')

/** The risk figures for a terminal. */
export function assessmentText(
  assessment: RiskAssessment,
  options: { readonly replays: readonly NamedReplay[]; readonly symbol: string },
): string {
  const { settings, ladders, total } = assessment
  const days = (settings.steps * settings.stepSeconds) / 86_400
  const missing = unpricedNotes(assessment)
  if (total === undefined) return missing.join('\n')
  const parts = [
    ...missing,
    `Losses over ${days} days, ${settings.paths} paths, ${options.symbol} [95 % interval]:`,
    plainTable(figureColumns, figureRows(total)),
    `Liquidatable at execution (${formatUtc(ladders.execution.at)}):`,
    plainTable(ladderColumns, ladderRows(ladders.execution)),
  ]
  if (ladders.settled.at !== ladders.execution.at) {
    parts.push(`Liquidatable when ramps have ended (${formatUtc(ladders.settled.at)}):`)
    parts.push(plainTable(ladderColumns, ladderRows(ladders.settled)))
  }
  if (options.replays.length > 0) {
    parts.push('Replay of past prices:', plainTable(replayColumns, replayRows(options.replays)))
    parts.push(...options.replays.flatMap(({ about }) => about ?? []))
  }
  return parts.join('\n\n')
}
