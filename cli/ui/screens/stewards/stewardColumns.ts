import type { WindowRow } from '../../../workflows/readStewards.ts'
import { widthOf } from '../../cell.ts'
import type { Column } from '../../components/Table.tsx'
import type { Theme } from '../../theme.ts'
import { spokenState, stateCell, stateTones, windowState } from './windowWords.ts'

interface Setting {
  readonly theme: Theme
  /** Of the pane. */
  readonly width: number
  /** The chain's clock, Unix seconds. */
  readonly now: number
}

/** What the list shows of each window; where there is little room the value and whether it is open stay. */
export function stewardColumns(
  rows: readonly WindowRow[],
  { theme, width, now }: Setting,
): readonly Column<WindowRow>[] {
  const widest = (text: (row: WindowRow) => string) =>
    Math.max(8, ...rows.map((row) => widthOf(text(row))))
  const stored = ({ shown, settling }: WindowRow) =>
    settling === undefined ? shown.stored : `${theme.symbols.arrow} ${shown.stored}`
  const allowed = ({ shown }: WindowRow) => shown.allowed
  const inForce = ({ settling }: WindowRow) => settling?.effective ?? ''
  const isSettling = rows.some(({ settling }) => settling !== undefined)
  return [
    { title: 'market', text: ({ market }) => market, width: width < 66 ? 8 : 10 },
    {
      title: 'parameter',
      text: ({ parameter }) => parameter,
      width: width < 56 ? 9 : width < 66 ? 13 : 18,
      grows: true,
    },
    {
      title: 'stored',
      text: stored,
      tone: ({ settling }) => (settling === undefined ? 'plain' : 'caution'),
      width: widest(stored),
      align: 'right',
    },
    ...(isSettling
      ? [
          {
            title: 'in force',
            text: inForce,
            tone: () => 'caution' as const,
            width: widest(inForce),
            align: 'right' as const,
            priority: 4 as const,
          },
        ]
      : []),
    { title: 'allowed', text: allowed, width: widest(allowed), align: 'right', priority: 3 },
    {
      title: 'window',
      text: (row) => stateCell(row, now, theme),
      spoken: (row) => spokenState(row, now),
      tone: (row) => stateTones[windowState(row, now)],
      width: 12,
      priority: 2,
    },
  ]
}
