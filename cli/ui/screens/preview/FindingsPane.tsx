import { Box } from 'ink'
import { printable } from '../../../shared/format.ts'
import type { Preview } from '../../../workflows/preview.ts'
import { Lines } from '../../components/Lines.tsx'
import { type Column, Table } from '../../components/Table.tsx'
import { useKeys } from '../../hooks/useKeys.tsx'
import { useListCursor } from '../../hooks/useListCursor.ts'
import { useNotices } from '../../hooks/useNotices.tsx'
import { usePreviews } from '../../hooks/usePreviews.tsx'
import { useLayout } from '../../layout.ts'
import { paragraph, titleLine } from '../../lines.ts'
import { type Theme, useTheme } from '../../theme.ts'
import { type Evidence, evidenceOf, statusLook } from './evidence.ts'

interface FindingsProps {
  readonly preview: Preview
  readonly reference: string
  readonly height: number
}

/** What was found, one row each; everything about the selected one beside or below it. */
export function FindingsPane({ preview, reference, height }: FindingsProps) {
  const { columns: width, fit } = useLayout()
  const theme = useTheme()
  const isWide = fit === 'wide'
  const rows = evidenceOf(preview)
  const listRows = isWide
    ? height - 2
    : Math.max(3, Math.min(rows.length, Math.floor(height / 2) - 2))
  const { index, top, actions } = useListCursor(rows.length, listRows, 'findings')
  const selected = rows[index]
  useKeys(actions)
  useAcceptance(selected, preview, reference)
  const listWidth = isWide ? Math.floor(width * 0.48) : width
  const room = isWide
    ? { width: width - listWidth - 2, height }
    : { width, height: height - listRows - 3 }
  return (
    <Box flexDirection={isWide ? 'row' : 'column'} columnGap={2}>
      <Box flexDirection="column" width={listWidth}>
        <Table
          columns={columnsOf(theme)}
          rows={rows.slice(top, top + listRows)}
          keyOf={({ id }) => id}
          selected={index - top}
          width={listWidth}
          place={{ top, count: rows.length }}
        />
      </Box>
      {selected === undefined ? null : (
        <Box flexDirection="column" width={room.width} marginTop={isWide ? 0 : 1}>
          <Lines
            lines={detailLines(selected, room.width)}
            height={room.height}
            name="evidence"
            isFocused={false}
          />
        </Box>
      )}
    </Box>
  )
}

const columnsOf = ({ symbols }: Theme): readonly Column<Evidence>[] => [
  {
    title: 'status',
    text: ({ status }) => `${statusLook[status].symbol(symbols)} ${statusLook[status].word}`,
    tone: ({ status }) => statusLook[status].tone,
    width: 14,
  },
  { title: 'what', text: ({ title }) => title, width: 20, grows: true },
]

const detailLines = ({ title, summary, details }: Evidence, width: number) => [
  titleLine(title),
  ...paragraph(printable(summary), { width }),
  ...details(width),
]

/** Enter lets an inconclusive check stay so; a failure can never be accepted. */
function useAcceptance(
  selected: Evidence | undefined,
  { findings }: Preview,
  reference: string,
): void {
  const previews = usePreviews()
  const { say } = useNotices()
  const check = selected?.acceptable
  const accepted = findings.filter(({ isAccepted }) => isAccepted).map((one) => one.check)
  useKeys(
    {
      open: {
        word: 'accept',
        run: () => {
          if (check === undefined) return
          previews.accept(reference, [...accepted, check]).then(
            () => say(`${check} may stay inconclusive; the report says so.`, 'caution'),
            (error: Error) => say(error.message, 'bad'),
          )
        },
      },
    },
    { isActive: check !== undefined },
  )
}
