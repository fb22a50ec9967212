import { Box } from 'ink'
import { useEffect, useState } from 'react'
import { printable } from '../../../shared/format.ts'
import type { Plan } from '../../../workflows/act.ts'
import { planLines, slugOf } from '../../actWords.ts'
import type { Space } from '../../hooks/useDialogSpace.ts'
import { useKeys } from '../../hooks/useKeys.tsx'
import { useTextField } from '../../hooks/useTextField.ts'
import { type Line, paragraph } from '../../lines.ts'
import { usePace } from '../../pace.ts'
import { useTheme } from '../../theme.ts'
import { DialogText } from '../DialogText.tsx'
import { Lines } from '../Lines.tsx'
import { TextInput } from '../TextInput.tsx'
import { Words } from '../Words.tsx'

interface ActPlanProps {
  readonly plan: Plan
  readonly room: Space
  /** When the key was pressed that led here, by `performance.now()`. */
  readonly beganAt: number
  readonly onAgree: () => void
}

/** What is about to be sent, and the question whether to: Enter for a mild act, typing its name for a severe one. */
export function ActPlan({ plan, room, beganAt, onAgree }: ActPlanProps) {
  const { symbols } = useTheme()
  const slug = slugOf(plan)
  const lines = planLines(plan, room.width, symbols.caution)
  const question = slug === undefined ? [] : severeLines(slug, room.width)
  return (
    <Box flexDirection="column">
      <DialogText
        lines={lines}
        height={room.height - (slug === undefined ? 2 : 3 + question.length)}
      />
      <Words> </Words>
      {slug === undefined ? (
        <MildQuestion beganAt={beganAt} onAgree={onAgree} />
      ) : (
        <SevereQuestion
          slug={slug}
          question={question}
          handles={plan.handles}
          room={room}
          onAgree={onAgree}
        />
      )}
    </Box>
  )
}

/** Enter agrees once the plan has stood for a moment: one that is held, or pressed twice, was meant for what was before. */
function MildQuestion({ beganAt, onAgree }: Pick<ActPlanProps, 'beganAt' | 'onAgree'>) {
  const [isReadable, setReadable] = useState(false)
  const [early, setEarly] = useState(0)
  const pace = usePace()
  // biome-ignore lint/correctness/useExhaustiveDependencies: each early Enter begins the moment anew
  useEffect(() => {
    const held = beganAt + pace.held - performance.now()
    const timer = setTimeout(() => setReadable(true), Math.max(pace.read, held))
    return () => clearTimeout(timer)
  }, [early])
  useKeys({
    open: isReadable
      ? { run: onAgree, word: 'send it' }
      : { run: () => setEarly((count) => count + 1), isQuiet: true },
  })
  return (
    <Words tone="accent">
      {isReadable ? 'Enter sends it. Esc sends nothing.' : 'Esc sends nothing.'}
    </Words>
  )
}

/** A slug may be as long as the dialog is wide. */
const severeLines = (slug: string, width: number): readonly Line[] =>
  paragraph(`Type ${printable(slug)} and press Enter to send it. Esc sends nothing.`, {
    width,
    tone: 'accent',
  })

function SevereQuestion({
  slug,
  question,
  handles,
  room,
  onAgree,
}: {
  readonly slug: string
  readonly question: readonly Line[]
  readonly handles: readonly string[]
  readonly room: Space
  readonly onAgree: () => void
}) {
  const [wrong, setWrong] = useState<string>()
  const field = useTextField('', () => setWrong(undefined))
  const answer = () => {
    const typed = field.text.trim()
    if (handles.includes(typed)) onAgree()
    else setWrong(typed)
  }
  useKeys({ open: { run: answer, word: 'send it' } }, { text: field.target })
  return (
    <Box flexDirection="column">
      <Lines lines={question} />
      <TextInput state={field.state} width={room.width} />
      <Words tone="bad">
        {wrong === undefined
          ? ' '
          : wrong === ''
            ? 'Nothing is typed yet; nothing was sent.'
            : `Nothing was sent: \u201c${printable(wrong)}\u201d is not ${printable(slug)}.`}
      </Words>
    </Box>
  )
}
