import { expect } from 'chai'
import fc from 'fast-check'
import type { Job } from '../../../cli/governance/keeper/job.ts'
import {
  judge,
  type Outcome,
  type Reckoning,
  valueDown,
} from '../../../cli/governance/keeper/profit.ts'
import { id, owner, wad } from './worlds.ts'

const gain = { symbol: 'WETH', decimals: 18, priceWad: wad(2_000) }
const liquidation: Job = {
  ...{ kind: 'liquidate', subject: 'WETH-A 0x', words: 'liquidate', gain },
  call: { does: 'liquidate', market: id, owner, maxRepay: wad(100_000), minSeized: 0n },
}
const take: Job = {
  ...{ kind: 'take', subject: 'lot 7', words: 'take', gain },
  call: { does: 'take', lot: 7n, maxCollateral: wad(5), maxPriceWad: wad(1_800) },
}
/** 10 gwei and 2,000 for a token: a million gas costs 20. */
const reckoning: Reckoning = {
  ...{ weiPerGas: 10n ** 10n, gasTokenWad: wad(2_000), ignoresGas: false },
  ...{ haircutBps: 100n, minProfit: 0n, symbol: 'bUSD' },
}
/** 10,000 buys 5.4 WETH: 10,800, less a hundredth 10,692, less 20 for gas. */
const outcome: Outcome = { spent: wad(10_000), got: wad(5.4), gas: 1_000_000n }

describe('the profit of a job', () => {
  it('is what collateral brings after haircut, payment and gas', () => {
    const { profit, gasCost, isWorth } = judge(liquidation, outcome, reckoning)
    expect([profit, gasCost, isWorth]).to.deep.equal([wad(672), wad(20), true])
    expect(judge(liquidation, outcome, { ...reckoning, ignoresGas: true }).profit).to.equal(
      wad(692),
    )
  })

  it('has to be as much as is asked for, to the wei', () => {
    const asked = (minProfit: bigint) =>
      judge(take, { ...outcome, got: wad(5), spent: wad(9_000) }, { ...reckoning, minProfit })
    expect(asked(wad(880)).isWorth).to.equal(true)
    expect(asked(wad(880) + 1n).isWorth).to.equal(false)
    expect(asked(wad(881)).why).to.equal(
      'it brings 880 bUSD after gas and a haircut of 1 %, and 881 bUSD is asked for',
    )
  })

  it('is none where a loss would come of it, and says which', () => {
    const { isWorth, why } = judge(liquidation, { ...outcome, got: wad(5) }, reckoning)
    expect([isWorth, why]).to.deep.equal([
      false,
      'it would lose 120 bUSD after gas and a haircut of 1 %',
    ])
  })

  it('is not known where nobody knows what gas is worth', () => {
    const blind = { ...reckoning, gasTokenWad: undefined }
    const { isWorth, profit, why } = judge(liquidation, outcome, blind)
    expect([isWorth, profit]).to.deep.equal([false, undefined])
    expect(why).to.contain('--gas-token-price')
    expect(judge(liquidation, outcome, { ...blind, ignoresGas: true }).isWorth).to.equal(true)
  })

  it('is none of collateral that has no price', () => {
    const priceless = { ...liquidation, gain: { ...gain, priceWad: 0n } }
    expect(judge(priceless, outcome, reckoning).why).to.equal('WETH has no price now')
  })

  it('is not asked for where something is done for everybody', () => {
    const { gain: _, ...rest } = liquidation
    const job: Job = { ...rest, kind: 'refresh', call: { does: 'refresh', feed: id } }
    expect(judge(job, outcome, { ...reckoning, gasTokenWad: undefined })).to.deep.include({
      isWorth: true,
      profit: undefined,
    })
  })

  it('counts a reward that the answer of the call does not tell', () => {
    const kick: Job = {
      ...liquidation,
      kind: 'kick',
      reward: wad(0.05),
      call: { does: 'kick', market: id, owner },
    }
    const { profit } = judge(kick, { spent: 0n, got: 0n, gas: 1_000_000n }, reckoning)
    expect(profit).to.equal(wad(99) - wad(20))
  })

  it('stands in the call: whatever a liquidation does within its bounds brings what is asked for', () => {
    const amount = fc.bigInt({ min: 10n ** 18n, max: 10n ** 24n })
    fc.assert(
      fc.property(
        amount,
        amount,
        fc.bigInt({ min: 0n, max: 10n ** 21n }),
        (spent, got, minProfit) => {
          const asked = { ...reckoning, minProfit }
          const { isWorth, call, gasCost } = judge(
            liquidation,
            { spent, got, gas: 500_000n },
            asked,
          )
          if (!isWorth || call.does !== 'liquidate') return
          const worst = valueDown(call.minSeized, gain, 100n) - call.maxRepay - (gasCost ?? 0n)
          expect(worst >= minProfit).to.equal(true)
          expect(call.minSeized <= got).to.equal(true)
          expect(call.maxRepay <= wad(100_000)).to.equal(true)
        },
      ),
    )
  })

  it('stands in the call: a take at its highest price brings what is asked for', () => {
    const amount = fc.bigInt({ min: 10n ** 16n, max: 10n ** 22n })
    const price = fc.bigInt({ min: 10n ** 18n, max: 10n ** 22n })
    fc.assert(
      fc.property(
        amount,
        price,
        fc.bigInt({ min: 0n, max: 10n ** 21n }),
        (got, priceWad, minProfit) => {
          const spent = (got * priceWad + 10n ** 18n - 1n) / 10n ** 18n
          const call = { does: 'take', lot: 7n, maxCollateral: got, maxPriceWad: priceWad } as const
          const judged = judge(
            { ...take, call },
            { spent, got, gas: 500_000n },
            { ...reckoning, minProfit },
          )
          if (!judged.isWorth || judged.call.does !== 'take') return
          const most = (got * judged.call.maxPriceWad) / 10n ** 18n
          const worst = valueDown(got, gain, 100n) - most - (judged.gasCost ?? 0n)
          expect(worst >= minProfit).to.equal(true)
          expect(judged.call.maxPriceWad >= priceWad).to.equal(true)
        },
      ),
    )
  })
})
