import { Box, Text, useIsScreenReaderEnabled } from 'ink'
import { printable } from '../../shared/format.ts'
import { shownKeys } from '../bindings.ts'
import { cell } from '../cell.ts'
import { useActionsBeneath, useKeys } from '../hooks/useKeys.tsx'
import { useScroll } from '../hooks/useScroll.ts'
import type { ShownAction } from '../keyRouter.ts'
import { type KeyBinding, keyBindings, keyGroups } from '../keys.ts'
import { useLayout } from '../layout.ts'
import { type Tone, useTheme } from '../theme.ts'
import { Words } from './Words.tsx'

/** Narrower than this a description is cut. */
const COLUMN_WIDTH = 64

/** All keys in their groups, from the key table: which of them act here now, and why others do not. */
export function Help({ onClose }: { readonly onClose: () => void }) {
  const { bodyRows, columns } = useLayout()
  const isRead = useIsScreenReaderEnabled()
  const { symbols, isAscii } = useTheme()
  const { actions } = useActionsBeneath()
  const across = isRead ? 1 : Math.max(1, Math.floor(columns / COLUMN_WIDTH))
  const groups = Object.entries(keyGroups).map(groupLines(actions, isAscii))
  const rows = inColumns([hereLines(actions, isAscii), ...groups], across)
  const height = isRead ? rows.length : Math.max(1, bodyRows - 1)
  const { top, actions: scrolling } = useScroll(rows.length, height, 'help')
  const place =
    rows.length > height ? `   rows ${top + 1} to ${top + height} of ${rows.length}` : ''
  useKeys({ ...scrolling, back: { run: onClose, word: 'close' } }, { isModal: true })
  return (
    <Box flexDirection="column">
      <Words tone="muted" wrap="truncate">
        {isRead
          ? 'All keys.'
          : `${symbols.active} acts here now   ${symbols.caution} not now, and why${place}`}
      </Words>
      {rows.slice(top, top + height).map((lines, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
        <Text key={row} wrap="truncate">
          {lines.map((line, column) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
            <HelpCell key={column} line={line} width={Math.floor(columns / across)} />
          ))}
        </Text>
      ))}
    </Box>
  )
}

interface HelpLine {
  readonly mark: 'active' | 'caution' | 'none'
  readonly text: string
  readonly tone: Tone
}

const EMPTY: HelpLine = { mark: 'none', text: '', tone: 'plain' }

/** For somebody who listens. A reason says itself that it is one. */
const heardMarks = { active: ', acts here now', caution: '', none: '' } as const

function HelpCell({ line, width }: { readonly line: HelpLine; readonly width: number }) {
  const { symbols, look } = useTheme()
  const isRead = useIsScreenReaderEnabled()
  if (isRead) return <Text>{`${line.text.replace(/ +/g, ' ')}${heardMarks[line.mark]}`}</Text>
  const mark = line.mark === 'none' ? ' ' : symbols[line.mark]
  const drawn = { align: 'left', ellipsis: symbols.ellipsis } as const
  return <Text {...look(line.tone)}>{cell(`${mark} ${line.text}`, width, drawn)}</Text>
}

/** What somebody who asks wants to know first: what can be done here, and what cannot yet. */
function hereLines(actions: readonly ShownAction[], isAscii: boolean): readonly HelpLine[] {
  const here = keyBindings.flatMap((binding) => {
    const action = actions.find(({ intent, isQuiet }) => intent === binding.intent && !isQuiet)
    if (action === undefined) return []
    const line = bindingLine(binding, isAscii, action)
    return action.blocked === undefined ? [line] : [line, reasonLine(action.blocked)]
  })
  return here.length === 0 ? [] : [{ ...EMPTY, text: 'Here', tone: 'accent' }, ...here, EMPTY]
}

const groupLines =
  (actions: readonly ShownAction[], isAscii: boolean) =>
  ([group, title]: readonly [string, string]): readonly HelpLine[] => [
    { ...EMPTY, text: title, tone: 'accent' },
    ...keyBindings
      .filter((binding) => binding.group === group)
      .map((binding) =>
        bindingLine(
          binding,
          isAscii,
          actions.find(({ intent }) => intent === binding.intent),
        ),
      ),
    EMPTY,
  ]

const KEYS_WIDTH = 17

function bindingLine(
  binding: KeyBinding,
  isAscii: boolean,
  action: ShownAction | undefined,
): HelpLine {
  const text = `${shownKeys(binding, isAscii).padEnd(KEYS_WIDTH)} ${binding.help}`
  if (action === undefined) return { mark: 'none', text, tone: 'muted' }
  return action.blocked === undefined
    ? { mark: 'active', text, tone: 'plain' }
    : { mark: 'caution', text, tone: 'muted' }
}

const reasonLine = (reason: string): HelpLine => ({
  mark: 'none',
  text: `${' '.repeat(KEYS_WIDTH + 1)}not now: ${printable(reason)}`,
  tone: 'caution',
})

/** The groups one below the other, in columns of about the same height; no group is torn. */
function inColumns(
  groups: readonly (readonly HelpLine[])[],
  across: number,
): readonly (readonly HelpLine[])[] {
  const total = groups.reduce((sum, { length }) => sum + length, 0)
  const columns: HelpLine[][] = [[]]
  for (const lines of groups) {
    const last = columns.at(-1) ?? []
    const isFull = last.length > 0 && last.length + lines.length / 2 > total / across
    if (isFull && columns.length < across) columns.push([...lines])
    else last.push(...lines)
  }
  const height = Math.max(...columns.map(({ length }) => length))
  return Array.from({ length: height }, (_, row) => columns.map((column) => column[row] ?? EMPTY))
}
