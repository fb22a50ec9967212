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
  shareColumn('for', 4, theme, ({ tally }) => {
    const sided = tally.for + tally.against
    return sided === 0n ? undefined : shareOf(tally.for, sided)
  }),
  shareColumn('quorum', 3, theme, (line) =>
    line.isQuorumEstimated ? undefined : quorumShare(line),
  ),
  { title: 'you', text: ownWord, width: 8, priority: 3 },
  { title: 'id', text: ({ handle }) => handle, width: 10, priority: 4 },
]

/** A share as a bar with its number beside it; the number alone for somebody who listens. */
function shareColumn(
  title: string,
  priority: 3 | 4,
  theme: Pick<Theme, 'symbols'>,
  shareIn: (line: ProposalLine) => number | undefined,
): Column<ProposalLine> {
  const write = (words: (share: number) => string) => (line: ProposalLine) => {
    const share = shareIn(line)
    return share === undefined ? '' : words(share)
  }
  return {
    title,
    text: write(
      (share) => `${gaugeText(share, BAR, { theme })} ${formatPercent(share).padStart(5)}`,
    ),
    spoken: write(formatPercent),
    width: BAR + 6,
    priority,
  }
}
