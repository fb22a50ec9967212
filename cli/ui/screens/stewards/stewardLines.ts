import { listOf, shortHex } from '../../../shared/format.ts'
import { formatDuration } from '../../../shared/time.ts'
import type { StewardList, WindowRow } from '../../../workflows/readStewards.ts'
import { blankLine, factLines, type Line, paragraph, titleLine } from '../../lines.ts'
import type { Theme } from '../../theme.ts'
import { whenWords } from '../../timeWords.ts'
import { replacingWords, settlingWords, stateSentence } from './windowWords.ts'

interface Setting {
  readonly width: number
  readonly theme: Theme
}

/** Who may step, and whether whoever acts is one of them. */
export function holderLines(list: StewardList, setting: Setting): readonly Line[] {
  const { width, theme } = setting
  return [
    ...factLines(
      [
        ['stewards', holdersWords(list)],
        ['you', ownWords(list)],
      ],
      width,
    ),
    ...(list.ownTrouble === undefined
      ? []
      : paragraph(list.ownTrouble, {
          width,
          tone: 'caution',
          mark: `${theme.symbols.caution} `,
        })),
  ]
}

function holdersWords({ stewards }: StewardList): string {
  if (stewards.length === 0) return 'nobody is known to hold STEWARD'
  return listOf(
    stewards.map(({ address, name, isOwn }) => {
      const known = name === undefined ? shortHex(address) : `${name} ${shortHex(address)}`
      return isOwn ? `${known} (you)` : known
    }),
  )
}

function ownWords({ own, ownTrouble }: StewardList): string {
  if (own === undefined) return ownTrouble === undefined ? 'nobody acts here' : 'not known'
  return own.mayStep ? 'may step: E' : 'may not step: that takes STEWARD'
}

/** Everything about one window. */
export function windowLines(
  row: WindowRow,
  setting: Setting & {
    /** The chain's clock, Unix seconds. */
    readonly now: number
  },
): readonly Line[] {
  const { width, now, theme } = setting
  const { shown, lastStepAt, cooldown, settling } = row
  const inForce = settlingWords(row, now)
  return [
    titleLine(`${row.market} ${row.parameter}`),
    ...paragraph(`${row.label}. ${row.summary}`, { width }),
    blankLine,
    ...factLines(
      [
        ['stored', shown.stored],
        ...(inForce === undefined ? [] : [['in force', inForce] as const]),
        ['allowed', shown.allowed],
        ['window', stateSentence(row, now)],
        ['step', `${shown.step} at most, from what is stored`],
        ['every', formatDuration(BigInt(cooldown))],
        ['never leaves', shown.range],
        ['last step', lastStepAt === undefined ? 'none yet' : whenWords(lastStepAt, now)],
      ],
      width,
    ),
    ...(settling === undefined
      ? []
      : [
          blankLine,
          ...paragraph(replacingWords[settling.kind], {
            width,
            tone: 'caution',
            mark: `${theme.symbols.caution} `,
          }),
        ]),
  ]
}
