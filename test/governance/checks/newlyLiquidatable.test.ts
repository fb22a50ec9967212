import { expect } from 'chai'
import { newlyLiquidatable } from '../../../cli/governance/checks/newlyLiquidatable.ts'
import { evidenceOf, still } from './evidence.ts'

interface Hit {
  readonly debt: number
  readonly atExecution?: number
  readonly settled?: number
}

const judge = (...hits: readonly Hit[]) =>
  newlyLiquidatable.judge(
    evidenceOf({
      risk: {
        ...still,
        markets: hits.map(({ debt, atExecution = 0, settled = 0 }, i) => ({
          label: `M${i}`,
          debt,
          newlyLiquidatable: { atExecution, settled },
        })),
      },
    }),
  )

describe('the check newly-liquidatable', () => {
  it('passes when no debt becomes liquidatable', () => {
    expect(judge({ debt: 1_000 }, { debt: 0 })).to.deep.include({ status: 'pass', facts: [] })
  })

  it('warns up to exactly one percent of a market\u2019s debt', () => {
    expect(judge({ debt: 1_000, atExecution: 10 }).status).to.equal('warn')
  })

  it('fails above one percent', () => {
    expect(judge({ debt: 1_000, atExecution: 10.001 }).status).to.equal('fail')
  })

  it('counts what a ramp makes liquidatable at its end', () => {
    expect(judge({ debt: 1_000, settled: 11 }).status).to.equal('fail')
  })

  it('takes the worse of both moments and never their sum', () => {
    expect(judge({ debt: 1_000, atExecution: 9, settled: 10 }).status).to.equal('warn')
  })

  it('measures each market by its own debt and tells the hit ones alone', () => {
    const { status, facts } = judge({ debt: 1e9 }, { debt: 100, atExecution: 2, settled: 1 })
    expect(status).to.equal('fail')
    expect(facts).to.deep.equal([
      'M1: 2.00 at execution, 1.00 at the end of ramps bUSD (2.00 % of the debt)',
    ])
  })
})
