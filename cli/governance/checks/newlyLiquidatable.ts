import { formatAmount } from '../../shared/amount.ts'
import type { AddressBook } from '../addressBook.ts'
import { type Check, fail, type Judgement, pass, type RiskEvidence, warn } from './check.ts'
import { withUnpriced } from './unpriced.ts'

/** More than this share of a market's debt made liquidatable by a vote alone is refused. */
const LARGEST_SHARE = 0.01

/** The proposal itself, at unchanged prices, makes no vault liquidatable. */
export const newlyLiquidatable: Check<'risk'> = {
  name: 'newly-liquidatable',
  title: 'Makes no vault liquidatable at the present price',
  needs: ['risk'],
  judge: ({ risk, book }) => withUnpriced(judgeMarkets(risk.markets, book), risk),
}

function judgeMarkets(
  markets: RiskEvidence['markets'],
  { derivativeSymbol }: AddressBook,
): Judgement {
  const hit = markets
    .map(({ label, debt, newlyLiquidatable: { atExecution, settled } }) => {
      const worst = Math.max(atExecution, settled)
      const amounts = `${formatAmount(atExecution)} at execution, ${formatAmount(settled)} at the end of ramps`
      return {
        worst,
        share: debt > 0 ? worst / debt : 0,
        words: `${label}: ${amounts} ${derivativeSymbol}`,
      }
    })
    .filter(({ worst }) => worst > 0)
  if (hit.length === 0) return pass('No vault becomes liquidatable at the present price.')
  const facts = hit.map(
    ({ words, share }) => `${words} (${(share * 100).toFixed(2)} % of the debt)`,
  )
  return hit.some(({ share }) => share > LARGEST_SHARE)
    ? fail('Owners who did nothing would be liquidated.', facts)
    : warn('A few vaults become liquidatable by the vote alone.', facts)
}
