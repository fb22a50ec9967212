import type { Comparison, RiskAssessment } from '../risk/assessment.ts'
import type { Ladder } from '../risk/ladder.ts'
import type { Figure, LossFigures } from '../risk/metrics.ts'
import { formatAmount, formatChange, formatShare } from '../shared/amount.ts'
import type { NamedReplay } from './reportInput.ts'
import type { Column } from './table.ts'

/** What is missing from the figures because nobody knows what the collateral is worth. */
export const unpricedNotes = ({ unpriced }: Pick<RiskAssessment, 'unpriced'>): readonly string[] =>
  unpriced.map(
    ({ label, isChanged }) =>
      `${label} has no price at this block (its feed is DOWN) and is in none of the figures` +
      (isChanged ? ': nobody can say what the proposal does to its vaults.' : '.'),
  )

export const figureColumns: readonly Column[] = [
  { title: 'Loss' },
  { title: 'Figure' },
  { title: 'Before', isNumber: true },
  { title: 'After', isNumber: true },
  { title: 'Difference', isNumber: true },
]

const FIGURES: readonly { readonly key: keyof LossFigures; readonly title: string }[] = [
  { key: 'mean', title: 'mean' },
  { key: 'quantile95', title: '95 % quantile' },
  { key: 'quantile99', title: '99 % quantile' },
  { key: 'shortfall95', title: 'expected shortfall 95 %' },
  { key: 'shortfall99', title: 'expected shortfall 99 %' },
]

const LOSSES = [
  { key: 'badDebt', title: 'bad debt' },
  { key: 'liquidatedDebt', title: 'liquidated debt' },
] as const

/** Where before and after are not paired path by path. */
export const NOT_PAIRED = '–'

/** Both losses, every figure before and after with its interval, and the paired difference where there is one. */
export const figureRows = ({ before, after, difference }: Comparison): readonly string[][] =>
  LOSSES.flatMap((loss) =>
    FIGURES.map(({ key, title }) => {
      const paired = difference[loss.key] as Partial<Readonly<Record<keyof LossFigures, Figure>>>
      const change = paired[key]
      return [
        loss.title,
        title,
        withInterval(before[loss.key][key], formatAmount),
        withInterval(after[loss.key][key], formatAmount),
        change === undefined ? NOT_PAIRED : withInterval(change, formatChange),
      ]
    }).concat([
      [
        loss.title,
        'chance of any',
        withInterval(before[loss.key].chance, formatShare),
        withInterval(after[loss.key].chance, formatShare),
        NOT_PAIRED,
      ],
    ]),
  )

/** `12 [10, 14]`; an end that the sample is too small to bound is written as `open`. */
export function withInterval(
  { value, low, high }: Figure,
  format: (value: number) => string,
): string {
  const end = (bound: number | null) => (bound === null ? 'open' : format(bound))
  return `${format(value)} [${end(low)}, ${end(high)}]`
}

export const ladderColumns: readonly Column[] = [
  { title: 'Market' },
  { title: 'Price', isNumber: true },
  { title: 'Vaults before', isNumber: true },
  { title: 'Vaults after', isNumber: true },
  { title: 'Debt before', isNumber: true },
  { title: 'Debt after', isNumber: true },
]

/** What becomes liquidatable by price drop, before and after, one row a market and drop. */
export function ladderRows(
  pair: RiskAssessment['ladders']['execution'],
): readonly (readonly string[])[] {
  return pair.before.flatMap((before) => {
    const after = pair.after.find(({ label }) => label === before.label)
    return after === undefined ? [] : rungRows(before, after)
  })
}

const rungRows = (before: Ladder, after: Ladder): readonly (readonly string[])[] =>
  before.rungs.map((rung, i) => {
    const twin = after.rungs[i]
    return [
      before.label,
      rung.shock === 0 ? 'present' : `−${Math.round(-rung.shock * 100)} %`,
      `${rung.vaultCount}`,
      `${twin?.vaultCount ?? '?'}`,
      `${formatAmount(rung.debt)} (${formatShare(before.totalDebt > 0 ? rung.debt / before.totalDebt : 0)})`,
      `${formatAmount(twin?.debt ?? Number.NaN)} (${formatShare(after.totalDebt > 0 ? (twin?.debt ?? 0) / after.totalDebt : 0)})`,
    ]
  })

export const replayColumns: readonly Column[] = [
  { title: 'Prices' },
  { title: 'Deepest fall', isNumber: true },
  { title: 'Liquidated before', isNumber: true },
  { title: 'Liquidated after', isNumber: true },
  { title: 'Bad debt before', isNumber: true },
  { title: 'Bad debt after', isNumber: true },
]

/** The totals of each replay of past prices. */
export const replayRows = (
  replays: readonly Pick<NamedReplay, 'name' | 'replay'>[],
): readonly (readonly string[])[] =>
  replays.map(({ name, replay: { before, after } }) => {
    // Step by step: a history of many years has more prices than a call can have arguments.
    const lowest = before.timeline
      .flatMap((moment) => Object.values(moment.factors))
      .reduce((least, factor) => Math.min(least, factor), 1)
    return [
      name,
      `−${formatShare(1 - lowest)}`,
      formatAmount(before.total.liquidatedDebt),
      formatAmount(after.total.liquidatedDebt),
      formatAmount(before.total.badDebt),
      formatAmount(after.total.badDebt),
    ]
  })
