import { plural, printable } from '../shared/format.ts'
import { shortId } from '../shared/proposalId.ts'
import { formatDuration, formatUtc } from '../shared/time.ts'
import type { MovedProposal, Warped } from '../workflows/warpChain.ts'
import { blankLine, type Line, paragraph, titleLine } from './lines.ts'
import { remedyKey } from './remedyKeys.ts'
import type { Theme } from './theme.ts'

/** What a warp did, in a sentence. */
export function warpSentence({ from, to, blocks }: Warped): string {
  if (blocks === 0) {
    return `The clock stays at ${formatUtc(to.timestamp)}: nothing that is open waits for time.`
  }
  const distance = formatDuration(BigInt(to.timestamp - from.timestamp))
  return `The clock moved by ${distance}, to ${formatUtc(to.timestamp)}.`
}

/** What moved with the clock, and what does not follow it. */
export function warpLines(
  warped: Warped,
  width: number,
  symbols: Theme['symbols'],
): readonly Line[] {
  const { from, to, blocks, refreshed, left, automine, proposals } = warped
  const caution = (text: string) =>
    paragraph(text, { width, tone: 'caution', mark: `${symbols.caution} ` })
  return [
    ...paragraph(warpSentence(warped), { width, tone: 'good', mark: `${symbols.pass} ` }),
    ...paragraph(
      `from ${formatUtc(from.timestamp)}, ${plural(blocks, 'block')}, block ${to.number} now; ${plural(refreshed, 'feed')} kept fresh`,
      { width, mark: '  ' },
    ),
    ...left.flatMap(({ feed, source }) =>
      caution(`${printable(feed)}: the source ${source} is no stand-in; it aged.`),
    ),
    ...(automine ? [] : caution('The node does not mine each transaction at once.')),
    ...(proposals.length === 0 ? [] : [blankLine, titleLine('Proposals')]),
    ...proposals.flatMap((proposal) => paragraph(movedWords(proposal, symbols), { width })),
  ]
}

const movedWords = (proposal: MovedProposal, symbols: Theme['symbols']): string => {
  const { id, before, state, action } = proposal
  const moved = before === state ? `${state} as before` : `${before} ${symbols.arrow} ${state}`
  return `${shortId(id)}  ${moved}: ${allowedWords(action)}`
}

/** What somebody may do now, by its key, or what it waits for. */
function allowedWords(action: MovedProposal['action']): string {
  switch (action.kind) {
    case 'vote':
      return `${remedyKey({ act: 'vote' })} votes on it, until ${formatUtc(action.until)}`
    case 'queue':
      return `${remedyKey({ act: 'queue' })} queues it, anyone may`
    case 'execute':
      return `${remedyKey({ act: 'execute' })} executes it, anyone may`
    case 'wait':
      if (action.for === 'block') return 'the next block moves it on'
      return action.for === 'vote'
        ? `the vote opens ${formatUtc(action.until)}`
        : `${remedyKey({ act: 'execute' })} executes it from ${formatUtc(action.until)} on`
    case 'none':
      return action.why
  }
}
