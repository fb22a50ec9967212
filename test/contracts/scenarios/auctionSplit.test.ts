import { expect } from 'chai'
import { MaxUint256 } from 'ethers'
import { network } from 'hardhat'
import { Parameter, wad } from '../../support/ledgerFixture.ts'
import type { AuctionFixture } from '../liquidation/auctionFixture.ts'
import { AuctionParameter, stageAuctions } from '../liquidation/auctionFixture.ts'

/*
 * Scenario 12. Whatever rounds in somebody's favour is done as often as a block allows: Aave needed two releases to make every
 * rounding directional, and Balancer lost 125 million to one that was not (3 November 2025; protocol.md §0 and §4).
 */

const connection = await network.create()
const PARTS = 50

describe('An auction in fifty parts', () => {
  let f: AuctionFixture

  stageAuctions(connection, 1_451.123457, (fresh) => {
    f = fresh
  })

  /** What the keeper pays and gets for the lot at 900 seconds, in one transaction. */
  async function buy(lotId: bigint, orders: bigint[]) {
    await f.passUntil(lotId, 900)
    const { derivative, keeper, weth } = f
    const balances = () => Promise.all([derivative.balanceOf(keeper), weth.token.balanceOf(keeper)])
    const [money, tokens] = await balances()
    const wishes = orders.map((maxCollateral) => ({
      lotId,
      maxCollateral,
      maxPriceWad: MaxUint256,
    }))
    await f.house.connect(keeper).takeBatch(wishes, keeper, '0x')
    const [left, got] = await balances()
    return { paid: money - left, got: got - tokens }
  }

  it('costs the taker no less than in one', async () => {
    const lotId = await f.kick()
    const before = await connection.networkHelpers.takeSnapshot()
    const whole = await buy(lotId, [MaxUint256])
    await before.restore()
    const part = whole.got / BigInt(PARTS) - 7n
    const parts = await buy(lotId, [...Array<bigint>(PARTS - 1).fill(part), MaxUint256])
    expect(parts.got).to.be.at.most(whole.got)
    expect(parts.paid * whole.got).to.be.at.least(whole.paid * parts.got)
    expect(await f.house.openLotCount()).to.equal(0n)
  })

  it('of a vault earns the kicker no more than in one, and takes no more collateral than debt', async () => {
    await f.relax(f.weth, [Parameter.minimumDebt, wad(100)])
    const before = await connection.networkHelpers.takeSnapshot()
    const whole = wad(10) - (await f.house.lotOf(await f.kick())).collateral
    await before.restore()
    let [rewards, left] = [0n, wad(10)]
    for (let part = 1n; part <= 10n; part++) {
      await f.configure(f.weth, [AuctionParameter.maxInAuction, wad(1_200) * part])
      const lotId = await f.kick()
      const { collateral } = await f.ledger.vaultOf(f.weth.id, f.alice)
      rewards += left - collateral - (await f.house.lotOf(lotId)).collateral
      left = collateral
    }
    expect(left).to.equal(0n)
    expect(rewards).to.be.at.most(whole)
  })
})
