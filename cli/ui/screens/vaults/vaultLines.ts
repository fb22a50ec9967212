import { printable } from '../../../shared/format.ts'
import type { VaultHealth, VaultRow } from '../../../workflows/vaultRow.ts'
import { blankLine, factLines, type Line, paragraph } from '../../lines.ts'
import type { Theme } from '../../theme.ts'
import { amountText, distanceText, healthText, standingOf } from './vaultWords.ts'

interface Shown {
  readonly vault: VaultRow
  /** What the draft means for it, in sentences. */
  readonly words: readonly string[]
  /** The derivative's symbol. */
  readonly unit: string
  readonly width: number
  readonly theme: Pick<Theme, 'symbols'>
}

/** A vault in full: its numbers with the draft's below them, then the words. */
export function vaultLines({ vault, words, unit, width, theme }: Shown): readonly Line[] {
  const { market, owner, collateral, collateralSymbol, debt, now, drafted } = vault
  const health = (of: VaultHealth | undefined) =>
    of === undefined
      ? healthText(of, theme)
      : `${healthText(of, theme)}, price can fall ${distanceText(of)}`
  const facts: readonly (readonly [string, string])[] = [
    ['owner', owner],
    ['collateral', amountText(collateral, printable(collateralSymbol))],
    ['debt', amountText(debt, unit)],
    ['health', health(now)],
    ...(drafted === undefined ? [] : [['at execution', health(drafted.execution)] as const]),
    ...(drafted?.settled === undefined ? [] : [['after ramp', health(drafted.settled)] as const]),
  ]
  const last = drafted?.settled ?? drafted?.execution ?? now
  return [
    { text: printable(market), tone: 'accent' },
    ...factLines(facts, width),
    ...(words.length === 0 ? [] : [blankLine]),
    ...words.flatMap((sentence, i) =>
      paragraph(sentenceCase(sentence), {
        width,
        tone: i === 0 ? standingOf(last).tone : 'plain',
      }),
    ),
  ]
}

const sentenceCase = (sentence: string): string =>
  sentence.charAt(0).toUpperCase() + sentence.slice(1)
