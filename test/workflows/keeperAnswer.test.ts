import { expect } from 'chai'
import type { JobKind } from '../../cli/governance/keeper/job.ts'
import type { KeeperPlan } from '../../cli/workflows/keep.ts'
import { keeperPlanText } from '../../cli/workflows/keeperAnswer.ts'

describe('the plan of a keeper', () => {
  const planned = (kinds: readonly JobKind[]): string => {
    const settings = {
      ...{ search: { kinds }, intervalSeconds: 12, minProfit: 0n, haircutBps: 100n },
      ignoresGas: false,
    }
    const account = { address: `0x${'1'.repeat(40)}`, signsWith: 'key' } as KeeperPlan['account']
    return keeperPlanText(
      {
        ...{ network: 'local', chainId: 1, account, symbol: 'bUSD', kinds, settings },
        ...{ gasPricedBy: 'WETH/USD', repeats: true },
      },
      undefined,
    )
  }

  it('says what is done at a loss', () => {
    expect(planned(['refresh', 'liquidate', 'redo'])).to.match(
      /^ {2}unpaid +refresh and redo: for everybody, at a loss of their gas$/m,
    )
    expect(planned(['liquidate', 'take'])).not.to.contain('unpaid')
  })
})
