import type { ProposalLine } from '../../../report/statusText.ts'
import { formatPercent } from '../../../shared/amount.ts'
import type { Column } from '../../components/Table.tsx'
import { gaugeText } from '../../gauge.ts'
import { stateLooks, stateWords } from '../../stateWords.ts'
import type { Theme } from '../../theme.ts'
import { countdown, ownWord, quorumShare, shareOf, shortCountdown } from './proposalWords.ts'

const BAR = 6
/** From this on a list has room for whole countdowns. */
const WHOLE = 78
/** From this on a bar does not cost titles their ends. */
const WIDE = 96

/** `held for 30 days`, and `held for 30 days 23 h`. */
const SHORT_WHEN = 16
const WHOLE_WHEN = 21

/** The list's columns; where there is little room, what the state and the countdown say matters most. */
export const proposalColumns = (
  theme: Pick<Theme, 'symbols'>,
  now: number,
  /** Of the list: from that of a whole window on it has room for whole countdowns. */
  width: number,
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
  {
    title: 'when',
    text: (line) =>
      width < WHOLE || line.blocks !== undefined ? shortCountdown(line, now) : countdown(line, now),
    width: width < WHOLE ? SHORT_WHEN : WHOLE_WHEN,
    priority: 2,
  },
  shareColumn({ title: 'for', priority: 4, bar: BAR }, theme, ({ tally }) => {
    const sided = tally.for + tally.against
    return sided === 0n ? undefined : shareOf(tally.for, sided)
  }),
  shareColumn({ title: 'quorum', priority: 3, bar: width < WIDE ? 0 : BAR }, theme, (line) =>
    line.isQuorumEstimated ? undefined : quorumShare(line),
  ),
  { title: 'you', text: ownWord, width: 8, priority: 3 },
  { title: 'id', text: ({ handle }) => handle, width: 10, priority: 4 },
]

/** A share as a bar with its number beside it; the number alone for somebody who listens, and without a bar. */
function shareColumn(
  {
    title,
    priority,
    bar,
  }: { readonly title: string; readonly priority: 3 | 4; readonly bar: number },
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
      (share) =>
        `${bar === 0 ? '' : gaugeText(share, bar, { theme })}${formatPercent(share).padStart(6)}`,
    ),
    spoken: write(formatPercent),
    width: bar + 6,
    priority,
  }
}
