import { Box } from 'ink'
import { printableLines } from '../../../shared/format.ts'
import { type DoneEnd, endLines, nextLines, sentWords, submittedId } from '../../actWords.ts'
import type { Space } from '../../hooks/useDialogSpace.ts'
import { useKeys } from '../../hooks/useKeys.tsx'
import { useNavigation } from '../../hooks/useNavigation.tsx'
import { useWhyNoWarp } from '../../hooks/useWhyNoWarp.ts'
import { blankLine, type Line, paragraph } from '../../lines.ts'
import { nextStepOf } from '../../remedyKeys.ts'
import { useTheme } from '../../theme.ts'
import { DialogText } from '../DialogText.tsx'
import { Lines } from '../Lines.tsx'
import { Words } from '../Words.tsx'

interface EndedProps {
  readonly room: Space
  readonly onClose: () => void
}

/** What came of it; from a submission Enter leads to the proposal that it has made. */
export function ActDone({ end, room, onClose }: EndedProps & { readonly end: DoneEnd }) {
  const { symbols } = useTheme()
  const { go } = useNavigation()
  const canWarp = useWhyNoWarp() === undefined
  const id = submittedId(end)
  const goThere = () => {
    onClose()
    if (id !== undefined) go('proposal', { id })
  }
  return (
    <Box flexDirection="column">
      <Outcome
        done={endLines(end, room.width, symbols)}
        next={nextLines(end, room.width, canWarp)}
        height={room.height - 1}
      />
      {id === undefined ? <Close onClose={onClose} /> : <Leave onLeave={goThere} />}
    </Box>
  )
}

/** Rows of what was done that are worth the rest of it being scrolled for. */
const LEAST_DONE = 4

/** What comes next stays in sight, however much there is to say of what was done. */
function Outcome({
  done,
  next,
  height,
}: {
  readonly done: readonly Line[]
  readonly next: readonly Line[]
  readonly height: number
}) {
  const below = [blankLine, ...next]
  const room = height - below.length
  if (room < LEAST_DONE) return <DialogText lines={[...done, ...below]} height={height} />
  return (
    <>
      <DialogText lines={done} height={room} />
      <Lines lines={below} />
    </>
  )
}

/** Why it failed, what to do about it, and whether anything was sent. */
export function ActFailed({
  error,
  maySend,
  room,
  onClose,
}: EndedProps & { readonly error: Error; readonly maySend: boolean }) {
  const { symbols } = useTheme()
  const { width } = room
  const next = nextStepOf(error) ?? ''
  const sent = sentWords(error, maySend)
  const isSaid = `${error.message} ${next}`.toLowerCase().includes(sent.toLowerCase())
  const [first = '', ...rest] = printableLines(error.message)
  const lines = [
    ...paragraph(first, { width, tone: 'bad', mark: `${symbols.fail} ` }),
    ...rest.flatMap((line) => paragraph(line, { width, tone: 'bad', mark: '  ' })),
    ...(isSaid ? [] : paragraph(sent, { width, mark: '  ' })),
    ...(next === '' ? [] : paragraph(next, { width, mark: '  ' })),
  ]
  return (
    <Box flexDirection="column">
      <DialogText lines={lines} height={room.height - 1} />
      <Close onClose={onClose} />
    </Box>
  )
}

function Leave({ onLeave }: { readonly onLeave: () => void }) {
  useKeys({ open: { run: onLeave, word: 'the proposal' } })
  return <Words tone="muted">Enter goes to the proposal, Esc closes this.</Words>
}

export function Close({ onClose }: Pick<EndedProps, 'onClose'>) {
  useKeys({ open: { run: onClose, word: 'close' } })
  return <Words tone="muted">Enter or Esc closes this.</Words>
}
