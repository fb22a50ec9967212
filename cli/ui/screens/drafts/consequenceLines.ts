import type { MarketConsequences, Reached } from '../../../risk/consequences.ts'
import { formatAmount, formatShare } from '../../../shared/amount.ts'
import { formatCount, plural } from '../../../shared/format.ts'
import { formatUtc } from '../../../shared/time.ts'
import type { Consequences, WeighedMarket } from '../../../workflows/weighDraft.ts'
import { cell } from '../../cell.ts'
import { blankLine, heard, type Line, paragraph, spokenAs } from '../../lines.ts'
import { threeDigits } from '../../shortAmount.ts'
import type { Theme, Tone } from '../../theme.ts'

type Rung = MarketConsequences['rungs'][number]

interface Setting {
  readonly width: number
  readonly theme: Pick<Theme, 'symbols'>
}

/** What a draft would do to each market that it touches: ladders, and what collateral carries. */
export function consequenceLines(
  { markets, executesAt }: Consequences,
  setting: Setting,
): readonly Line[] {
  return markets.flatMap((market, index) => [
    ...(index === 0 ? [] : [blankLine]),
    ...marketLines(market, executesAt, setting),
  ])
}

function marketLines(
  { label, execution, settled }: WeighedMarket,
  executesAt: number,
  setting: Setting,
): readonly Line[] {
  return [
    ...momentTitle(`${label} at execution, ${formatUtc(executesAt)}`, setting),
    ...reachLines(execution, setting),
    ...efficiencyLines(execution, setting),
    ...(settled === undefined || execution.unpriced !== undefined
      ? []
      : [
          blankLine,
          ...momentTitle(`${label} after the ramp, ${formatUtc(settled.at)}`, setting),
          ...ladderLines(settled, setting),
        ]),
  ]
}

/** A market and when; the date is there to its end. */
const momentTitle = (text: string, { width }: Setting): readonly Line[] =>
  spokenAs(text, paragraph(text, { width, tone: 'accent' }))

/** Whom a fall of the price reaches, or why nobody can say. */
function reachLines(consequences: MarketConsequences, setting: Setting): readonly Line[] {
  const { unpriced } = consequences
  if (unpriced === undefined) return ladderLines(consequences, setting)
  const { width, theme } = setting
  const words =
    `no price: while the feed is DOWN nothing can be liquidated, and nobody can say what could be later. ` +
    `${vaultsWithout(unpriced)}, debt ${threeDigits(unpriced.debt)}, ${unpriced.vaultCount === 1 ? 'is' : 'are'} not counted.`
  return paragraph(words, { width, tone: 'caution', mark: `${theme.symbols.unknown} ` })
}

const vaultsWithout = ({ vaultCount }: Reached): string =>
  `${plural(vaultCount, 'vault')} without a price`

const PRICE = 6
/** A hundred thousand vaults, and an amount in three digits: both pairs fit into 40 cells. */
const LEAST_COUNT = 6
const LEAST_DEBT = 6

/** Vaults and debt that a fall of the price reaches, before and after. */
function ladderLines({ rungs }: MarketConsequences, { width, theme }: Setting): readonly Line[] {
  const { arrow, ellipsis } = theme.symbols
  const right = (text: string, room: number) => cell(text, room, { align: 'right', ellipsis })
  const count = Math.max(LEAST_COUNT, Math.min(9, Math.floor(width / 6)))
  const debt = Math.max(
    LEAST_DEBT,
    Math.floor((width - PRICE - 2 * count - 2 * arrow.length - 6) / 2),
  )
  const pair = (before: string, after: string, room: number) =>
    `${right(before, room)} ${arrow} ${right(after, room)}`
  const head = `${right('price', PRICE)} ${right('liquidatable', 2 * count + arrow.length + 2)} ${right('their debt', 2 * debt + arrow.length + 2)}`
  return [
    // Each rung says what it counts.
    { text: head, tone: 'muted', spoken: '' },
    ...rungs.map((rung): Line => {
      const { before, after } = rung
      const text = [
        right(fallWords(rung), PRICE),
        pair(`${before.vaultCount}`, `${after.vaultCount}`, count),
        pair(threeDigits(before.debt), threeDigits(after.debt), debt),
      ].join(' ')
      return { text, tone: toneOf(rung), spoken: spokenRung(rung) }
    }),
  ]
}

const fallWords = ({ shock }: Pick<Rung, 'shock'>): string =>
  shock === 0 ? 'now' : `\u2212${Math.round(-shock * 100)} %`

const toneOf = ({ before, after }: Rung): Tone =>
  after.vaultCount > before.vaultCount
    ? 'caution'
    : after.vaultCount < before.vaultCount
      ? 'good'
      : 'plain'

const spokenRung = (rung: Rung): string => {
  const { before, after } = rung
  const where =
    rung.shock === 0
      ? 'at the present price'
      : `after a fall of ${Math.round(-rung.shock * 100)} percent`
  return `${where}: ${formatCount(before.vaultCount)} vaults liquidatable before, ${formatCount(after.vaultCount)} after; debt ${formatAmount(before.debt)} before, ${formatAmount(after.debt)} after`
}

/** How much debt collateral carries, at most and in use, and what the ceiling leaves. */
function efficiencyLines(
  { efficiency: { before, after } }: MarketConsequences,
  { width, theme }: Setting,
): readonly Line[] {
  const both = (key: keyof typeof before) =>
    before[key] === after[key]
      ? shareText(before[key])
      : `${shareText(before[key])} ${theme.symbols.arrow} ${shareText(after[key])}`
  return [
    `most debt by collateral value ${both('mostDebt')}`,
    `of that in use ${both('use')}`,
    `of the ceiling ${both('ceilingUse')}`,
  ].flatMap((text) => spokenAs(text, paragraph(text, { width })))
}

const shareText = (share: number | undefined): string =>
  share === undefined ? 'unknown' : Number.isFinite(share) ? formatShare(share) : 'none'

/**
 * Each market in one line, where there is no room for ladders: the fall at which most debt is newly reached, else that
 * at which most is reached no more.
 */
export function consequenceBrief({ markets }: Consequences, { theme }: Setting): readonly Line[] {
  return markets.map(({ label, execution, settled }): Line => {
    const { unpriced } = execution
    if (unpriced !== undefined) {
      return {
        text: `${label} ${theme.symbols.unknown} no price: ${vaultsWithout(unpriced)}, not counted`,
        tone: 'caution',
      }
    }
    const rungs = [...execution.rungs, ...(settled?.rungs ?? [])].filter(isChanged)
    if (rungs.length === 0) return { text: `${label}: no fall reaches more vaults, or fewer` }
    const worst = rungs.reduce((most, rung) => (isWorse(rung, most) ? rung : most))
    const { before, after } = worst
    const when = execution.rungs.includes(worst) ? '' : ' after the ramp'
    const text = `${label} ${fallWords(worst)}${when}: ${formatCount(before.vaultCount)} ${theme.symbols.arrow} ${formatCount(after.vaultCount)} vaults, ${threeDigits(before.debt)} ${theme.symbols.arrow} ${threeDigits(after.debt)}`
    return { text, tone: toneOf(worst), spoken: heard(text) }
  })
}

const isChanged = ({ before, after }: Rung): boolean => before.vaultCount !== after.vaultCount

/** Whether more is newly reached, or, where nothing is, whether more is reached no more. */
function isWorse(rung: Rung, most: Rung): boolean {
  const [own, other] = [added(rung), added(most)]
  return own > 0 || other > 0 ? own > other : own < other
}

const added = ({ before, after }: Rung): number => after.debt - before.debt
