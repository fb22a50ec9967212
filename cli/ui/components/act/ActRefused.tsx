import { Box } from 'ink'
import { useState } from 'react'
import type { Finding } from '../../../governance/checks/check.ts'
import { listOf, printable } from '../../../shared/format.ts'
import type { Space } from '../../hooks/useDialogSpace.ts'
import { useKeys } from '../../hooks/useKeys.tsx'
import { useTextField } from '../../hooks/useTextField.ts'
import { type Line, paragraph } from '../../lines.ts'
import type { ActEnd } from '../../services/acts.ts'
import { type Theme, type Tone, useTheme } from '../../theme.ts'
import { DialogText } from '../DialogText.tsx'
import { TextInput } from '../TextInput.tsx'
import { Words } from '../Words.tsx'

type Refused = Extract<ActEnd, { readonly how: 'refused' }>

interface RefusedProps {
  readonly refused: Refused
  readonly room: Space
  /** Judges it again, with these checks left open by consent. */
  readonly onAccept: (checks: readonly string[]) => void
}

/** The checks do not let it pass. What nobody could find out may be accepted by its name, a failure never. */
export function ActRefused({ refused, room, onAccept }: RefusedProps) {
  const theme = useTheme()
  const { findings } = refused.checks
  const troubled = findings.filter(({ status }) => status !== 'pass')
  const open = findings.filter(({ status }) => status === 'inconclusive').map(({ check }) => check)
  const lines = troubled.flatMap((finding) => findingLines(finding, room.width, theme))
  const isFinal = refused.decision === 'fail'
  return (
    <Box flexDirection="column">
      <Words tone="bad" wrap="wrap">
        {`${theme.symbols.fail} The checks do not let it pass; nothing was sent.`}
      </Words>
      <DialogText lines={lines} height={room.height - (isFinal ? 3 : 5)} />
      {isFinal ? (
        <Words wrap="wrap">
          A check that fails cannot be accepted: correct the draft, or declare what it does. Esc
          closes this.
        </Words>
      ) : (
        <Consent open={open} room={room} onAccept={onAccept} />
      )}
    </Box>
  )
}

const toneOf: Readonly<Record<Finding['status'], Tone>> = {
  pass: 'good',
  warn: 'caution',
  fail: 'bad',
  inconclusive: 'caution',
}

function findingLines(finding: Finding, width: number, { symbols }: Theme): readonly Line[] {
  const { check, status, summary, facts } = finding
  const mark = { pass: symbols.pass, warn: symbols.caution, fail: symbols.fail }
  const symbol = status === 'inconclusive' ? symbols.unknown : mark[status]
  return [
    ...paragraph(`${status} ${check}: ${summary}`, {
      width,
      tone: toneOf[status],
      mark: `${symbol} `,
    }),
    ...facts.flatMap((fact) => paragraph(fact, { width, tone: 'muted', mark: '    ' })),
  ]
}

function Consent({
  open,
  room,
  onAccept,
}: {
  readonly open: readonly string[]
  readonly room: Space
  readonly onAccept: RefusedProps['onAccept']
}) {
  const [trouble, setTrouble] = useState<string>()
  const field = useTextField('', () => setTrouble(undefined))
  const answer = () => {
    const named = field.text.split(/[\s,]+/).filter((name) => name !== '')
    const wrong = named.filter((name) => !open.includes(name))
    const missing = open.filter((name) => !named.includes(name))
    if (wrong.length > 0) setTrouble(`${printable(wrong.join(', '))} is not what is open here.`)
    else if (missing.length > 0) setTrouble(`Without ${listOf(missing)} it does not pass.`)
    else onAccept(named)
  }
  useKeys({ open: { run: answer, word: 'accept' } }, { text: field.target })
  return (
    <Box flexDirection="column">
      <Words tone="accent" wrap="wrap">
        {`To accept that it is not known, type ${open.join(' ')} and press Enter; that is recorded. Esc closes this.`}
      </Words>
      <TextInput state={field.state} width={room.width} placeholder={open.join(' ')} />
      <Words tone="bad">{trouble === undefined ? ' ' : `${trouble} Nothing was sent.`}</Words>
    </Box>
  )
}
