import { expect } from 'chai'
import { encodeBytes32String, MaxUint256 } from 'ethers'
import { network } from 'hardhat'
import type { TestToken } from '../../../artifacts/typechain/index.ts'
import { defaultTerms, wad } from '../../support/ledgerFixture.ts'
import type { AuctionFixture } from '../liquidation/auctionFixture.ts'
import { AuctionParameter, deployAuctions } from '../liquidation/auctionFixture.ts'

/*
 * Scenario 21. Tokens change after they were listed: USDC and USDT froze accounts in the middle of other people's positions (Tornado
 * Cash, August 2022), STA's fee emptied a Balancer pool (June 2020), and pausable collateral stopped with its issuer.
 */

const connection = await network.create()
const fixture = () => deployAuctions(connection)

describe('A collateral that turns against the protocol during an auction', () => {
  let f: AuctionFixture

  beforeEach(async () => {
    f = await connection.networkHelpers.loadFixture(fixture)
  })

  /** bob's 10 at 1,450, with 12,000 of debt, in auction. */
  async function deployLot(decimals: number) {
    const token = await connection.ethers.deployContract('BlockingToken', ['ODD', decimals])
    await f.setPrice({ feed: encodeBytes32String('ODD') }, 2_000)
    const terms = { ...defaultTerms, stabilityFeeWad: 0n }
    const market = await f.list('ODD-A', token as unknown as TestToken, terms)
    await f.house.setMaxInAuction(f.derivative, wad(4_000_000))
    await f.configure(market, [AuctionParameter.maxInAuction, wad(1_000_000)])
    await token.mint(f.bob, 10n * market.unit)
    await token.connect(f.bob).approve(f.ledger, MaxUint256)
    await f.open(f.bob, market, [10, 12_000])
    await f.setPrice(market, 1_450)
    return { token, market, lotId: await f.kick(market, f.bob) }
  }

  for (const decimals of [2, 6, 18, 24]) {
    it(`by a pause stops the lot and no other thing (${decimals} decimals)`, async () => {
      const { token, market, lotId } = await deployLot(decimals)
      await token.setPaused(true)
      await expect(f.take(lotId)).to.be.revertedWithCustomError(token, 'BlockingTokenRefused')
      await f.setPrice(f.weth, 1_450)
      await f.take(await f.kick())
      await token.setPaused(false)
      await f.passUntil(lotId, 86_400)
      await f.house.redo(lotId)
      await f.take(lotId)
      expect((await f.ledger.stateOf(market.id)).inAuction).to.equal(0n)
    })
  }

  it('by a fee costs the taker the fee, and the owner what the Ledger then refuses to count', async () => {
    const { token, market, lotId } = await deployLot(18)
    await token.setFee(100)
    const { collateral } = await f.house.lotOf(lotId)
    await f.take(lotId)
    const { inAuction, deficit } = await f.ledger.stateOf(market.id)
    expect([inAuction, deficit]).to.deep.equal([0n, 0n])
    const credit = await f.house.creditOf(token, f.bob)
    expect(credit).to.be.within(1n, collateral)
    expect(await token.balanceOf(f.house)).to.equal(credit)
  })
})
