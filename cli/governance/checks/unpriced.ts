import { listOf } from '../../shared/format.ts'
import { inconclusive, type Judgement, type RiskEvidence } from './check.ts'

/**
 * What a check found in the markets that have a price, with those that have none: where the proposal changes something
 * there, only a failure elsewhere is certain.
 */
export function withUnpriced(
  judgement: Judgement,
  { unpriced }: Pick<RiskEvidence, 'unpriced'>,
): Judgement {
  const facts = [
    ...judgement.facts,
    ...unpriced.map(({ label, isChanged }) =>
      isChanged
        ? `${label} has no price and is not counted`
        : `${label} has no price and is not counted; its vaults feel nothing of the proposal`,
    ),
  ]
  const unknown = unpriced.filter(({ isChanged }) => isChanged).map(({ label }) => label)
  return unknown.length === 0 || judgement.status === 'fail'
    ? { ...judgement, facts }
    : inconclusive(`Nobody can say what it does to the vaults of ${listOf(unknown)}.`, facts)
}
