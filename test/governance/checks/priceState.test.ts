import { expect } from 'chai'
import { priceState } from '../../../cli/governance/checks/priceState.ts'
import { evidenceOf } from './evidence.ts'

type State = 'OK' | 'DEGRADED' | 'DOWN'

const judge = (...states: readonly State[]) =>
  priceState.judge(
    evidenceOf({
      chain: {
        prices: states.map((state, i) => ({ market: `M${i}`, feed: `F${i}`, state })),
        uses: [],
      },
    }),
  )

describe('the check price-state', () => {
  it('passes when every price is OK', () => {
    expect(judge('OK', 'OK').status).to.equal('pass')
  })

  for (const state of ['DEGRADED', 'DOWN'] as const) {
    it(`is inconclusive, never green, when one price is ${state}`, () => {
      const { status, facts } = judge('OK', state)
      expect({ status, facts }).to.deep.equal({
        status: 'inconclusive',
        facts: [`F1 of M1 is ${state}`],
      })
    })
  }
})
