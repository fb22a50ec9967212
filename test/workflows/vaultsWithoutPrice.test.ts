import { expect } from 'chai'
import { isError } from 'ethers'
import { Derivative__factory } from '../../artifacts/typechain/factories/contracts/core/Derivative__factory.js'
import { readBlock, signerOf } from '../../cli/chain/client.ts'
import { advanceTo, rewinding } from '../../cli/chain/devChain.ts'
import { weighDraftText } from '../../cli/workflows/editDraft.ts'
import { openVaults } from '../../cli/workflows/readVaults.ts'
import {
  contractsOf,
  openSmallProtocol,
  openVault,
  type SmallProtocol,
  setPrices,
} from '../chain/chains.ts'
import { cutText } from '../support/cutDraft.ts'
import { protocolOf } from '../support/lifecycle.ts'

const WAD = 10n ** 18n

const text = cutText()

const reasonOf = (error: unknown): string | undefined =>
  isError(error, 'CALL_EXCEPTION') ? error.revert?.name : String(error)

describe('vaults while the price feed has trouble', () => {
  let small: SmallProtocol
  before(async () => {
    small = await openSmallProtocol()
    const { book, chain, deployer, other } = small
    await openVault(small, deployer, { collateral: 10n, debt: 10_000n })
    // What the keeper pays with.
    const derivative = Derivative__factory.connect(
      book.contracts.derivative,
      signerOf(chain, deployer),
    )
    await (await derivative.transfer(other, 10_000n * WAD)).wait()
  })
  after(() => small.chain.close())

  const test = (title: string, work: () => Promise<void>) =>
    it(title, () => rewinding(small.chain, work))

  /** What a keeper is told by the Ledger, and what we say of the same block. */
  async function look() {
    const protocol = protocolOf({ ...small, delegates: [] } as never)
    const open = async () => protocol
    const { ledger } = contractsOf(small, small.other)
    const { id } = small.book.markets[0]!
    const asked = { order: 'health', isReversed: false, filter: '', draft: text } as const
    return {
      ledger: await ledger.liquidate
        .staticCall(id, small.deployer, 5_000n * WAD, 0n, small.other)
        .then(() => 'liquidates', reasonOf),
      table: await openVaults(open, { now: () => 0 }).find(asked, { from: 0, count: 10 }),
      weighed: (await weighDraftText(open, { path: 'cut', text }, 0)).markets[0]!,
    }
  }

  test('cannot be liquidated while it is DOWN, and are not said to be', async () => {
    const { timestamp } = await readBlock(small.chain)
    await advanceTo(small.chain, timestamp + 7_300)
    const { ledger, table, weighed } = await look()
    expect(ledger).to.equal('LedgerPriceNotUsable')
    expect(table.totals).to.deep.include({ liquidatable: 0, unpriced: 1 })
    expect(table.page.rows[0]).to.include({ now: undefined })
    expect(weighed.execution.rungs).to.deep.equal([])
    expect(weighed.execution.unpriced).to.include({ vaultCount: 1 })
  })

  test('can be liquidated by the high price while it is DEGRADED, and are said to be', async () => {
    await setPrices(small, 300, 600, 1_100)
    const { ledger, table, weighed } = await look()
    expect(ledger).to.equal('liquidates')
    expect(table.totals).to.deep.include({ liquidatable: 1, unpriced: 0 })
    // 10 WETH at the highest of them × 80 % by a debt of 10,000 and a little.
    expect(table.page.rows[0]!.now!.health).to.be.closeTo(0.88, 1e-4)
    expect(weighed.execution.rungs[0]!.before.vaultCount).to.equal(1)
  })

  test('cannot be while the high price keeps them safe, however low the low one is', async () => {
    await setPrices(small, 10, 600, 2_000)
    const { ledger, table, weighed } = await look()
    expect(ledger).to.equal('LedgerHealthy')
    expect(table.totals).to.deep.include({ liquidatable: 0, unpriced: 0 })
    expect(weighed.execution.rungs[0]!.before.vaultCount).to.equal(0)
  })
})
