import { printable } from '../shared/format.ts'
import { formatUtc } from '../shared/time.ts'
import { changeColumns, changeRows } from './changeRows.ts'
import type { ReportInput } from './reportInput.ts'
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
import { markdownTable } from './table.ts'

const MARKS = {
  pass: '✔ pass',
  warn: '! warn',
  fail: '✖ fail',
  inconclusive: '? inconclusive',
} as const

/** The report for people. Every figure with its interval, every statement with its evidence, and how to repeat it. */
export function renderMarkdown(input: ReportInput): string {
  const sections = [
    heading(input),
    standingSection(input),
    changesSection(input),
    callsSection(input),
    findingsSection(input),
    effectsSection(input),
    openProposalsSection(input),
    lossSection(input),
    laddersSection(input),
    replaySection(input),
    provenanceSection(input),
  ]
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
}

const heading = ({ draft, decision }: ReportInput): string =>
  `# ${authorsLine(draft.title.trim())}\n\n**${MARKS[decision]}**\n\n${quote(draft.summary.trim())}`

/** A line that its author wrote: it draws no line break, and opens and closes no HTML. */
const authorsLine = (text: string): string =>
  printable(text.replaceAll('\t', '  ')).replaceAll('<', '&lt;')

/** The author's words as a quotation, so that no heading or table in them passes for one of the report. */
const quote = (text: string): string =>
  text
    .split(/\r\n?|\n/)
    .map((line) => `> ${authorsLine(line)}`.trimEnd())
    .join('\n')

const standingSection = ({ submitted, book }: ReportInput): string =>
  submitted === undefined ? '' : standingSentences(submitted, book).join(' ')

const changesSection = ({ changes, book }: ReportInput): string =>
  changes.length === 0
    ? ''
    : `## Changes\n\n${markdownTable(changeColumns, changeRows(changes, book))}`

const callsSection = ({ proposal }: ReportInput): string =>
  `## Calls\n\n${proposal.calls.map(({ words, target }, i) => `${i + 1}. ${words}  \n   to \`${target}\``).join('\n')}`

function findingsSection({ checks, acceptedInconclusive }: ReportInput): string {
  const rows = checks.findings.map(({ status, title, summary, facts }) => [
    MARKS[status],
    title,
    [summary, ...facts].join('<br>'),
  ])
  const notRun = checks.notRun.map(
    ({ title, needs }) => `- not run: ${title} (needs ${needs.join(', ')})`,
  )
  const table = markdownTable([{ title: 'Status' }, { title: 'Check' }, { title: 'Finding' }], rows)
  const accepted = acceptedInconclusive.map((name) => `- accepted although inconclusive: ${name}`)
  return ['## Checks', table, ...notRun, ...accepted].join('\n\n')
}

function effectsSection({ verdict, dryRun }: ReportInput): string {
  const { lifecycle, outcome } = dryRun
  const voters = lifecycle.voters.map(({ address }) => `\`${address}\``).join(', ')
  const who = voters === '' ? 'No further vote was needed' : `Voted through by ${voters}`
  const how =
    lifecycle.inconclusive === undefined
      ? `${who}: ${lifecycle.states.join(' → ')}.`
      : `The lifecycle is inconclusive (${lifecycle.inconclusive}); the batch ran as the timelock.`
  const end =
    outcome.kind === 'executed'
      ? `Gas of the execution: ${outcome.gasUsed}.`
      : `**The execution ${outcome.kind === 'reverted' ? 'reverts' : 'could not be run'}: ${outcome.reason}.**`
  const clock =
    'Price feeds were not refreshed on the way: they age alike on the fork with the proposal and on the one without.'
  const effects = [
    ...verdict.undeclared.map(({ words }) => `- **undeclared:** ${words}`),
    ...verdict.explained.map(({ words }) => `- ${words}`),
  ]
  return `## Dry run\n\n${how} ${end} ${clock}\n\n${effects.join('\n')}`
}

function openProposalsSection({ openProposals }: ReportInput): string {
  if (openProposals.kind === 'unreachable') {
    return `## Other open proposals\n\nThey could not be read: ${openProposals.why}`
  }
  const { others } = openProposals.value
  if (others.length === 0) return ''
  const rows = others.map(({ handle, state, title, calls, executableFrom }) => [
    `\`${handle}\``,
    state,
    authorsLine(title),
    calls.map(authorsLine).join('<br>'),
    formatUtc(executableFrom),
  ])
  const columns = ['Proposal', 'State', 'It says', 'It calls', 'Can be executed from'].map(
    (title) => ({ title }),
  )
  return `## Other open proposals\n\n${markdownTable(columns, rows)}`
}

function lossSection({ assessment, book }: ReportInput): string {
  const { settings, total } = assessment
  const days = (settings.steps * settings.stepSeconds) / 86_400
  const title = `## Losses over ${days} days from the execution`
  const missing = unpricedNotes(assessment)
  if (total === undefined) return [title, ...missing].join('\n\n')
  const notes = [
    ...assessment.assumptions.map((assumption) => `- ${assumption}`),
    ...assessment.unfelt.map((change) => `- These figures do not feel the change of ${change}.`),
  ]
  return [
    title,
    ...missing,
    `${settings.paths} paths of ${settings.steps} steps, before and after on the same random numbers; ` +
      `amounts in ${book.derivativeSymbol}, each with its 95 % interval.`,
    markdownTable(figureColumns, figureRows(total)),
    'Intervals: central limit theorem for means and shortfalls, order statistics for quantiles, Wilson for chances. ' +
      'Where no path lost anything, a mean of 0 says nothing about rarer losses; the upper end of the chance does.',
    `Prices: ${assessment.calibrationId}. What the model assumes:`,
    notes.join('\n'),
  ].join('\n\n')
}

function laddersSection({ assessment }: ReportInput): string {
  const { execution, settled } = assessment.ladders
  if (assessment.total === undefined) return ''
  const parts = [
    '## What becomes liquidatable',
    `At execution (${formatUtc(execution.at)}), if every price falls at once:`,
    markdownTable(ladderColumns, ladderRows(execution)),
  ]
  if (settled.at !== execution.at) {
    parts.push(`When every ramp has ended (${formatUtc(settled.at)}):`)
    parts.push(markdownTable(ladderColumns, ladderRows(settled)))
  }
  return parts.join('\n\n')
}

function replaySection({ replays }: ReportInput): string {
  if (replays.length === 0) return ''
  return [
    '## Replay of past prices',
    'Every collateral moves by the factors of the named history.',
    markdownTable(replayColumns, replayRows(replays)),
    ...replays.flatMap(({ about }) => about ?? []),
  ].join('\n\n')
}

function provenanceSection({ provenance, replays }: ReportInput): string {
  const { network, chainId, block, proposalId, seed, versions } = provenance
  const { inputHash, sourceHash } = provenance
  return [
    '## How to repeat this',
    markdownTable(
      [{ title: 'What' }, { title: 'Value' }],
      [
        ['network', network],
        ['chain', `${chainId}`],
        ['block', `${block.number} (${formatUtc(block.timestamp)}), ${block.hash}`],
        ['proposal id', `${proposalId}`],
        ['seed', `${seed}`],
        ['input hash', inputHash],
        ['proposal hash', sourceHash],
        ...replays.map(({ name, pricesHash }) => ['replayed prices', `${name}: ${pricesHash}`]),
        ...Object.entries(versions),
      ],
    ),
  ].join('\n\n')
}
