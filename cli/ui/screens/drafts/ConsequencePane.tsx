import { Box } from 'ink'
import { printable } from '../../../shared/format.ts'
import type { Consequences } from '../../../workflows/weighDraft.ts'
import { ScrollText } from '../../components/ScrollText.tsx'
import { Words } from '../../components/Words.tsx'
import { blankLine, type Line, paragraph } from '../../lines.ts'
import { type Theme, useTheme } from '../../theme.ts'
import { consequenceLines } from './consequenceLines.ts'
import type { Asked } from './draftState.ts'

interface ConsequencePaneProps {
  readonly consequences: Asked<Consequences>
  /** The market that comes first. */
  readonly first: string | undefined
  readonly width: number
  readonly height: number
  /** Whether the keys scroll here. */
  readonly isFocused: boolean
}

/** What the draft would do to the markets that it touches. */
export function ConsequencePane({
  consequences,
  first,
  width,
  height,
  isFocused,
}: ConsequencePaneProps) {
  const theme = useTheme()
  const { value, isAsking, error } = consequences
  const note = isAsking ? ', checking' : ''
  const trouble = error === undefined ? [] : troubleLines(error, value, { width, theme })
  const lines: readonly Line[] =
    value === undefined
      ? []
      : value.markets.length === 0
        ? paragraph('No sound change touches a market: no vault is affected.', {
            width,
            tone: 'muted',
          })
        : [
            ...consequenceLines(inOrder(value, first), { width, theme }),
            blankLine,
            ...value.assumptions.flatMap((one) =>
              paragraph(one, { width, tone: 'muted', mark: `${theme.symbols.dot} ` }),
            ),
          ]
  return (
    <Box flexDirection="column" width={width}>
      <Words tone="accent">{`Consequences at once${note}`}</Words>
      {trouble.map(({ text, tone = 'plain' }) => (
        <Words key={text} tone={tone}>
          {text}
        </Words>
      ))}
      {value === undefined && error === undefined ? (
        <Words tone="muted">reading the vaults</Words>
      ) : (
        <ScrollText
          lines={lines}
          height={Math.max(1, height - 1 - trouble.length)}
          isFocused={isFocused}
          name="consequences"
        />
      )}
    </Box>
  )
}

/** Why there is nothing newer; whatever is shown below is of an earlier text or block. */
const troubleLines = (
  error: Error,
  before: Consequences | undefined,
  { width, theme }: { readonly width: number; readonly theme: Theme },
): readonly Line[] =>
  paragraph(
    `${before === undefined ? 'unknown' : 'as it was before'}: ${printable(error.message)}`,
    {
      width,
      tone: 'caution',
      mark: `${theme.symbols.caution} `,
    },
  )

/** The market of the change that is selected comes first. */
export function inOrder(value: Consequences, first: string | undefined): Consequences {
  const isFirst = ({ label }: Consequences['markets'][number]) => label === first
  const markets = [
    ...value.markets.filter(isFirst),
    ...value.markets.filter((one) => !isFirst(one)),
  ]
  return { ...value, markets }
}
