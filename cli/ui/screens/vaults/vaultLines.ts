import { printable } from '../../../shared/format.ts'
import type { VaultRow } from '../../../workflows/vaultRow.ts'
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

/** A vault in full: its numbers with the draft's beside them, then the words. */
export function vaultLines({ vault, words, unit, width, theme }: Shown): readonly Line[] {
  const { symbols } = theme
  const { market, owner, collateral, collateralSymbol, debt, health, distance, after } = vault
  const withDraft = (now: string, then: string | undefined) =>
    then === undefined ? now : `${now} ${symbols.arrow} ${then}`
  const healthWords = (value: number) => `${symbols[standingOf(value).symbol]} ${healthText(value)}`
  const facts = [
    ['owner', owner],
    ['collateral', amountText(collateral, printable(collateralSymbol))],
    ['debt', amountText(debt, unit)],
    ['health', withDraft(healthWords(health), after && healthWords(after.health))],
    ['price can fall', withDraft(distanceText(distance), after && distanceText(after.distance))],
  ] as const
  return [
    { text: printable(market), tone: 'accent' },
    ...factLines(facts, width),
    ...(words.length === 0 ? [] : [blankLine]),
    ...words.flatMap((sentence, i) =>
      paragraph(sentenceCase(sentence), {
        width,
        tone: i === 0 ? standingOf((after ?? vault).health).tone : 'plain',
      }),
    ),
  ]
}

const sentenceCase = (sentence: string): string =>
  sentence.charAt(0).toUpperCase() + sentence.slice(1)
