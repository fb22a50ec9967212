import { expect } from 'chai'
import { Derivative__factory } from '../../artifacts/typechain/factories/contracts/core/Derivative__factory.js'
import { ILedger__factory } from '../../artifacts/typechain/factories/contracts/interfaces/ILedger__factory.js'
import { ILedgerLens__factory } from '../../artifacts/typechain/factories/contracts/interfaces/ILedgerLens__factory.js'
import { readBlock } from '../../cli/chain/client.ts'
import { advanceTo, rewinding } from '../../cli/chain/devChain.ts'
import type { Protocol } from '../../cli/workflows/protocol.ts'
import { type Overview, readOverview } from '../../cli/workflows/readOverview.ts'
import {
  contractsOf,
  openSmallProtocol,
  openVault,
  type SmallProtocol,
  setPrices as setPricesOf,
} from '../chain/chains.ts'
import { lifecycleOn, protocolOf } from '../support/lifecycle.ts'
import { type SeededNode, seeded, startHardhat } from '../support/nodes.ts'

const WAD = 10n ** 18n

const overviewOf = async (protocol: Protocol, account: string | null = null): Promise<Overview> => {
  const { timestamp } = await readBlock(protocol.chain)
  return readOverview(protocol, { wallClock: timestamp, account })
}

describe('the overview of one market', () => {
  let small: SmallProtocol
  let protocol: Protocol
  before(async () => {
    small = await openSmallProtocol()
    protocol = protocolOf({ ...small, delegates: [] } as never)
  })
  after(() => small.chain.close())

  const setPrices = (...prices: readonly number[]) => setPricesOf(small, ...prices)
  const test = (title: string, work: () => Promise<void>) =>
    it(title, () => rewinding(small.chain, work))

  test('has no ratios without debt', async () => {
    const overview = await overviewOf(protocol)
    expect(overview).to.include({ totalDebt: 0n, supply: 0n, backing: 0n, badDebt: 0n })
    expect(overview.nav).to.equal(undefined)
    const [market] = overview.markets
    expect(market).to.include({ collateralization: undefined, ceilingUse: 0, vaultCount: 0 })
  })

  test('counts collateral at the lowest price that counts', async () => {
    await setPrices(2_000, 2_010, 2_020)
    await openVault(small, small.deployer, { collateral: 100n, debt: 50_000n })
    const overview = await overviewOf(protocol)
    const [market] = overview.markets
    expect(market).to.include({
      label: 'WETH-A',
      collateralSymbol: 'WETH',
      collateralValue: 200_000n * WAD,
      requiredCollateralization: 1.5,
      liquidationCollateralization: 1.25,
      ceiling: 100_000_000n * WAD,
      badDebt: 0n,
      vaultCount: 1,
      priceState: 'OK',
      feed: 'WETH/USD',
    })
    // 200,000 of collateral for a debt of 50,000, and a few seconds of fees.
    expect(market!.collateralization).to.be.closeTo(4, 0.000_01)
    expect(market!.ceilingUse).to.be.closeTo(0.000_5, 0.000_000_01)
    expect(overview).to.include({ backing: 200_000n * WAD, supply: 50_000n * WAD, nav: 4 })
    expect(overview.feeds[0]).to.include({ state: 'OK', price: 2_010n * WAD, trouble: undefined })
  })

  test('does not guess what collateral is worth while there is no price', async () => {
    await openVault(small, small.deployer, { collateral: 100n, debt: 50_000n })
    const { timestamp } = await readBlock(small.chain)
    await advanceTo(small.chain, timestamp + 7_300)
    const overview = await overviewOf(protocol)
    expect(overview.markets[0]).to.include({
      priceState: 'DOWN',
      collateralValue: undefined,
      collateralization: undefined,
    })
    expect(overview).to.deep.include({ backing: 0n, nav: undefined, unpriced: ['WETH-A'] })
    expect(overview.feeds[0]!.price).to.equal(undefined)
    expect(overview.feeds[0]!.trouble).to.match(/^WETH\/USD is DOWN: of 3 sources, 3 too old/)
  })

  test('counts by the highest price for liquidation, as the Ledger does', async () => {
    await openVault(small, small.deployer, { collateral: 100n, debt: 50_000n })
    // They do not agree: DEGRADED, with a band from one end to the other.
    await setPrices(100, 1_000, 2_000)
    const [market] = (await overviewOf(protocol)).markets
    expect(market!.priceState).to.equal('DEGRADED')
    expect(market!.collateralization).to.be.closeTo(0.2, 0.000_01)
    expect(market!.mostCollateralization).to.be.closeTo(4, 0.000_01)
  })

  test('shows bad debt once a liquidation has left some', async () => {
    const { deployer, other, book } = small
    await openVault(small, deployer, { collateral: 10n, debt: 10_000n })
    await openVault(small, other, { collateral: 100n, debt: 20_000n })
    expect((await overviewOf(protocol)).badDebt).to.equal(0n)
    await setPrices(500, 500, 500)
    const { ledger } = contractsOf(small, other)
    await (await ledger.liquidate(book.markets[0]!.id, deployer, 10n ** 24n, 0n, other)).wait()
    const { badDebt, markets, status } = await overviewOf(protocol)
    // 10 WETH at 500 pay for less than 5,000 of the 10,000, the bonus aside.
    expect(badDebt > 5_000n * WAD).to.equal(true)
    expect(markets[0]!.badDebt).to.equal(badDebt)
    expect(status.badDebt).to.deep.equal([{ label: 'WETH-A', badDebt }])
  })
})

describe('the overview of the demonstration', () => {
  let node: SeededNode
  let protocol: Protocol
  before(async () => {
    node = await seeded(await startHardhat())
    protocol = protocolOf(node)
  })
  after(() => node.stop())

  const test = (title: string, work: () => Promise<void>) =>
    it(title, () => rewinding(node.chain, work))

  test('agrees with what every vault adds up to', async () => {
    const { chain, book } = node
    const overview = await overviewOf(protocol)
    const lens = ILedgerLens__factory.connect(book.contracts.ledgerLens, chain.provider)
    for (const [i, { id, label }] of book.markets.entries()) {
      const vaults = await lens.vaults(id, 0, 1_000)
      const total = (key: 'debt' | 'collateralValueLow') =>
        vaults.reduce((sum, vault) => sum + vault[key], 0n)
      const market = overview.markets[i]!
      expect(market.vaultCount, label).to.equal(vaults.length)
      // Each vault is rounded by less than one unit.
      expect(Number(total('debt') - market.debt), label).to.be.within(0, vaults.length)
      const value = total('collateralValueLow')
      expect(Number(market.collateralValue! - value), label).to.be.within(0, vaults.length)
      expect(market.collateralization).to.be.closeTo(Number(value) / Number(total('debt')), 1e-9)
    }
    const derivative = Derivative__factory.connect(book.contracts.derivative, chain.provider)
    const supply = await derivative.totalSupply()
    expect(overview.supply).to.equal(supply)
    expect(overview.nav).to.be.closeTo(Number(overview.backing) / Number(supply), 1e-9)
    expect(overview.status.block).to.deep.equal(await readBlock(chain))
  })

  test('takes the limits that are in force, not those that will be', async () => {
    const { chain, book } = node
    const life = lifecycleOn(node)
    await life.pass(
      await life.propose(`changes:
  - market: WETH-A
    parameter: liquidationThreshold
    to: 78%
    expect: 80%
  - market: WETH-A
    parameter: debtCeiling
    to: 120_000_000 bUSD
    expect: 100_000_000 bUSD`),
    )
    const { timestamp } = await readBlock(chain)
    const ledger = ILedger__factory.connect(book.contracts.ledger, chain.provider)
    const [{ id }] = book.markets as [(typeof book.markets)[number]]
    for (const later of [3_600, 3 * 86_400, 10 * 86_400]) {
      await advanceTo(chain, timestamp + later)
      const [market] = (await overviewOf(protocol)).markets
      const threshold = await ledger.effectiveParameter(id, 1)
      const ceiling = await ledger.effectiveParameter(id, 6)
      expect(market!.liquidationCollateralization).to.equal(10_000 / Number(threshold))
      expect(market!.ceiling).to.equal(ceiling)
    }
  })

  test('has the proposals, and the part of whoever acts', async () => {
    const life = lifecycleOn(node)
    const proposal = await life.propose(`changes:
  - market: WETH-A
    parameter: stabilityFee
    to: 6%
    expect: 5%`)
    const [delegate] = node.delegates
    const { status, now } = await overviewOf(protocol, delegate)
    expect(status.proposals.map(({ id }) => id)).to.deep.equal([proposal.id])
    expect(status.account).to.include({ address: delegate, votes: 800_000n * WAD })
    expect(now).to.be.at.least(status.block.timestamp)
    expect((await overviewOf(protocol)).status).not.to.have.property('account')
  })
})
