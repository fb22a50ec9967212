import { shortHex } from '../../../shared/format.ts'
import { blocksAway, formatUtc, roughDuration } from '../../../shared/time.ts'
import type { ProposalView } from '../../../workflows/showProposal.ts'
import { type Line, paragraph, titleLine } from '../../lines.ts'
import type { VoteTurn } from '../../voteTurns.ts'

/** What happened, and what the rules set for the rest; absolute, and how far away by the chain's clock. */
export function timeLines(
  shown: ProposalView,
  { width, now }: { readonly width: number; readonly now: number },
): readonly Line[] {
  return [
    titleLine('When'),
    ...[...happenedIn(shown), ...plannedIn(shown)]
      .sort((a, b) => a.time - b.time)
      .flatMap(({ time, words }) =>
        paragraph(`${words}, ${distance(time, now)}`, { width, mark: `${formatUtc(time)}  ` }),
      ),
    ...untimedIn(shown).flatMap((words) => paragraph(words, { width })),
  ]
}

interface Timed {
  readonly time: number
  readonly words: string
}

const happenedIn = ({ milestones }: ProposalView): readonly Timed[] =>
  milestones.map(({ kind, timestamp, by, blockNumber }) => ({
    time: timestamp,
    words: `${kind}${by === undefined ? '' : ` by ${shortHex(by)}`}, block ${blockNumber}`,
  }))

const turns = [
  ['voteStartsAt', 'the vote opens', 1],
  ['voteEndsAt', 'the vote ends', 0],
] as const satisfies readonly (readonly [VoteTurn, string, number])[]

function plannedIn(shown: ProposalView): readonly Timed[] {
  const { milestones, state, executableAt, blocks } = shown
  const end = milestones.find(({ kind }) => kind === 'cancelled')?.timestamp
  return [
    ...turns.flatMap(([turn, words, later]) => {
      const time = shown[turn]
      if (time === undefined) return []
      if (blocks === undefined) return { time: time + later, words }
      return { time, words: `${words} after block ${blocks[turn]}, about then` }
    }),
    ...(executableAt === undefined
      ? []
      : [{ time: executableAt, words: 'may be executed from here on' }]),
  ].filter(({ time }) => state !== 'Canceled' || end === undefined || time <= end)
}

/** Where nothing tells how fast blocks come, they alone are said; of a vote that was cancelled nobody knows which came. */
function untimedIn({ blocks, state, ...times }: ProposalView): readonly string[] {
  if (blocks === undefined || state === 'Canceled') return []
  return turns
    .filter(([turn]) => times[turn] === undefined)
    .map(([turn, words]) => {
      const block = blocks[turn]
      return `${words} after block ${block} (${blocksAway(BigInt(block - blocks.now))})`
    })
}

function distance(time: number, now: number): string {
  const size = roughDuration(BigInt(Math.abs(time - now)))
  return time > now ? `in ${size}` : `${size} ago`
}
