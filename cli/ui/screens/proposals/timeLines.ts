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

type Happened = ProposalView['milestones'][number]

const happenedWords = ({ kind, by, blockNumber }: Happened): string =>
  `${kind}${by === undefined ? '' : ` by ${shortHex(by)}`}, block ${blockNumber}`

const happenedIn = ({ milestones }: ProposalView): readonly Timed[] =>
  milestones.flatMap((milestone) =>
    milestone.timestamp === undefined
      ? []
      : { time: milestone.timestamp, words: happenedWords(milestone) },
  )

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

/** Where the node does not have a block, or nothing tells how fast blocks come, their numbers alone are said. */
const untimedIn = (shown: ProposalView): readonly string[] => [
  ...shown.milestones.filter(({ timestamp }) => timestamp === undefined).map(happenedWords),
  ...turnsInBlocks(shown),
]

/** Of a vote that was cancelled nobody knows which of its turns came. */
function turnsInBlocks({ blocks, state, ...times }: ProposalView): readonly string[] {
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
