import { adviceOf } from '../governance/checks/advice.ts'
import { verdictOf } from '../governance/checks/runChecks.ts'
import { changeRows } from '../report/changeRows.ts'
import type { NamedReplay } from '../report/reportInput.ts'
import { figureRows, NOT_PAIRED, unpricedNotes } from '../report/riskRows.ts'
import type { Comparison, LadderPair } from '../risk/assessment.ts'
import { consequencesFor, sortVaults } from '../risk/consequences.ts'
import { type Book, pricedPart } from '../risk/market.ts'
import { timelineOf } from '../risk/timeline.ts'
import { type Checked, requireKnownChecks } from './checkProposal.ts'
import type { Judged } from './judgeProposal.ts'
import type {
  OtherProposal,
  Preview,
  PreviewLadders,
  PreviewLoss,
  PreviewLosses,
  PreviewReplay,
} from './preview.ts'
import type { Protocol } from './protocol.ts'
import { type ReplayRequest, readPriceHistory, replaysOf } from './replayPrices.ts'

/** Spans of a timeline: more than any terminal has columns for. */
const MOST_SPANS = 200

/** The same proposal with other prices replayed. @throws PriceFileNotFoundError, PriceCsvError, UsageError */
export async function withReplay(judged: Judged, request: ReplayRequest): Promise<Judged> {
  const history = await readPriceHistory(request)
  return { ...judged, replays: replaysOf(judged.simulated.riskBook, history) }
}

/** The same findings with these checks let stay inconclusive. @throws UsageError for a check that does not exist */
export function withAccepted(judged: Judged, checks: readonly string[]): Judged {
  requireKnownChecks(checks)
  const { findings } = judged.checked.checks
  const checked: Checked = {
    ...judged.checked,
    acceptedInconclusive: checks,
    decision: verdictOf(findings, checks),
  }
  return { ...judged, checked }
}

/** A judged proposal as a screen shows it. */
export function previewOf(judged: Judged, { book }: Pick<Protocol, 'book'>): Preview {
  const { simulated, checked, replays } = judged
  const { source, draft, current, changes, proposal, reading, verdict, submitted } = simulated
  return {
    reference: source.path,
    slug: draft.slug,
    title: draft.title.trim(),
    symbol: book.derivativeSymbol,
    block: current.block,
    ...(submitted === undefined ? {} : { submitted }),
    changes: changeRows(changes, book).map(
      ([
        subject = '',
        parameter = '',
        before = '',
        after = '',
        direction = '',
        takesEffect = '',
      ]) => {
        return { subject, parameter, before, after, direction, takesEffect }
      },
    ),
    calls: proposal.calls.map(({ words }) => words),
    ...judgementOf(checked),
    undeclared: verdict.undeclared.map(({ words }) => words),
    dryRun: { outcome: reading.dryRun.outcome, lifecycle: reading.dryRun.lifecycle },
    risk: riskOf(judged),
    replays: replays.map(shownReplay),
  }
}

function judgementOf({
  checks,
  decision,
  acceptedInconclusive,
  openProposals,
}: Checked): Pick<Preview, 'findings' | 'notRun' | 'decision' | 'others'> {
  return {
    findings: checks.findings.map((finding) => {
      const advice = adviceOf(finding)
      return {
        ...finding,
        ...(advice === undefined ? {} : { advice }),
        isAccepted:
          finding.status === 'inconclusive' && acceptedInconclusive.includes(finding.check),
      }
    }),
    notRun: checks.notRun,
    decision,
    others:
      openProposals.kind === 'unreachable'
        ? openProposals
        : {
            kind: 'value',
            value: openProposals.value.others.map(
              ({ handle, state, title, calls, executableFrom }): OtherProposal => {
                return { handle, state, title, calls, executableFrom }
              },
            ),
          },
  }
}

function riskOf({ simulated: { assessment, riskBook } }: Judged): Preview['risk'] {
  const { settings, modelId, calibrationId, assumptions, unfelt, total, markets } = assessment
  const { execution, settled } = assessment.ladders
  return {
    settings,
    modelId,
    calibrationId,
    assumptions,
    unfelt,
    unpriced: unpricedNotes(assessment),
    losses: [
      ...(total === undefined ? [] : [lossesOf('all markets', total)]),
      ...markets.map((one) => lossesOf(one.label, one)),
    ],
    execution: shownLadders(execution, riskBook),
    settled: shownLadders(settled, riskBook),
  }
}

/** In words where there is no figure: what is not paired path by path has no interval, and so no figure of ours. */
function differenceWords(before: string, after: string, difference: string): string {
  if (difference !== NOT_PAIRED) return difference
  return before === after ? 'none' : 'not estimated'
}

function lossesOf(label: string, comparison: Comparison): PreviewLosses {
  const rows = figureRows(comparison)
  const lossOf = (loss: 'badDebt' | 'liquidatedDebt', title: string): PreviewLoss => ({
    figures: rows
      .filter(([name]) => name === title)
      .map(([, figure = '', before = '', after = '', difference = '']) => {
        return {
          title: figure,
          before,
          after,
          difference: differenceWords(before, after, difference),
        }
      }),
    histogram: comparison.distribution[loss],
  })
  return {
    label,
    badDebt: lossOf('badDebt', 'bad debt'),
    liquidatedDebt: lossOf('liquidatedDebt', 'liquidated debt'),
  }
}

function shownLadders({ at, before, after }: LadderPair, book: Book): PreviewLadders {
  const sideOf = (ladders: LadderPair['before']) =>
    ladders.map(({ variant: _, rungs, ...ladder }) => ({
      ...ladder,
      rungs: rungs.map(({ owners: __, ...rung }) => rung),
    }))
  const efficiency = pricedPart(book).markets.map((market) => {
    const { label, efficiency: own } = consequencesFor(book, market, sortVaults(market), at)
    return { label, efficiency: own }
  })
  return { at, before: sideOf(before), after: sideOf(after), efficiency }
}

const shownReplay = ({ name, about, replay }: NamedReplay): PreviewReplay => ({
  name,
  ...(about === undefined ? {} : { about }),
  spans: timelineOf(replay, MOST_SPANS),
  before: replay.before.total,
  after: replay.after.total,
})
