import type { AddressBook } from '../governance/addressBook.ts'
import { reportDocument } from '../report/json.ts'
import { openProposalsDocument } from '../report/standing.ts'
import { plainTable } from '../report/table.ts'
import {
  assessmentText,
  callsText,
  changesText,
  findingsText,
  standingText,
} from '../report/text.ts'
import type { Comparison } from '../risk/assessment.ts'
import { ExitCode } from '../shared/errors.ts'
import type { Checked } from './checkProposal.ts'
import { type DemoResult, showValue } from './demo.ts'
import type { AfterVote } from './demoAfterVote.ts'
import type { Judged } from './judgeProposal.ts'
import type { Prepared } from './prepareProposal.ts'
import type { Published } from './publishReport.ts'
import type { Rendered } from './rendered.ts'
import type { DryRunProposal } from './simulateProposal.ts'

/** A check that fails, or that could not run, stops whoever trusts the exit code. */
export const exitCodeOf = ({ decision }: Checked): ExitCode =>
  decision === 'fail' || decision === 'inconclusive' ? ExitCode.refusedByChecks : ExitCode.done

const changesDocument = ({ changes }: Prepared) =>
  changes.map(({ spec, subject, before, after, direction }) => ({
    market: subject,
    parameter: spec.key,
    before: before.stored,
    after,
    direction,
  }))

const next = (command: string): string => `\n\nNext: ballast ${command}`

const correct = (path: string): string =>
  `\n\nNext: correct ${path}, or declare what it does, and run ballast check again.`

/** After a refusal the next step is the file, not the next verb; what is on the chain can only be voted on. */
function afterVerdict({ decision }: Checked, prepared: Prepared, verb: string): string {
  const { source, submitted } = prepared
  if (decision !== 'fail') return next(`${verb} ${source.path}`)
  return submitted === undefined ? correct(source.path) : next(`show ${submitted.shortId}`)
}

/** Title and standing of what is on the chain, and its changes. */
const headText = ({ draft, submitted, changes }: Prepared, book: AddressBook): string =>
  `${standingText(draft, submitted, book)}${changesText(changes, book)}`

export const renderEncoded = (prepared: Prepared, book: AddressBook): Rendered => ({
  text:
    `${headText(prepared, book)}\n\n${callsText(prepared.proposal)}\n\n` +
    `Proposal id ${prepared.proposal.id}${next(`check ${prepared.source.path}`)}`,
  document: {
    schema: 'ballast.encode/1',
    proposalId: prepared.proposal.id,
    descriptionHash: prepared.proposal.descriptionHash,
    description: prepared.proposal.description,
    submitted: prepared.submitted ?? null,
    changes: changesDocument(prepared),
    calls: prepared.proposal.calls.map(({ target, value, calldata, words }) => ({
      target,
      value,
      calldata,
      words,
    })),
  },
})

export const renderChecked = (
  executed: DryRunProposal,
  checked: Checked,
  book: AddressBook,
): Rendered => ({
  text:
    `${headText(executed, book)}\n\n${findingsText(checked.checks)}\n\n` +
    `${verdictLine(checked.decision)}${afterVerdict(checked, executed, 'simulate')}`,
  document: {
    schema: 'ballast.check/1',
    proposalId: executed.proposal.id,
    block: executed.current.block,
    decision: checked.decision,
    acceptedInconclusive: checked.acceptedInconclusive,
    changes: changesDocument(executed),
    findings: checked.checks.findings,
    notRun: checked.checks.notRun,
    undeclared: executed.verdict.undeclared,
    submitted: executed.submitted ?? null,
    openProposals: openProposalsDocument(checked.openProposals),
  },
})

export const renderSimulated = (
  { simulated, checked, replays }: Judged,
  book: AddressBook,
): Rendered => ({
  text: [
    headText(simulated, book),
    assessmentText(simulated.assessment, { replays, symbol: book.derivativeSymbol }),
    findingsText(checked.checks),
    `${verdictLine(checked.decision)}${afterVerdict(checked, simulated, 'report')}`,
  ].join('\n\n'),
  document: {
    schema: 'ballast.simulate/1',
    proposalId: simulated.proposal.id,
    block: simulated.current.block,
    decision: checked.decision,
    acceptedInconclusive: checked.acceptedInconclusive,
    changes: changesDocument(simulated),
    findings: checked.checks.findings,
    notRun: checked.checks.notRun,
    undeclared: simulated.verdict.undeclared,
    submitted: simulated.submitted ?? null,
    openProposals: openProposalsDocument(checked.openProposals),
    risk: simulated.assessment,
    replays,
  },
})

/** A report is for those who decide: whoever may submit, or whoever votes. */
const afterReport = ({ input: { decision, submitted }, reference }: Published): string => {
  if (submitted !== undefined) return next(`status ${submitted.shortId}`)
  return decision === 'fail' ? correct(reference) : next(`submit ${reference}`)
}

export const renderPublished = (published: Published): Rendered => ({
  text:
    `${findingsText(published.input.checks)}\n\n${verdictLine(published.input.decision)}\n\n` +
    `Written: ${published.files.join(', ')}${afterReport(published)}`,
  document: {
    ...reportDocument(published.input),
    schema: 'ballast.report/1',
    reportFiles: published.files,
  },
})

/** The end of the demonstration: the parameters as the chain now has them, and where the report is. */
export function renderDemo(result: DemoResult, book: AddressBook): Rendered {
  const { changes, published, states, decision, proposalId } = result
  const { total } = published.input.assessment
  const table = plainTable(
    [
      { title: 'Subject' },
      { title: 'Parameter' },
      { title: 'Before', isNumber: true },
      { title: 'After', isNumber: true },
      { title: 'Counts now', isNumber: true },
    ],
    changes.map((entry) => [
      entry.change.subject,
      entry.change.spec.label,
      showValue(entry, entry.before, book),
      showValue(entry, entry.after, book),
      showValue(entry, entry.effective, book),
    ]),
  )
  const story =
    states.length === 0
      ? 'The checks say no: nothing was submitted.'
      : `${states.join(' → ')}\n\nRead back from the chain:\n${table}`
  return {
    text:
      `${findingsText(published.input.checks)}\n\n${verdictLine(decision)}\n\n${story}\n\n` +
      `Report: ${published.files.join(', ')}`,
    document: {
      schema: 'ballast.demo/1',
      proposalId,
      decision,
      states,
      changes: changes.map(({ change, before, after }) => ({
        market: change.subject,
        parameter: change.spec.key,
        before,
        after,
      })),
      ...(result.afterVote === undefined ? {} : afterVoteDocument(result.afterVote)),
      risk: total === undefined ? null : withoutHistograms(total),
      reportFiles: published.files,
    },
  }
}

const afterVoteDocument = ({ stepped, fall, absorbed, auctioned, aftermath }: AfterVote) => ({
  stewardStep: stepped,
  crash: {
    market: fall.market.label,
    priceBefore: fall.before,
    priceAfter: fall.after,
    unhealthyVaults: fall.unhealthy,
    absorbed,
    auction: auctioned,
    ...aftermath,
    unhealthyVaultsLeft: aftermath.unhealthy,
  },
})

const withoutHistograms = ({ before, after, difference }: Comparison) => ({
  before,
  after,
  difference,
})

const VERDICTS: Readonly<Record<Checked['decision'], string>> = {
  pass: '✔ Every check passes.',
  warn: '! No check fails; read the warnings.',
  fail: '✖ At least one check fails.',
  inconclusive:
    '? At least one check could not be decided; accept it by name with --accept-inconclusive.',
}

/** What the decision means, in a sentence. */
export const verdictLine = (decision: Checked['decision']): string => VERDICTS[decision]
