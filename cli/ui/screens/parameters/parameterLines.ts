import type { ChangeRecord, ParameterRow } from '../../../report/parametersText.ts'
import { formatUtc } from '../../../shared/time.ts'
import { boundsWords, gaugeText } from '../../gauge.ts'
import { blankLine, factLines, type Line, paragraph, titleLine } from '../../lines.ts'
import type { Theme } from '../../theme.ts'
import { agoWords, whenWords } from '../../timeWords.ts'
import { placeInBounds, saferWords } from './parameterRows.ts'

interface Setting {
  readonly theme: Theme
  readonly width: number
  /** The chain's clock, Unix seconds. */
  readonly now: number
  readonly isHistoryComplete: boolean
}

/**
 * Everything about one parameter but its history: what it is for, then its facts. Where that needs more than the room
 * there is, the facts come first: the value is what somebody came for.
 */
export function parameterLines(
  row: ParameterRow,
  setting: Setting,
  room = Number.POSITIVE_INFINITY,
): readonly Line[] {
  const title = titleLine(`${row.subject} ${row.parameter}`)
  const prose = paragraph(`${row.label}. ${row.summary}`, { width: setting.width })
  const facts = [...factsOf(row, setting), ...gaugeLine(row, setting)]
  const whole = [title, ...prose, blankLine, ...facts]
  return whole.length <= room ? whole : [title, ...facts, blankLine, ...prose]
}

function factsOf(row: ParameterRow, setting: Setting): readonly Line[] {
  const { shown, stored, effective, tightens } = row
  return factLines(
    [
      ['value', shown.stored],
      ...(stored === effective
        ? []
        : [['counts now', `${shown.effective}, on its way to ${shown.stored}`] as const]),
      ...settlingFacts(row, setting.now),
      ['bounds', boundsWords(shown.bounds)],
      ['safer', saferWords[tightens]],
      ['changed', changedWords(row, setting)],
    ],
    setting.width,
  )
}

/** The value between its bounds, and what counts now as a mark. */
function gaugeLine(row: ParameterRow, { theme, width }: Setting): readonly Line[] {
  const place = placeInBounds(row, row.stored)
  const effective = placeInBounds(row, row.effective)
  if (place === undefined || effective === undefined) return []
  const markers = row.stored === row.effective ? [] : [{ at: effective, tone: 'caution' as const }]
  const [min, max] = row.shown.bounds.split(' \u2026 ')
  const room = Math.min(40, width) - `${min}  ${max}`.length
  if (room < 8) return []
  const percent = `${Math.round(place * 100)} % of the way between the bounds`
  const bar = gaugeText(place, room, { theme, markers })
  return [blankLine, { text: `${min} ${bar} ${max}`, spoken: percent }]
}

function settlingFacts(
  { lastChange, stored, effective }: ParameterRow,
  now: number,
): readonly (readonly [string, string])[] {
  const at = lastChange?.settlesAt
  return at === undefined || stored === effective ? [] : [['in full', whenWords(Number(at), now)]]
}

function changedWords({ lastChange }: ParameterRow, { now, isHistoryComplete }: Setting): string {
  if (lastChange !== null) {
    return `${whenWords(lastChange.timestamp, now)}, block ${lastChange.block}`
  }
  return isHistoryComplete
    ? 'never: it is as it was deployed'
    : 'not known: this node does not have the events of the deployment'
}

/** `82 % → 80 %`. */
export const changeWords = ({ shown }: ChangeRecord, { symbols }: Theme): string =>
  `${shown.before} ${symbols.arrow} ${shown.after}`

/** When a change counts in full, where that is not at once. */
export const settledWords = ({ settlesAt }: ChangeRecord): string =>
  settlesAt === undefined ? 'at once' : formatUtc(settlesAt)

/** The changes of a parameter in the space beside the list, the newest first. */
export function historyLines(history: readonly ChangeRecord[], setting: Setting): readonly Line[] {
  const { width, now, theme } = setting
  if (history.length === 0) return []
  return [
    blankLine,
    titleLine('History'),
    ...history
      .toReversed()
      .flatMap((change) =>
        paragraph(`${agoWords(change.timestamp, now)}: ${changeWords(change, theme)}`, { width }),
      ),
  ]
}

/** Older changes may be missing: silence proves nothing then. */
export const gapLines = ({ isHistoryComplete, width, theme }: Setting): readonly Line[] =>
  isHistoryComplete
    ? []
    : paragraph('This node does not have the events of the deployment: changes may be missing.', {
        width,
        tone: 'caution',
        mark: `${theme.symbols.caution} `,
      })
