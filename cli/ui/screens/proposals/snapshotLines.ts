import { wholePercents } from '../../../shared/amount.ts'
import { plural, printable } from '../../../shared/format.ts'
import type { SnapshotStanding, SnapshotVote } from '../../../workflows/readSnapshotVote.ts'
import { widthOf } from '../../cell.ts'
import { gaugeText } from '../../gauge.ts'
import type { Live } from '../../hooks/useLive.ts'
import { factLines, type Line, paragraph, spokenAs, titleLine } from '../../lines.ts'
import { nextStepOf } from '../../remedyKeys.ts'
import type { Theme, Tone } from '../../theme.ts'
import { whenWords } from '../../timeWords.ts'

interface Setting {
  readonly width: number
  readonly theme: Pick<Theme, 'symbols'>
  /** The wall clock, Unix seconds: Snapshot knows no other. */
  readonly now: number
}

/** The vote on Snapshot beside the one on the chain; nothing where the network has no space. */
export function snapshotLines(
  live: Live<SnapshotVote | null> | undefined,
  setting: Setting,
): readonly Line[] {
  if (live === undefined) return []
  const { width } = setting
  const title = titleLine('Vote on Snapshot')
  if (live.status === 'loading') {
    return [title, { text: 'asking the hub', tone: 'muted' }]
  }
  if (live.status === 'failed') return [title, ...troubleLines('not known', live.error, setting)]
  const before = live.error === undefined ? [] : troubleLines('as it was', live.error, setting)
  const { value: vote } = live
  if (vote === null) {
    const none = 'None was found: nothing in the space records these calls or has this title.'
    return [title, ...before, ...paragraph(none, { width, tone: 'muted' })]
  }
  return [
    title,
    ...before,
    ...standingLines(vote, setting),
    ...scoreLines(vote, setting),
    ...callsLines(vote, setting),
    ...whereLines(vote, setting),
  ]
}

const troubleLines = (what: string, error: Error, { width, theme }: Setting): readonly Line[] => [
  ...paragraph(`${what}: ${error.message}`, {
    width,
    tone: 'caution',
    mark: `${theme.symbols.caution} `,
  }),
  ...paragraph(`${nextStepOf(error) ?? ''} r tries again.`.trim(), {
    width,
    tone: 'muted',
    mark: '  ',
  }),
]

const looks: Readonly<
  Record<
    SnapshotStanding,
    readonly [
      keyof Theme['symbols'] & ('pending' | 'active' | 'unknown' | 'pass' | 'fail'),
      string,
      Tone,
    ]
  >
> = {
  waiting: ['pending', 'not open yet', 'plain'],
  open: ['active', 'open', 'accent'],
  counting: ['unknown', 'over, not counted out yet', 'caution'],
  passed: ['pass', 'passed', 'good'],
  failed: ['fail', 'not passed', 'bad'],
}

function standingLines({ standing, start, end }: SnapshotVote, setting: Setting): readonly Line[] {
  const { width, theme, now } = setting
  const [symbol, word, tone] = looks[standing]
  const when =
    standing === 'waiting'
      ? `opens ${whenWords(start, now)}`
      : `${end > now ? 'ends' : 'ended'} ${whenWords(end, now)}`
  const words = `${word}, ${when}`
  return spokenAs(words, paragraph(words, { width, tone, mark: `${theme.symbols[symbol]} ` }))
}

const SHORTEST_BAR = 8
const LONGEST_BAR = 32
/** A share with its gaps: `  100 %`. */
const SHARE = 8
/** A longer name of a choice has a line of its own. */
const LONGEST_NAME = 16

/** Each choice and the quorum as bars of one scale, the numbers beside them. */
function scoreLines(vote: SnapshotVote, { width, theme }: Setting): readonly Line[] {
  const { choices, total, quorum, votes, isSecret } = vote
  if (isSecret) {
    const words = `${plural(votes, 'vote')} so far; what they say is secret until it ends`
    return paragraph(words, { width, tone: 'muted' })
  }
  const names = choices.map(({ name }) => printable(name))
  const cells = [...names, 'quorum'].map(widthOf)
  const longest = Math.max(...cells)
  const isBeside = longest <= LONGEST_NAME
  const label = isBeside ? longest + 2 : 2
  const numbers = choices.map(({ score }) => power(score))
  const widest = Math.max(0, ...numbers.map(({ length }) => length))
  const bar = Math.min(LONGEST_BAR, Math.max(SHORTEST_BAR, width - label - widest - SHARE))
  const scale = Math.max(total, quorum)
  const percents = wholePercents(choices.map(({ score }) => BigInt(Math.round(score * 1e6))))
  const barOf = (share: number) => gaugeText(share, bar, { theme })
  const rows = choices.flatMap(({ score }, i) => {
    const [name = '', number = ''] = [names[i], numbers[i]]
    const share = `${percents[i]} %`.padStart(5)
    const drawn = `${barOf(shareOf(score, scale))} ${number.padStart(widest)}  ${share}`
    const tone: Tone = i === 0 ? 'good' : 'plain'
    return spokenAs(`${name}: ${number}, ${share.trim()}`, [
      ...(isBeside ? [] : paragraph(name, { width, tone })),
      { text: `${isBeside ? padded(name, label) : '  '}${drawn}`, tone },
    ])
  })
  const words = quorumWords(vote)
  if (quorum === 0) return [...rows, ...paragraph(words, { width, tone: 'muted' })]
  return [
    ...rows,
    ...spokenAs(`quorum: ${words}`, [
      { text: `${padded('quorum', isBeside ? label : 8)}${barOf(shareOf(total, quorum))}` },
      ...paragraph(words, { width, mark: ' '.repeat(isBeside ? label : 8) }),
    ]),
  ]
}

const padded = (text: string, cells: number): string =>
  text + ' '.repeat(Math.max(0, cells - widthOf(text)))

const shareOf = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole)

/** Voting power in the space's own unit. */
const power = (score: number): string => score.toLocaleString('en-US', { maximumFractionDigits: 4 })

function quorumWords({ total, quorum, votes }: SnapshotVote): string {
  const by = `by ${plural(votes, 'vote')}`
  if (quorum === 0) return `${power(total)} ${by}; the space asks for no quorum`
  const reached = total >= quorum ? 'reached' : `short by ${power(quorum - total)}`
  return `${power(total)} of ${power(quorum)}, ${reached}, ${by}`
}

const sameCalls: Readonly<
  Record<SnapshotVote['calls'], readonly ['pass' | 'fail' | 'unknown', string, Tone]>
> = {
  same: ['pass', 'same calls: it was about what this proposal does', 'good'],
  other: ['fail', 'other calls: it was not about what this proposal does', 'bad'],
  'not known': [
    'unknown',
    'not known: its text does not record which calls it was about',
    'caution',
  ],
}

function callsLines(
  { calls, elsewhere }: SnapshotVote,
  { width, theme }: Setting,
): readonly Line[] {
  const [symbol, words, tone] = sameCalls[calls]
  return [
    ...spokenAs(words, paragraph(words, { width, tone, mark: `${theme.symbols[symbol]} ` })),
    ...(elsewhere === undefined
      ? []
      : paragraph(`it names another Governor: ${elsewhere}`, {
          width,
          tone: 'caution',
          mark: `${theme.symbols.caution} `,
        })),
  ]
}

const whereLines = ({ id, title, space, hub }: SnapshotVote, { width }: Setting): readonly Line[] =>
  factLines(
    [
      ['title', title],
      ['space', `${printable(space)} at ${hub}`],
      ['id', id],
    ],
    width,
  )
