import type { NextAction } from '../governance/lifecycle.ts'
import { plainTable } from '../report/table.ts'
import { plural } from '../shared/format.ts'
import { formatDuration, formatUtc } from '../shared/time.ts'
import { shortId } from './locateProposal.ts'
import type { MovedProposal, Warped } from './warpChain.ts'

/** What a warp did, for people and for programs. */
export function renderWarped(warped: Warped): {
  readonly text: string
  readonly document: { readonly schema: string } & Readonly<Record<string, unknown>>
} {
  const { from, to, blocks, refreshed, left, automine, boundaryOf, proposals } = warped
  const parts = [
    clockWords(warped),
    automine ? '' : NOT_MINING,
    proposalTable(proposals),
    `Next: ballast ${command(warped)}`,
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
      proposals: proposals.map(({ id, before, state, action }) => ({
        proposalId: id,
        before,
        state,
        next: action,
      })),
    },
  }
}

const NOT_MINING =
  '! The node does not mine each transaction at once. If nobody wanted that, a command was killed on it: ' +
  'call evm_setAutomine with true, or start it anew.'

function clockWords({ from, to, blocks, refreshed, left }: Warped): string {
  if (blocks === 0) {
    return `The clock stays at ${formatUtc(to.timestamp)}: nothing that is open waits for time.`
  }
  const distance = formatDuration(BigInt(to.timestamp - from.timestamp))
  const lines = [
    `${formatUtc(from.timestamp)} → ${formatUtc(to.timestamp)}: ${distance} in ${plural(blocks, 'block')}.`,
    refreshed === 0
      ? 'There is no stand-in feed to keep fresh.'
      : `${plural(refreshed, 'stand-in feed')} answered anew in each block, with ${refreshed === 1 ? 'its' : 'their'} old price${refreshed === 1 ? '' : 's'}.`,
    ...left.map(({ feed, source }) => `! ${feed}: the source ${source} is no stand-in; it aged.`),
  ]
  return lines.join('\n')
}

const proposalTable = (proposals: readonly MovedProposal[]): string =>
  proposals.length === 0
    ? ''
    : plainTable(
        [{ title: 'Proposal' }, { title: 'Before' }, { title: 'Now' }, { title: '' }],
        proposals.map(({ id, before, state, action }) => [
          shortId(id),
          before,
          state,
          actionWords(action),
        ]),
      )

function actionWords(action: NextAction): string {
  switch (action.kind) {
    case 'wait':
      if (action.for === 'block') return 'the next block moves it on'
      return action.for === 'vote'
        ? `its vote opens at ${formatUtc(action.until)}`
        : `may be executed at ${formatUtc(action.until)}`
    case 'vote':
      return `its vote is open until ${formatUtc(action.until)}`
    case 'queue':
      return 'may be queued'
    case 'execute':
      return 'may be executed'
    case 'none':
      return action.why
  }
}

/** What the proposal that was moved needs now, or the first that needs something. */
function command({ proposals, boundaryOf }: Warped): string {
  const needy = proposals.filter(({ action }) => action.kind !== 'none')
  const proposal = needy.find(({ id }) => id === boundaryOf) ?? needy.find(isUpToPeople) ?? needy[0]
  if (proposal === undefined) return 'status'
  const handle = shortId(proposal.id)
  switch (proposal.action.kind) {
    case 'vote':
      return `vote ${handle} for`
    case 'queue':
      return `queue ${handle}`
    case 'execute':
      return `execute ${handle}`
    default:
      return 'warp next'
  }
}

const isUpToPeople = ({ action }: MovedProposal): boolean => action.kind !== 'wait'
