import { printable } from '../../../shared/format.ts'
import type { VaultHealth, VaultRow } from '../../../workflows/vaultRow.ts'
import { blankLine, factLines, type Line, paragraph } from '../../lines.ts'
import type { Theme } from '../../theme.ts'
import { amountText, distanceText, healthText, spokenHealth, standingOf } from './vaultWords.ts'

interface Shown {
  readonly vault: VaultRow
  /** What the draft means for it, in sentences. */
  readonly words: readonly string[]
  /** The derivative's symbol. */
  readonly unit: string
  readonly width: number
  readonly theme: Pick<Theme, 'symbols'>
  /** Whether the owner stands above it already. */
  readonly isOwnerSaid?: boolean
}

/** A vault in full: its numbers with the draft's below them, then the words. */
export function vaultLines({
  vault,
  words,
  unit,
  width,
  theme,
  isOwnerSaid = false,
}: Shown): readonly Line[] {
  const { market, owner, collateral, collateralSymbol, debt, now, drafted } = vault
  const health = (label: string, of: VaultHealth | undefined) => {
    const fall = of === undefined ? '' : `, price can fall ${distanceText(of)}`
    return [label, `${healthText(of, theme)}${fall}`, `${spokenHealth(of)}${fall}`] as const
  }
  const facts = [
    ...(isOwnerSaid ? [] : [['owner', owner] as const]),
    ['collateral', amountText(collateral, printable(collateralSymbol))] as const,
    ['debt', amountText(debt, unit)] as const,
    health('health', now),
    ...(drafted === undefined ? [] : [health('at execution', drafted.execution)]),
    ...(drafted?.settled === undefined ? [] : [health('after ramp', drafted.settled)]),
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
