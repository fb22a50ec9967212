import { Box, Text, useIsScreenReaderEnabled } from 'ink'
import { printable } from '../../../shared/format.ts'
import { cell, cutTo, widthOf } from '../../cell.ts'
import { Words } from '../../components/Words.tsx'
import type { KeyActions } from '../../keyRouter.ts'
import { useTheme } from '../../theme.ts'
import { wrapText } from '../../wrap.ts'
import type { DraftSession } from './draftSession.ts'
import { type Field, labelOf, nameOf, standingOf } from './draftWords.ts'
import { AreaEditor, LineEditor } from './FieldEditor.tsx'

export interface FormProps {
  readonly session: DraftSession
  readonly fields: readonly Field[]
  /** Which field has the focus. */
  readonly focused: number
  readonly isEditing: boolean
  /** The keys of the field that is edited. */
  readonly editing: KeyActions
  readonly width: number
  /** How many rows there are for the changes, and which is drawn first. */
  readonly changes: { readonly top: number; readonly height: number }
  /** What empty texts will be. */
  readonly suggested: { readonly title: string; readonly summary: string } | undefined
}

/** The mark, the longest name and a gap. */
const LABEL = 14
/** Rows of the summary: more while it is edited. */
export const summaryRows = (isEditing: boolean): number => (isEditing ? 6 : 2)

/** Title, summary, discussion and the changes; one of them has the focus. */
export function DraftForm(props: FormProps) {
  const { fields, changes } = props
  const count = fields.length - TEXTS
  return (
    <Box flexDirection="column">
      {fields.slice(0, TEXTS).map((field, index) => (
        <TextLine key={field.kind} field={field} index={index} {...props} />
      ))}
      <Words tone="muted">{changesTitle(count, changes)}</Words>
      {fields
        .slice(TEXTS + changes.top, TEXTS + changes.top + changes.height)
        .map((field, row) =>
          field.kind === 'change' ? (
            <ChangeLine
              key={`${field.row.index}`}
              field={field}
              index={TEXTS + changes.top + row}
              {...props}
            />
          ) : null,
        )}
    </Box>
  )
}

/** Title, summary and discussion. */
export const TEXTS = 3

const changesTitle = (count: number, { height }: FormProps['changes']): string =>
  count === 0
    ? 'Changes: none yet, a adds one'
    : `Changes (${count})${count > height ? `, ${height} of them shown` : ''}`

type LineProps = FormProps & { readonly field: Field; readonly index: number }

function TextLine(props: LineProps) {
  const { field, index, focused, isEditing, width, suggested } = props
  const { symbols, look } = useTheme()
  const isRead = useIsScreenReaderEnabled()
  if (field.kind === 'change') return null
  const isFocused = index === focused
  if (isRead && !(isFocused && isEditing))
    return <Text>{spokenText(field, isFocused, suggested)}</Text>
  const mark = isFocused ? `${symbols.selected} ` : '  '
  return (
    <Box>
      <Box width={LABEL} flexShrink={0}>
        <Text {...look(isFocused ? 'accent' : 'muted')}>{mark + labelOf(field.kind)}</Text>
      </Box>
      <Box width={width - LABEL} flexDirection="column">
        {isFocused && isEditing ? (
          <EditedText {...props} width={width - LABEL} />
        ) : (
          <ShownText {...props} isFocused={isFocused} width={width - LABEL} />
        )}
      </Box>
    </Box>
  )
}

function EditedText({ field, session, width, editing }: LineProps) {
  const own = { session, field, width, actions: editing }
  return field.kind === 'summary' ? (
    <AreaEditor {...own} height={summaryRows(true)} />
  ) : (
    <LineEditor {...own} />
  )
}

function ShownText({
  field,
  width,
  suggested,
  isFocused,
}: LineProps & { readonly isFocused: boolean }) {
  const { symbols } = useTheme()
  if (field.kind === 'change') return null
  const own = field.value
  const text = own === '' ? emptyText(field.kind, suggested) : own
  const tone = own === '' ? 'muted' : 'plain'
  const lines = text.split('\n').flatMap((line) => wrapText(printable(line), width - 1))
  const room = field.kind === 'summary' ? summaryRows(false) : 1
  return (
    <>
      {lines.slice(0, room).map((line, row) => {
        const isCut = row === room - 1 && lines.length > room
        const shown = isCut ? cutTo(`${line}${symbols.ellipsis}`, width, symbols.ellipsis) : line
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place in the text
          <Words key={row} tone={tone} isFocused={isFocused}>
            {shown || ' '}
          </Words>
        )
      })}
    </>
  )
}

/** A text in one line; what is only suggested says so, as its colour does. */
function spokenText(
  { kind, value }: Exclude<Field, { kind: 'change' }>,
  isFocused: boolean,
  suggested: FormProps['suggested'],
): string {
  const text = value === '' ? `${emptyText(kind, suggested)}, nothing written yet` : value
  return `${isFocused ? 'selected: ' : ''}${labelOf(kind)}: ${printable(text.replaceAll(/\s+/g, ' ').trim())}`
}

const emptyText = (
  kind: 'title' | 'summary' | 'discussion',
  suggested: FormProps['suggested'],
): string => {
  if (kind === 'discussion') return 'where it was discussed (optional)'
  if (suggested !== undefined) return suggested[kind].split('\n')[0] ?? ''
  return kind === 'title' ? 'one line that says what changes' : 'why, in Markdown'
}

const STANDING = 10
const LEAST_NAME = 20
const LEAST_VALUE = 12

/** Cells of a change: names get what values leave. */
function roomsOf(
  fields: readonly Field[],
  { width, arrow }: { readonly width: number; readonly arrow: number },
) {
  const rows = fields.flatMap((field) => (field.kind === 'change' ? field.row : []))
  const widest = (text: (row: (typeof rows)[number]) => string, most: number) =>
    Math.min(most, Math.max(0, ...rows.map((row) => widthOf(printable(text(row))))))
  const value = Math.max(LEAST_VALUE, widest((row) => row.known?.after ?? row.to, 18) + 1)
  const free = width - 2 - 1 - arrow - 1 - value - 3 - STANDING
  const before = widest((row) => row.known?.before ?? '', 18)
  const hasBefore = free - before - 1 >= LEAST_NAME
  return { value, before: hasBefore ? before + 1 : 0, name: hasBefore ? free - before - 1 : free }
}

function ChangeLine(props: LineProps) {
  const { field, index, focused, isEditing, editing, session, width } = props
  const theme = useTheme()
  const isRead = useIsScreenReaderEnabled()
  if (field.kind !== 'change') return null
  const { row } = field
  const { symbols, look } = theme
  const isFocused = index === focused
  const { symbol, word, tone } = standingOf(row)
  const draw = (text: string, room: number, align: 'left' | 'right' = 'left') =>
    cell(printable(text), room, { align, ellipsis: symbols.ellipsis })
  const before = row.known?.before ?? ''
  const after = row.known?.after ?? row.to
  const isTyped = isFocused && isEditing
  if (isRead && !isTyped) {
    return (
      <Text>{`${isFocused ? 'selected: ' : ''}${printable(nameOf(row))}, ${printable(before === '' ? 'to' : `${before} to`)} ${printable(after)}, ${word}`}</Text>
    )
  }
  const rooms = roomsOf(props.fields, { width, arrow: symbols.arrow.length })
  const focus = isFocused && !isEditing ? theme.focus : {}
  return (
    <Box>
      <Text {...focus} wrap="truncate">
        {isFocused ? `${symbols.selected} ` : '  '}
        {draw(nameOf(row), rooms.name)}
        {rooms.before === 0 ? '' : draw(before, rooms.before, 'right')} {symbols.arrow}{' '}
      </Text>
      <Box width={rooms.value} flexShrink={0}>
        {isTyped ? (
          <LineEditor session={session} field={field} width={rooms.value} actions={editing} />
        ) : (
          <Text {...focus} wrap="truncate">
            {draw(after, rooms.value)}
          </Text>
        )}
      </Box>
      <Text {...(isFocused ? focus : look(tone))} wrap="truncate">
        {` ${symbols[symbol]} ${draw(word, STANDING)}`}
      </Text>
    </Box>
  )
}
