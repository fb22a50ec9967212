import { type NextStep, nextStep } from '../governance/nextStep.ts'
import { plainTable } from '../report/table.ts'
import { plural } from '../shared/format.ts'
import { shortId } from '../shared/proposalId.ts'
import { formatDuration, formatUtc } from '../shared/time.ts'
import type { MovedProposal, Warped } from './warpChain.ts'

/** What a warp did, for people and for programs. */
export function renderWarped(warped: Warped): {
  readonly text: string
  readonly document: { readonly schema: string } & Readonly<Record<string, unknown>>
} {
  const { from, to, blocks, refreshed, left, automine, boundaryOf, asked, proposals } = warped
  const lines = proposals.map(lineOf(warped))
  const parts = [
    clockWords(warped),
    automine ? '' : NOT_MINING,
    proposalTable(lines),
    `Next: ballast ${command(lines, boundaryOf ?? asked)}`,
  ]
  return {
    text: parts.filter((part) => part !== '').join('\n\n'),
    document: {
      schema: 'ballast.warp/1',
      from,
      to,
      seconds: to.timestamp - from.timestamp,
      blocks,
      feeds: { refreshed, left },
      automine,
      boundaryOf: boundaryOf ?? null,
      proposals: proposals.map(({ id, title, before, state, hasMoved, action }) => ({
        proposalId: id,
        title: title ?? null,
        before,
        state,
        hasMoved,
        next: action,
      })),
    },
  }
}

const NOT_MINING =
  '! The node does not mine each transaction at once. If nobody wanted that, a command was killed on it: ' +
  'call evm_setAutomine with true, or start it anew.'

function clockWords({ from, to, blocks, refreshed, left, asked }: Warped): string {
  if (blocks === 0) {
    const who =
      asked === undefined ? 'nothing that is open waits' : `${shortId(asked)} does not wait`
    return `The clock stays at ${formatUtc(to.timestamp)}: ${who} for time.`
  }
  const distance = formatDuration(BigInt(to.timestamp - from.timestamp))
  const lines = [
    `${formatUtc(from.timestamp)} → ${formatUtc(to.timestamp)}: ${distance} in ${plural(blocks, 'block')}.`,
    refreshed === 0
      ? 'There is no stand-in price source to keep fresh.'
      : `${plural(refreshed, 'stand-in price source')} answered anew in each block, with ${refreshed === 1 ? 'its' : 'their'} old price${refreshed === 1 ? '' : 's'}.`,
    ...left.map(({ feed, source }) => `! ${feed}: the source ${source} is no stand-in; it aged.`),
  ]
  return lines.join('\n')
}

/** A proposal with what may happen to it next. */
interface Line extends MovedProposal {
  readonly step: NextStep
}

const lineOf =
  ({ to }: Warped) =>
  (proposal: MovedProposal): Line => {
    const context = { handle: shortId(proposal.id), now: BigInt(to.timestamp), isDevelopment: true }
    return { ...proposal, step: nextStep(proposal.action, context) }
  }

const proposalTable = (lines: readonly Line[]): string =>
  lines.length === 0
    ? ''
    : plainTable(
        [{ title: 'Proposal' }, { title: 'Before' }, { title: 'Now' }, { title: '' }],
        lines.map(({ id, before, state, step }) => [shortId(id), before, state, step.words]),
      )

/** What the proposal that was moved needs now, or the first that needs somebody. */
function command(lines: readonly Line[], moved: bigint | undefined): string {
  const needy = lines.filter(({ step }) => step.command !== undefined)
  const line =
    needy.find(({ id }) => id === moved) ??
    needy.find(({ action }) => action.kind !== 'wait') ??
    needy[0]
  return line?.step.command ?? 'status'
}
