import type { ParameterRow } from '../../../report/parametersText.ts'
import type { Column } from '../../components/Table.tsx'
import { boundsWords, gaugeText } from '../../gauge.ts'
import type { Theme } from '../../theme.ts'
import { agoWords } from '../../timeWords.ts'
import { placeInBounds } from './parameterRows.ts'

const GAUGE = 8

interface Setting {
  readonly theme: Theme
  /** Of the pane. */
  readonly width: number
  /** The chain's clock, Unix seconds. */
  readonly now: number
  readonly isHistoryComplete: boolean
  /** Whether some value is on its way: a ramp or a delay. */
  readonly isSettling: boolean
  /** Somebody listens: words in place of drawings. */
  readonly isRead: boolean
}

/** What the list shows of each parameter; where there is little room the value is what stays. */
export const parameterColumns = (setting: Setting): readonly Column<ParameterRow>[] => [
  { title: 'subject', text: ({ subject }) => subject, width: setting.width < 59 ? 8 : 10 },
  {
    title: 'parameter',
    text: ({ parameter }) => parameter,
    width: setting.width < 56 ? 11 : 18,
    grows: true,
  },
  {
    title: 'value',
    text: (row) => valueWords(row, setting),
    tone: (row) => (isOnItsWay(row) ? 'caution' : 'plain'),
    width: setting.isSettling ? 18 : 16,
    align: 'right',
  },
  ...(setting.isSettling ? [countsNow] : []),
  { title: 'bounds', text: (row) => boundsCell(row, setting), width: GAUGE, priority: 2 },
  {
    title: 'safer',
    text: ({ tightens }) => directionWords(tightens, setting.theme),
    width: 7,
    priority: 4,
  },
  {
    title: 'changed',
    text: (row) => changedWords(row, setting),
    tone: ({ lastChange }) => (lastChange === null ? 'muted' : 'plain'),
    width: 12,
    priority: 3,
  },
]

const isOnItsWay = ({ stored, effective }: ParameterRow): boolean => stored !== effective

const countsNow: Column<ParameterRow> = {
  title: 'counts now',
  text: (row) => (isOnItsWay(row) ? row.shown.effective : ''),
  tone: () => 'caution',
  width: 16,
  align: 'right',
  priority: 3,
}

/** `→ 82 %`: set, and not yet what counts. */
const valueWords = (row: ParameterRow, { theme }: Setting): string =>
  isOnItsWay(row) ? `${theme.symbols.arrow} ${row.shown.stored}` : row.shown.stored

function boundsCell(row: ParameterRow, { theme, isRead }: Setting): string {
  const place = placeInBounds(row, row.stored)
  if (isRead) return boundsWords(row.shown.bounds)
  return place === undefined ? 'no limit' : gaugeText(place, GAUGE, { theme })
}

const directionWords = (tightens: ParameterRow['tightens'], { symbols }: Theme): string =>
  tightens === 'neither' ? tightens : `${symbols[tightens]} ${tightens}`

function changedWords({ lastChange }: ParameterRow, setting: Setting): string {
  if (lastChange !== null) return agoWords(lastChange.timestamp, setting.now)
  return setting.isHistoryComplete ? 'never' : 'not known'
}
