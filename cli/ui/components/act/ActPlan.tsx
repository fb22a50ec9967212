import { Box } from 'ink'
import { useEffect, useState } from 'react'
import { type Consent, consentWords } from '../../../shared/consent.ts'
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
  const consent = plan.consent ?? 'send'
  const question =
    slug === undefined ? mildLines(consent, room.width) : severeLines(slug, consent, room.width)
  return (
    <Box flexDirection="column">
      <DialogText
        lines={lines}
        height={room.height - question.length - (slug === undefined ? 1 : 3)}
      />
      <Words> </Words>
      {slug === undefined ? (
        <MildQuestion question={question} consent={consent} beganAt={beganAt} onAgree={onAgree} />
      ) : (
        <SevereQuestion
          slug={slug}
          question={question}
          consent={consent}
          handles={plan.handles}
          room={room}
          onAgree={onAgree}
        />
      )}
    </Box>
  )
}

/** What Enter does, in the words of who is asked; what Esc leaves undone. */
const enterWords: Readonly<Record<Consent, string>> = {
  send: 'Enter sends it. Esc sends nothing.',
  'sign and send': 'Enter signs and sends it. Esc does neither.',
  'sign and write':
    'Enter signs it and writes it for the other owners; nothing is sent. Esc does neither.',
  write: 'Enter writes it for the owners to sign; nothing is sent. Esc writes nothing.',
}

/** The same for a footer. */
const keyWords: Readonly<Record<Consent, string>> = {
  send: 'send it',
  'sign and send': 'sign and send',
  'sign and write': 'sign it',
  write: 'write it',
}

const mildLines = (consent: Consent, width: number): readonly Line[] =>
  paragraph(enterWords[consent], { width, tone: 'accent' })

/** Enter agrees once the plan has stood for a moment: one that is held, or pressed twice, was meant for what was before. */
function MildQuestion({
  question,
  consent,
  beganAt,
  onAgree,
}: Pick<ActPlanProps, 'beganAt' | 'onAgree'> & Asked) {
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
      ? { run: onAgree, word: keyWords[consent] }
      : { run: () => setEarly((count) => count + 1), isQuiet: true },
  })
  if (isReadable) return <Lines lines={question} />
  return <Waiting height={question.length} />
}

/** So that nobody takes an Enter that does nothing yet for one that was lost. */
function Waiting({ height }: { readonly height: number }) {
  const { symbols } = useTheme()
  return (
    <Box height={height}>
      <Words tone="muted">{`${symbols.pending} a moment to read it; Esc sends nothing.`}</Words>
    </Box>
  )
}

/** A slug may be as long as the dialog is wide. */
const severeLines = (slug: string, consent: Consent, width: number): readonly Line[] =>
  paragraph(
    `Type ${printable(slug)} and press Enter to ${consentWords[consent]}. Esc sends nothing.`,
    { width, tone: 'accent' },
  )

/** The question as it is drawn, and what agreeing does. */
interface Asked {
  readonly question: readonly Line[]
  readonly consent: Consent
}

function SevereQuestion({
  slug,
  question,
  consent,
  handles,
  room,
  onAgree,
}: Asked & {
  readonly slug: string
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
  useKeys({ open: { run: answer, word: keyWords[consent] } }, { text: field.target })
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
