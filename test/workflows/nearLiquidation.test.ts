import { expect } from 'chai'
import type { BookReading } from '../../cli/chain/readBook.ts'
import { nearLiquidation } from '../../cli/workflows/nearLiquidation.ts'

describe('vaults near liquidation', () => {
  it('are counted by market: a fall of a tenth reaches them; without debt there is none, without a price nobody knows', () => {
    const block = { number: 1, timestamp: 1, hash: '0x' } as const
    const markets = [{ label: 'A' }, { label: 'B' }]
    const reading = { block, markets } as unknown as BookReading
    const health = [0.5, 0.999, 1, 1.1, 1 / 0.905, 1.12, Number.POSITIVE_INFINITY, Number.NaN]
    const columns = {
      market: Uint16Array.from([0, 0, 0, 0, 1, 1, 1, 1]),
      health: Float64Array.from(health),
    }
    expect(nearLiquidation(reading, columns)).to.deep.equal({
      block,
      markets: [
        { label: 'A', liquidatable: 2, near: 2, unpriced: 0 },
        { label: 'B', liquidatable: 0, near: 1, unpriced: 1 },
      ],
    })
  })
})
