import type { VoteTimes } from '../governance/governorClock.ts'
import { blocksAway, formatUtc, roughDuration } from '../shared/time.ts'

/** What of a proposal has a time. */
interface Turned extends VoteTimes {
  readonly milestones: readonly {
    readonly kind: string
    readonly blockNumber: number
    readonly timestamp: number | undefined
    readonly by: string | undefined
  }[]
  readonly state: string
  readonly now: bigint
  readonly executableAt: number | undefined
}

/** What already happened, and the times that the rules set for the rest. */
export function timelineOf(shown: Turned): readonly string[] {
  const all = [...happenedIn(shown), ...plannedIn(shown)].sort((a, b) => (a.time < b.time ? -1 : 1))
  const ahead = (time: bigint) =>
    time > shown.now ? `, in ${roughDuration(time - shown.now)}` : ''
  return [
    'When',
    ...all.map(({ time, words }) => `  ${formatUtc(time)}  ${words}${ahead(time)}`),
    ...untimedIn(shown).map((words) => `  ${words}`),
  ]
}

interface Timed {
  readonly time: bigint
  readonly words: string
}

type Happened = Turned['milestones'][number]

const happenedWords = ({ kind, blockNumber, by }: Happened): string =>
  `${kind}${by === undefined ? '' : ` by ${by}`} (block ${blockNumber})`

const happenedIn = ({ milestones }: Turned): readonly Timed[] =>
  milestones.flatMap((milestone) =>
    milestone.timestamp === undefined
      ? []
      : { time: BigInt(milestone.timestamp), words: happenedWords(milestone) },
  )

const turns = [
  ['voteStartsAt', 'the vote starts', 1n],
  ['voteEndsAt', 'the vote ends', 0n],
] as const

function plannedIn(shown: Turned): readonly Timed[] {
  const { milestones, state, blocks, executableAt } = shown
  const end = milestones.find(({ kind }) => kind === 'cancelled')?.timestamp
  return [
    ...turns.flatMap(([turn, words, later]) => {
      const time = shown[turn]
      if (time === undefined) return []
      if (blocks === undefined) return { time: BigInt(time) + later, words }
      return { time: BigInt(time), words: `${words} after block ${blocks[turn]}, about then` }
    }),
    ...(executableAt === undefined
      ? []
      : [{ time: BigInt(executableAt), words: 'may be executed from here on' }]),
  ].filter(({ time }) => state !== 'Canceled' || end === undefined || time <= BigInt(end))
}

/** Where the node does not have a block, or nothing tells how fast blocks come, their numbers alone are said. */
const untimedIn = (shown: Turned): readonly string[] => [
  ...shown.milestones.filter(({ timestamp }) => timestamp === undefined).map(happenedWords),
  ...turnsInBlocks(shown),
]

/** Of a vote that was cancelled nobody knows which of its turns came. */
function turnsInBlocks({ blocks, state, ...times }: Turned): readonly string[] {
  if (blocks === undefined || state === 'Canceled') return []
  return turns
    .filter(([turn]) => times[turn] === undefined)
    .map(([turn, words]) => {
      const block = blocks[turn]
      return `${words} after block ${block} (${blocksAway(BigInt(block - blocks.now))})`
    })
}
