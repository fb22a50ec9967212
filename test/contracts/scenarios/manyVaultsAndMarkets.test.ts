import { expect } from 'chai'
import { encodeBytes32String, MaxUint256 } from 'ethers'
import { network } from 'hardhat'
import type { LedgerFixture } from '../../support/ledgerFixture.ts'
import { defaultTerms, deployLedger, Parameter, wad } from '../../support/ledgerFixture.ts'

const connection = await network.create()
const VAULTS = 10_000
const MARKETS = 64

/**
 * GovernMental, 2016: a payout that walked a list grew past the block's gas and could never be made. Nothing here walks a list: no
 * entry point costs more among 10,000 vaults and 64 markets than among a handful.
 */
describe('Ten thousand vaults and sixty-four markets', () => {
  const small = async () => {
    const f = await deployLedger(connection)
    await f.relax(f.weth, [Parameter.debtCeiling, 2n ** 100n])
    await connection.networkHelpers.time.increase(86_401)
    await f.open(f.keeper, f.usdx, [600_000, 300_000])
    await f.open(f.bob, f.weth, [100, 50_000])
    const risks = ['asset:ether', 'protocol:weth', 'oracle:test'].map(encodeBytes32String)
    await f.exposures.assignRisks(f.weth.id, risks as [string, string, string])
    // Neither is charged for the first fee ever.
    await f.ledger.accrue(f.weth.id)
    return f
  }

  /** The same with everybody else: vaults come from one contract that opens many in a transaction. */
  const large = async () => {
    const f = await small()
    const crowd = await connection.ethers.deployContract('Crowd', [f.ledger])
    for (let from = 0; from < VAULTS; from += 200) {
      await crowd.open(f.weth.id, from, 200, { gasLimit: 25_000_000n })
    }
    for (let place = 3; place < MARKETS; place++) {
      await f.list(`WETH-${place}`, f.weth.token, defaultTerms)
    }
    expect(await f.ledger.ownerCount(f.weth.id)).to.equal(VAULTS + 1)
    expect(await f.ledger.markets()).to.have.lengthOf(MARKETS)
    return f
  }

  /** The gas of every entry point, one after the other, on alice's vault. */
  async function costs(f: LedgerFixture): Promise<Map<string, number>> {
    const { weth, alice, keeper } = f
    const gas = new Map<string, number>()
    const spend = async (name: string, call: Promise<{ wait(): Promise<unknown> }>) => {
      const receipt = (await (await call).wait()) as { gasUsed: bigint }
      gas.set(name, Number(receipt.gasUsed))
    }
    const owner = f.ledger.connect(alice)
    const adjust = (collateral: bigint, debt: bigint) =>
      owner.adjust(weth.id, alice, collateral, debt, alice)
    const risks = ['asset:ether', 'oracle:test', 'chain:main'].map(encodeBytes32String)
    await spend('open', adjust(wad(20), wad(20_000)))
    await spend('adjust', adjust(-wad(1), wad(1_000)))
    await spend('repay', adjust(0n, -wad(1_000)))
    await spend('accrue', f.ledger.accrue(weth.id))
    await spend('freeze', f.ledger.freeze(weth.id))
    await spend('restrain', f.ledger.restrain(weth.id, [{ parameter: 0, value: 15_001n }]))
    await spend('assign risks', f.exposures.assignRisks(weth.id, risks as [string, string, string]))
    await f.setPrice(weth, 1_280)
    await spend(
      'liquidate',
      f.ledger.connect(keeper).liquidate(weth.id, alice, wad(2_000), 0n, keeper),
    )
    await spend('seize', f.ledger.seize(weth.id, alice, wad(5_000), f.admin))
    await spend('settle', f.ledger.settle(weth.id, 0n, 0n, wad(4_000)))
    await spend('cover', f.ledger.connect(keeper).coverDeficit(weth.id, wad(1_000)))
    await f.setPrice(weth, 0.5)
    await spend('write off', f.ledger.connect(keeper).writeOff(weth.id, alice, keeper))
    await f.oracle.setPrice(weth.feed, 0n, 0n, 0n, 2)
    await f.oracle.setLastWord(weth.feed, 1, wad(1_000))
    await spend('shutdown', f.ledger.shutdown(weth.id))
    await spend(
      'redeem',
      f.ledger.connect(keeper).redeemFrom(weth.id, f.bob, MaxUint256, 0n, keeper),
    )
    await f.setPrice(f.wbtc, 60_000)
    await spend('list', listOne(f))
    return gas
  }

  const listOne = (f: LedgerFixture) =>
    f.ledger.createMarket({ ...f.weth.key, label: encodeBytes32String('LAST') }, defaultTerms)

  it('cost no entry point more than a percent', async () => {
    const few = await costs(await connection.networkHelpers.loadFixture(small))
    const many = await costs(await connection.networkHelpers.loadFixture(large))
    for (const [name, gas] of few) {
      expect(Math.abs((many.get(name) ?? 0) / gas - 1), `${name}: ${gas}`).to.be.below(0.01)
    }
  })
})
