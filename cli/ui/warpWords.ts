import type { NextAction } from '../governance/lifecycle.ts'
import { plural, printable } from '../shared/format.ts'
import { shortId } from '../shared/proposalId.ts'
import { formatDuration, formatUtc } from '../shared/time.ts'
import type { MovedProposal, Warped } from '../workflows/warpChain.ts'
import { bindingOf } from './bindings.ts'
import { blankLine, type Line, paragraph, titleLine } from './lines.ts'
import { stateLooks } from './stateWords.ts'
import type { Theme } from './theme.ts'

/** What a warp did, in a sentence. */
export function warpSentence({ from, to, blocks, asked, proposals }: Warped): string {
  if (blocks === 0) {
    const one = proposals.find(({ id }) => id === asked)
    const who = one === undefined ? 'nothing that is open waits' : `${nameOf(one)} does not wait`
    return `The clock stays at ${formatUtc(to.timestamp)}: ${who} for time.`
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
  const section = (title: string, those: readonly MovedProposal[]) =>
    those.length === 0
      ? []
      : [
          blankLine,
          titleLine(title),
          ...those.flatMap((one) => proposalLines(one, width, symbols.arrow)),
        ]
  return [
    ...paragraph(warpSentence(warped), { width, tone: 'good', mark: `${symbols.pass} ` }),
    ...(blocks === 0
      ? []
      : paragraph(
          `from ${formatUtc(from.timestamp)}, ${plural(blocks, 'block')}, block ${to.number} now; ${plural(refreshed, 'price source')} kept fresh`,
          { width, mark: '  ' },
        )),
    ...left.flatMap(({ feed, source }) =>
      caution(`${printable(feed)}: the source ${source} is no stand-in; it aged.`),
    ),
    ...(automine ? [] : caution('The node does not mine each transaction at once.')),
    ...section(
      'What moved',
      proposals.filter(({ hasMoved }) => hasMoved),
    ),
    ...section(
      'As before',
      proposals.filter(({ hasMoved }) => !hasMoved),
    ),
  ]
}

const nameOf = ({ title, id }: MovedProposal): string => title ?? shortId(id)

function proposalLines(proposal: MovedProposal, width: number, arrow: string): readonly Line[] {
  const { before, state, action, hasMoved } = proposal
  const word = stateLooks[state].word
  const way = before === state ? word : `${stateLooks[before].word} ${arrow} ${word}`
  return [
    ...paragraph(nameOf(proposal), { width }),
    ...paragraph(`${way}: ${dueWords(action)}`, {
      width,
      mark: '  ',
      tone: hasMoved ? 'accent' : 'muted',
    }),
  ]
}

/** What is due now, and the key that does it. */
function dueWords(action: NextAction): string {
  switch (action.kind) {
    case 'wait':
      return action.for === 'block'
        ? 'the next block moves it on'
        : `${action.for === 'vote' ? 'its vote opens' : 'executable from'} ${formatUtc(action.until)}`
    case 'vote':
      return `${key('vote')} votes on it, until ${formatUtc(action.until)}`
    case 'queue':
      return `${key('queue')} queues it now`
    case 'execute':
      return `executable now, ${key('execute')} executes it`
    case 'none':
      return action.why
  }
}

const key = (verb: 'vote' | 'queue' | 'execute'): string => bindingOf(verb).keys[0] ?? ''
