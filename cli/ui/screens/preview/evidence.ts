import { formatCount, listOf, plural, printable } from '../../../shared/format.ts'
import { formatUtc } from '../../../shared/time.ts'
import type { Preview, PreviewFinding } from '../../../workflows/preview.ts'
import { blankLine, factLines, type Line, paragraph } from '../../lines.ts'
import type { Theme, Tone } from '../../theme.ts'

/** Something that the preview found out: a row of the list, and everything about it. */
export interface Evidence {
  readonly id: string
  readonly status: Status
  readonly title: string
  /** One sentence. */
  readonly summary: string
  readonly details: (width: number) => readonly Line[]
  /** The check that may be let stay inconclusive. */
  readonly acceptable?: string
}

export type Status = PreviewFinding['status'] | 'notRun' | 'note'

/** How each status is told: never by colour alone. */
export const statusLook: Readonly<
  Record<
    Status,
    {
      readonly word: string
      readonly tone: Tone
      readonly symbol: (of: Theme['symbols']) => string
    }
  >
> = {
  pass: { word: 'pass', tone: 'good', symbol: ({ pass }) => pass },
  warn: { word: 'warn', tone: 'caution', symbol: ({ caution }) => caution },
  fail: { word: 'fail', tone: 'bad', symbol: ({ fail }) => fail },
  inconclusive: { word: 'inconclusive', tone: 'caution', symbol: ({ unknown }) => unknown },
  notRun: { word: 'not run', tone: 'muted', symbol: ({ pending }) => pending },
  note: { word: 'note', tone: 'plain', symbol: ({ dot }) => dot },
}

/** Everything that a preview found, what needs attention first. */
export const evidenceOf = (preview: Preview): readonly Evidence[] => [
  ...[...preview.findings].sort((a, b) => urgency(a) - urgency(b)).map(findingEvidence),
  ...preview.notRun.map(
    ({ check, title, needs }): Evidence => ({
      id: check,
      status: 'notRun',
      title,
      summary: `It needs ${listOf(needs)}.`,
      details: () => [],
    }),
  ),
  changes(preview),
  dryRun(preview),
  others(preview),
  origin(preview),
]

const order = ['fail', 'inconclusive', 'warn', 'pass'] as const
const urgency = ({ status }: PreviewFinding): number => order.indexOf(status)

function findingEvidence(finding: PreviewFinding): Evidence {
  const { check, status, title, summary, facts, advice, isAccepted } = finding
  const isOpen = status === 'inconclusive' && !isAccepted
  return {
    id: check,
    status,
    title,
    summary: isAccepted ? `Accepted although inconclusive. ${summary}` : summary,
    details: (width) => [
      ...facts.flatMap((fact) => paragraph(fact, { width, tone: 'muted', mark: '- ' })),
      ...(advice === undefined ? [] : paragraph(`What to do: ${advice}`, { width })),
      ...(isOpen
        ? paragraph('Enter accepts that nobody knows; the report will say so.', { width })
        : []),
    ],
    ...(isOpen ? { acceptable: check } : {}),
  }
}

function changes({ changes: all, calls, undeclared }: Preview): Evidence {
  return {
    id: 'changes',
    status: 'note',
    title: 'What it changes',
    summary: all.length === 0 ? 'No parameter is set.' : plural(all.length, 'parameter'),
    details: (width) => [
      ...all.flatMap(({ subject, parameter, before, after, direction, takesEffect }) =>
        paragraph(
          `${subject} ${parameter}: ${before} \u2192 ${after} (${direction}, ${takesEffect})`,
          { width },
        ),
      ),
      blankLine,
      ...calls.flatMap((words) => paragraph(words, { width, tone: 'muted', mark: 'call ' })),
      ...undeclared.flatMap((words) =>
        paragraph(words, { width, tone: 'bad', mark: 'undeclared: ' }),
      ),
    ],
  }
}

function dryRun({ dryRun: { outcome, lifecycle } }: Preview): Evidence {
  return {
    id: 'dry run',
    status: 'note',
    title: 'Dry run',
    summary: outcomeWords(outcome),
    details: (width) => [
      ...paragraph(lifecycle.states.join(' \u2192 '), { width }),
      ...(lifecycle.inconclusive === undefined
        ? []
        : paragraph(lifecycle.inconclusive, { width, tone: 'caution' })),
      ...(outcome.kind === 'executed' ? [{ text: `${outcome.gasUsed} gas` }] : []),
      ...paragraph(`voters: ${plural(lifecycle.voters.length, 'delegate')}`, { width }),
    ],
  }
}

function outcomeWords(outcome: Preview['dryRun']['outcome']): string {
  switch (outcome.kind) {
    case 'executed':
      return 'It was executed on a local fork.'
    case 'reverted':
      return `The execution reverts: ${outcome.reason}`
    case 'notRun':
      return `It could not be run: ${outcome.reason}`
  }
}

function others({ others: read }: Preview): Evidence {
  const base = { id: 'others', status: 'note', title: 'Other open proposals' } as const
  if (read.kind === 'unreachable') {
    return { ...base, summary: `They could not be read: ${read.why}`, details: () => [] }
  }
  return {
    ...base,
    summary: read.value.length === 0 ? 'None.' : plural(read.value.length, 'proposal'),
    details: (width) =>
      read.value.flatMap(({ handle, state, title, calls, executableFrom }) => [
        ...paragraph(`${handle} ${state}, executable from ${formatUtc(executableFrom)}: ${title}`, {
          width,
        }),
        ...calls.flatMap((call) => paragraph(call, { width, tone: 'muted', mark: '  ' })),
      ]),
  }
}

function origin({ block, risk, slug, submitted }: Preview): Evidence {
  const { settings, modelId, calibrationId } = risk
  const hours = (settings.steps * settings.stepSeconds) / 3_600
  return {
    id: 'origin',
    status: 'note',
    title: 'Where these figures come from',
    summary: `${plural(settings.paths, 'path')}, seed ${settings.seed}, block ${block.number}`,
    details: (width) =>
      factLines(
        [
          ['proposal', printable(slug)],
          [
            'stands',
            submitted === undefined ? 'not submitted' : `${submitted.shortId}, ${submitted.state}`,
          ],
          ['block', `${block.number}, ${formatUtc(block.timestamp)}`],
          ['executed at', formatUtc(settings.executesAt)],
          ['horizon', `${hours / 24} days, ${settings.steps} looks at the price`],
          ['paths', `${formatCount(settings.paths)}, seed ${settings.seed}`],
          ['model', modelId],
          ['prices', calibrationId],
          ...risk.unfelt.map((change) => ['not felt', change] as const),
          ...risk.assumptions.map((assumption) => ['assumes', assumption] as const),
        ],
        width,
      ),
  }
}
