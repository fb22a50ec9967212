import type { ProposalLine } from '../../../report/statusText.ts'
import { wholePercents } from '../../../shared/amount.ts'
import { listOf, wholeTokens } from '../../../shared/format.ts'
import { countedVotes, type Support, sides, usualQuorum } from '../../../shared/voteSplit.ts'
import { gaugeText } from '../../gauge.ts'
import { type Line, paragraph, spokenAs } from '../../lines.ts'
import type { Theme, Tone } from '../../theme.ts'
import { shareOf } from './proposalWords.ts'

interface Drawing {
  readonly width: number
  /** In which votes are counted. */
  readonly symbol: string
  readonly theme: Pick<Theme, 'symbols'>
}

const LABEL = 8
const SHORTEST_BAR = 8
const LONGEST_BAR = 32
/** A share with its gaps: `  100 %`. */
const SHARE = 8

const sideTones: Readonly<Record<Support, Tone>> = {
  for: 'good',
  against: 'caution',
  abstain: 'muted',
}

/** The three sides and the quorum as bars of one scale, the numbers beside them. */
export function tallyLines(line: ProposalLine, { width, symbol, theme }: Drawing): readonly Line[] {
  const { tally, quorum, quorumSides } = line
  const cast = tally.for + tally.against + tally.abstain
  const scale = cast + (quorum > cast ? quorum - cast : 0n)
  const numbers = sides.map((side) => `${wholeTokens(tally[side])} ${symbol}`)
  const widest = Math.max(...numbers.map(({ length }) => length))
  const bar = Math.min(LONGEST_BAR, Math.max(SHORTEST_BAR, width - LABEL - widest - SHARE))
  const percents = wholePercents(sides.map((side) => tally[side]))
  const rows = sides.map((side, index): Line => {
    const share = `${percents[index]} %`.padStart(5)
    const number = numbers[index] ?? ''
    const words = `${number.padStart(widest)}  ${share}`
    return {
      text: `${side.padEnd(LABEL)}${gaugeText(shareOf(tally[side], scale), bar, { theme })} ${words}`,
      spoken: `${side}: ${number}, ${share.trim()}`,
      tone: sideTones[side],
    }
  })
  const counted = shareOf(countedVotes(tally, quorumSides), scale)
  const markers = [{ at: shareOf(quorum, scale), tone: 'plain' as const }]
  const words = quorumWords(line, symbol)
  return [
    ...rows,
    ...spokenAs(`quorum: ${words}`, [
      { text: `${'quorum'.padEnd(LABEL)}${gaugeText(counted, bar, { markers, theme })}` },
      ...paragraph(words, { width, mark: ' '.repeat(LABEL) }),
    ]),
  ]
}

function quorumWords(line: ProposalLine, symbol: string): string {
  const { tally, quorum, quorumSides = usualQuorum, isQuorumEstimated } = line
  if (isQuorumEstimated) return `${wholeTokens(quorum)} ${symbol} if the vote began now`
  const counted = countedVotes(tally, quorumSides)
  const misses = `short by ${wholeTokens(quorum - counted)}`
  return `${wholeTokens(counted)} of ${wholeTokens(quorum)} ${symbol}, ${counted >= quorum ? 'reached' : misses}; ${listOf(quorumSides)} ${quorumSides.length === 1 ? 'counts' : 'count'}`
}
