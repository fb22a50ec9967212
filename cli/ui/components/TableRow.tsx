import { Text } from 'ink'
import { memo } from 'react'
import { type Tone, useTheme } from '../theme.ts'

/** Cells beside each other in one tone. */
export interface Run {
  readonly text: string
  readonly tone: Tone
}

interface TableRowProps {
  readonly runs: readonly Run[]
  /** In front of the cells: whether it is the selected one. */
  readonly mark: string
  readonly isFocused: boolean
}

/** Neighbours of one tone joined: there is less to draw. */
export function joined(runs: readonly Run[]): readonly Run[] {
  const all: Run[] = []
  for (const { text, tone } of runs) {
    const last = all.at(-1)
    if (last?.tone === tone) all[all.length - 1] = { text: last.text + text, tone }
    else all.push({ text, tone })
  }
  return all
}

/** One row of a table. A cursor that moves changes two of them: the others are not drawn again. */
export const TableRow = memo(
  ({ runs, mark, isFocused }: TableRowProps) => {
    const theme = useTheme()
    return (
      <Text wrap="truncate" {...(isFocused ? theme.focus : {})}>
        {mark}
        {runs.map(({ text, tone }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a run is its place in the row
          <Text key={index} {...theme.look(tone)}>
            {text}
          </Text>
        ))}
      </Text>
    )
  },
  (a, b) =>
    a.mark === b.mark &&
    a.isFocused === b.isFocused &&
    a.runs.length === b.runs.length &&
    a.runs.every(({ text, tone }, i) => text === b.runs[i]?.text && tone === b.runs[i]?.tone),
)
