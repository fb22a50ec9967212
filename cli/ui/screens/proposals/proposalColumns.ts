import type { ProposalLine } from '../../../report/statusText.ts'
import { formatPercent } from '../../../shared/amount.ts'
import type { Column } from '../../components/Table.tsx'
import { gaugeText } from '../../gauge.ts'
import { stateLooks, stateWords } from '../../stateWords.ts'
import type { Theme } from '../../theme.ts'
import { ownWord, quorumShare, shareOf, shortCountdown } from './proposalWords.ts'

const BAR = 6

/** The list's columns; where there is little room, what the state and the countdown say matters most. */
export const proposalColumns = (
  theme: Pick<Theme, 'symbols'>,
  now: number,
): readonly Column<ProposalLine>[] => [
  {
    title: 'state',
    text: ({ state }) => stateWords(state, theme),
    tone: ({ state }) => stateLooks[state].tone,
    width: 11,
  },
  {
    title: 'proposal',
    text: ({ title, handle }) => title ?? handle,
    width: 20,
    grows: true,
  },
  { title: 'when', text: (line) => shortCountdown(line, now), width: 15, priority: 2 },
  {
    title: 'for',
    text: ({ tally }) => {
      const sided = tally.for + tally.against
      const share = shareOf(tally.for, sided)
      return sided === 0n
        ? ''
        : `${gaugeText(share, BAR, { theme })} ${formatPercent(share).padStart(5)}`
    },
    width: BAR + 6,
    priority: 4,
  },
  {
    title: 'quorum',
    text: (line) => {
      if (line.isQuorumEstimated) return ''
      const share = quorumShare(line)
      return `${gaugeText(share, BAR, { theme })} ${formatPercent(share).padStart(5)}`
    },
    width: BAR + 6,
    priority: 3,
  },
  { title: 'you', text: ownWord, width: 8, priority: 3 },
  { title: 'id', text: ({ handle }) => handle, width: 10, priority: 4 },
]
