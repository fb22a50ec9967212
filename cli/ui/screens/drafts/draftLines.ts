import type { DraftRow } from '../../../governance/draftJudgement.ts'
import type { Problem } from '../../../governance/proposal.ts'
import { gaugeText } from '../../gauge.ts'
import { type Line, paragraph } from '../../lines.ts'
import type { Theme } from '../../theme.ts'
import { nameOf } from './draftWords.ts'

interface Setting {
  readonly width: number
  readonly theme: Theme
}

/** What is wrong, and what to write instead. */
export const problemLines = (
  { message, instead }: Problem,
  { width, theme }: Setting,
  where = '',
): readonly Line[] => [
  ...paragraph(`${where}${message}`, { width, tone: 'bad', mark: `${theme.symbols.fail} ` }),
  ...paragraph(instead, { width, mark: `  ${theme.symbols.arrow} ` }),
]

/** All that is to be said of the change that is selected. */
export function rowLines(row: DraftRow, setting: Setting): readonly Line[] {
  const { width } = setting
  const { known } = row
  const problems =
    known?.direction === 'same' && !known.isStale
      ? paragraph('Write the value that it shall have.', { width, tone: 'muted' })
      : row.problems.flatMap((problem) => problemLines(problem, setting))
  if (known === undefined) return problems
  const counts = known.effective === undefined ? [] : [`${known.effective} counts now`]
  const name = [nameOf(row), ...counts].join(`, `)
  return [
    ...problems,
    ...paragraph(`${name}: ${known.summary}`, { width, tone: 'muted' }),
    boundsLine(known, setting),
  ]
}

const GAUGE = 20

function boundsLine(
  { min, max, at }: NonNullable<DraftRow['known']>,
  { width, theme }: Setting,
): Line {
  const spoken = `bounds ${min} to ${max}`
  const room = Math.min(GAUGE, width - min.length - max.length - 2)
  if (at === undefined || room < 6) return { text: spoken, tone: 'muted' }
  const markers = [{ at: at.before, tone: 'plain' as const }]
  const gauge = gaugeText(at.after ?? at.before, room, { markers, theme })
  return { text: `${min} ${gauge} ${max}`, tone: 'muted', spoken }
}

const TYPE_IT = 'Select it above, press Enter and type.'

/** What the form has a place for, in its words: nobody who types there cares for lines of the file. */
const formWords: readonly (readonly [RegExp, Pick<Problem, 'message' | 'instead'>])[] = [
  [/^title is (?:empty|missing)$/, { message: 'Title is empty', instead: TYPE_IT }],
  [/^summary is (?:empty|missing)$/, { message: 'Summary is empty', instead: TYPE_IT }],
  [
    /^The proposal changes nothing$/,
    { message: 'Nothing changes yet', instead: 'Press a to add a change.' },
  ],
]

function fileProblem(problem: Problem, setting: Setting): readonly Line[] {
  const words = formWords.find(([of]) => of.test(problem.message))?.[1]
  return words === undefined
    ? problemLines(problem, setting, `line ${problem.place.line}: `)
    : problemLines({ ...problem, ...words }, setting)
}

/** Problems of the file that belong to no change: of a text that is not there yet, else with their lines. */
export const fileProblemLines = (
  problems: readonly Problem[],
  rows: readonly DraftRow[],
  setting: Setting,
): readonly Line[] =>
  problems
    .filter((problem) => !rows.some((row) => row.problems.includes(problem)))
    .flatMap((problem) => fileProblem(problem, setting))

/** A file that cannot be understood: what is wrong, and the lines around it. */
export function brokenLines(
  text: string,
  problems: readonly Problem[],
  setting: Setting,
): readonly Line[] {
  const { width, theme } = setting
  const all = text.split(/\r?\n/)
  return problems.flatMap((problem) => {
    const { line } = problem.place
    const from = Math.max(1, line - 2)
    const excerpt = all.slice(from - 1, line + 1).map((one, index): Line => {
      const number = from + index
      const mark = number === line ? `${theme.symbols.selected} ` : '  '
      const [first] = paragraph(`${number} ${one}`, { width: width - 2 })
      return { text: mark + (first?.text ?? ''), tone: number === line ? 'plain' : 'muted' }
    })
    return [...problemLines(problem, setting, `line ${line}: `), ...excerpt]
  })
}
