import { formatChange, fromScale } from '../../shared/amount.ts'
import { formatNumber } from '../../shared/format.ts'
import {
  type Check,
  fail,
  type Interval,
  inconclusive,
  type Judgement,
  pass,
  type RiskEvidence,
  warn,
} from './check.ts'
import { withUnpriced } from './unpriced.ts'

/** The tail of the bad debt does not grow by more than the file accepts. */
export const addedBadDebt: Check<'risk'> = {
  name: 'bad-debt',
  title: 'Adds no more bad debt than accepted',
  needs: ['risk'],
  judge: ({ risk, draft, book }) =>
    withUnpriced(judgeTail(risk, draft.risk.maxAddedBadDebt, book.derivativeSymbol), risk),
}

function judgeTail(risk: RiskEvidence, limit: bigint | undefined, unit: string): Judgement {
  const { shortfall99 } = risk.addedBadDebt
  const facts = [`expected shortfall 99 %: ${signed(shortfall99)} ${unit} on ${risk.paths} paths`]
  if (limit === undefined) {
    if (!Number.isFinite(shortfall99.low)) {
      return inconclusive('Too few paths to bound the tail; use more (`risk.paths`).', facts)
    }
    return shortfall99.low > 0
      ? warn(
          'The tail of the bad debt grows; the file sets no limit (`risk.maxAddedBadDebt`).',
          facts,
        )
      : pass('The tail of the bad debt does not measurably grow.', facts)
  }
  const accepted = fromScale(limit, 18)
  const bound = `accepted: ${formatNumber(limit, 18, 2)} ${unit}`
  if (shortfall99.high <= accepted) return pass('Within what the file accepts.', [...facts, bound])
  if (shortfall99.low > accepted) return fail('More than the file accepts.', [...facts, bound])
  return inconclusive('The interval straddles the limit; use more paths (`risk.paths`).', [
    ...facts,
    bound,
  ])
}

const signed = ({ value, low, high }: Interval): string =>
  `${formatChange(value)} [${formatChange(low)}, ${formatChange(high)}]`
