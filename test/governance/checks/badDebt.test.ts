import { expect } from 'chai'
import { addedBadDebt } from '../../../cli/governance/checks/badDebt.ts'
import { evidenceOf, interval, sound, still } from './evidence.ts'

const judge = (low: number, high: number, limit?: string) =>
  addedBadDebt.judge(
    evidenceOf(
      {
        risk: {
          ...still,
          addedBadDebt: { ...still.addedBadDebt, shortfall99: interval(low, 0, high) },
        },
      },
      sound(limit === undefined ? '' : `risk: { maxAddedBadDebt: ${limit} }\n`),
    ),
  )

const limited = '50_000 bUSD'
const open = Number.POSITIVE_INFINITY

describe('the check bad-debt', () => {
  describe('with a limit in the file', () => {
    const cases = [
      ['an interval that ends at the limit', -1, 50_000, 'pass'],
      ['an interval that ends beyond the limit', -1, 50_001, 'inconclusive'],
      ['an interval that begins at the limit', 50_000, 60_000, 'inconclusive'],
      ['an interval wholly beyond the limit', 50_001, 60_000, 'fail'],
      ['an interval without an upper end', 0, open, 'inconclusive'],
      ['an interval without any end', -open, open, 'inconclusive'],
    ] as const
    for (const [what, low, high, status] of cases) {
      it(`answers ${status} to ${what}`, () => {
        expect(judge(low, high, limited).status).to.equal(status)
      })
    }

    it('shows the figure with its interval and the limit', () => {
      expect(judge(-12.5, 1_234, limited).facts).to.deep.equal([
        'expected shortfall 99 %: ±0 [−12.50, +1,234] bUSD on 2000 paths',
        'accepted: 50,000 bUSD',
      ])
    })

    it('accepts nothing where the limit is zero', () => {
      expect(judge(0, 0, '0 bUSD').status).to.equal('pass')
      expect(judge(0.01, 0.02, '0 bUSD').status).to.equal('fail')
    })
  })

  describe('without a limit', () => {
    it('passes while the interval reaches down to zero', () => {
      expect(judge(0, 100).status).to.equal('pass')
      expect(judge(-100, 0).status).to.equal('pass')
    })

    it('warns once the tail grows beyond doubt', () => {
      expect(judge(0.01, 100).status).to.equal('warn')
    })

    it('is inconclusive where too few paths leave the interval open', () => {
      expect(judge(-open, open).status).to.equal('inconclusive')
    })
  })
})
