import { Box } from 'ink'
import { useState } from 'react'
import { plural, printable } from '../../../shared/format.ts'
import type { Preview } from '../../../workflows/preview.ts'
import { Dialog } from '../../components/Dialog.tsx'
import { DialogText } from '../../components/DialogText.tsx'
import { Panes } from '../../components/Panes.tsx'
import { ScrollText } from '../../components/ScrollText.tsx'
import { type Column, Table } from '../../components/Table.tsx'
import { useDialogSpace } from '../../hooks/useDialogSpace.ts'
import { useKeys } from '../../hooks/useKeys.tsx'
import { useNamedCursor } from '../../hooks/useNamedCursor.ts'
import { useNotices } from '../../hooks/useNotices.tsx'
import { usePreviews } from '../../hooks/usePreviews.tsx'
import type { KeyAction } from '../../keyRouter.ts'
import { useLayout } from '../../layout.ts'
import { paragraph, titleLine } from '../../lines.ts'
import { type Theme, useTheme } from '../../theme.ts'
import { type Evidence, evidenceOf, statusLook } from './evidence.ts'

interface FindingsProps {
  readonly preview: Preview
  readonly reference: string
  readonly height: number
}

const nameOf = ({ id }: Evidence): string => id

/** Evidence has as much to say as there are findings. */
const SHARING = { detail: 0.52 }

/** What was found, one row each; everything about the selected one beside or below it, and whole on `d`. */
export function FindingsPane({ preview, reference, height }: FindingsProps) {
  const { columns, fit } = useLayout()
  const theme = useTheme()
  const isWide = fit === 'wide'
  const [isOpen, setOpen] = useState(false)
  const rows = evidenceOf(preview)
  const listRows = isWide ? height - 2 : Math.max(3, Math.min(rows.length, (height >> 1) - 1))
  const { index, top, actions } = useNamedCursor(rows.map(nameOf), listRows, 'findings')
  const selected = rows[index]
  const show = () => setOpen(true)
  const accept = useAcceptance(selected, preview, reference)
  useKeys({
    ...actions,
    details: { run: show, isQuiet: accept === undefined },
    open: accept ?? { run: show, word: 'details' },
  })
  if (selected === undefined) return null
  if (isOpen) return <EvidenceDialog evidence={selected} onClose={() => setOpen(false)} />
  const list = (width: number) => (
    <Table
      columns={columnsOf(theme, whatTitle(rows))}
      rows={rows.slice(top, top + listRows)}
      keyOf={nameOf}
      selected={index - top}
      width={width}
      place={{ top, count: rows.length }}
    />
  )
  const detail = (width: number, room: number) => (
    <ScrollText
      lines={detailLines(selected, width)}
      height={room}
      name="evidence"
      isFocused={false}
    />
  )
  if (isWide) {
    return (
      <Panes
        height={height}
        sharing={SHARING}
        list={list}
        detail={(width) => detail(width, height)}
      />
    )
  }
  return (
    <Box flexDirection="column" rowGap={1}>
      {list(columns)}
      {detail(columns, height - listRows - 3)}
    </Box>
  )
}

/** Everything about one piece of evidence, however long. */
function EvidenceDialog({
  evidence,
  onClose,
}: {
  readonly evidence: Evidence
  readonly onClose: () => void
}) {
  const { width, height } = useDialogSpace()
  const { title, summary, details } = evidence
  const lines = [...paragraph(printable(summary), { width }), ...details(width)]
  return (
    <Dialog title={title} onClose={onClose}>
      <DialogText lines={lines} height={height} />
    </Dialog>
  )
}

/** `9 findings, 4 notes`: what the rows are, as the stages count them. */
function whatTitle(rows: readonly Evidence[]): string {
  const notes = rows.filter(({ status }) => status === 'note').length
  const notRun = rows.filter(({ status }) => status === 'notRun').length
  return [
    plural(rows.length - notes - notRun, 'finding'),
    ...(notRun === 0 ? [] : [`${notRun} not run`]),
    plural(notes, 'note'),
  ].join(', ')
}

const columnsOf = ({ symbols }: Theme, what: string): readonly Column<Evidence>[] => [
  {
    title: 'status',
    text: ({ status }) => `${statusLook[status].symbol(symbols)} ${statusLook[status].word}`,
    tone: ({ status }) => statusLook[status].tone,
    width: 14,
  },
  { title: what, text: ({ title }) => title, width: 20, grows: true },
]

const detailLines = ({ title, summary, details }: Evidence, width: number) => [
  titleLine(title),
  ...paragraph(printable(summary), { width }),
  ...details(width),
]

/** Lets an inconclusive check stay so; a failure can never be accepted. */
function useAcceptance(
  selected: Evidence | undefined,
  { findings }: Preview,
  reference: string,
): KeyAction | undefined {
  const previews = usePreviews()
  const { say } = useNotices()
  const check = selected?.acceptable
  if (check === undefined) return undefined
  const accepted = findings.filter(({ isAccepted }) => isAccepted).map((one) => one.check)
  return {
    word: 'accept',
    run: () =>
      void previews.accept(reference, [...accepted, check]).then(
        () => say(`${check} may stay inconclusive; the report says so.`, 'caution'),
        (error: Error) => say(error.message, 'bad'),
      ),
  }
}
