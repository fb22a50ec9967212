import { expect } from 'chai'
import { specByKey } from '../../../cli/governance/catalogue.ts'
import { magnitude } from '../../../cli/governance/checks/magnitude.ts'
import type { ParameterChange } from '../../../cli/governance/proposal.ts'
import { evidenceOf } from './evidence.ts'

const wad = 10n ** 18n

const change = (stored: bigint, after: bigint, effective = stored): ParameterChange => ({
  spec: specByKey('market', 'debtCeiling')!,
  subject: 'WETH-A',
  before: { stored, effective },
  after,
  direction: 'neutral',
  place: { line: 1, column: 1 },
})

const judge = (...changes: readonly ParameterChange[]) => magnitude.judge(evidenceOf({ changes }))

describe('the check magnitude', () => {
  const cases = [
    ['a raise just below tenfold', 100n, 999n, 'pass'],
    ['a raise of exactly tenfold', 100n, 1_000n, 'warn'],
    ['a cut just above a tenth', 999n, 100n, 'pass'],
    ['a cut to exactly a tenth', 1_000n, 100n, 'warn'],
    ['a first value after zero, which has no factor', 0n, 1n, 'warn'],
    ['a cut to zero, which switches something off', 10n ** 30n, 0n, 'warn'],
    ['zero that stays zero', 0n, 0n, 'pass'],
  ] as const
  for (const [what, before, after, status] of cases) {
    it(`answers ${status} to ${what}`, () => {
      expect(judge(change(before, after)).status).to.equal(status)
    })
  }

  it('compares with the stored value, not with one on its way', () => {
    expect(judge(change(100n, 1_000n, 900n)).status).to.equal('warn')
    expect(judge(change(900n, 1_000n, 100n)).status).to.equal('pass')
  })

  it('names the suspicious changes alone, with units', () => {
    expect(judge(change(1n, 2n), change(5n * wad, 50n * wad)).facts).to.deep.equal([
      'WETH-A debtCeiling: 5 bUSD → 50 bUSD',
    ])
  })

  it('has nothing against a proposal without changes', () => {
    expect(judge().status).to.equal('pass')
  })
})
