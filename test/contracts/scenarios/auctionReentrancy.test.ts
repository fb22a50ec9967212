import { expect } from 'chai'
import { encodeBytes32String, MaxUint256 } from 'ethers'
import { network } from 'hardhat'
import type { TestToken } from '../../../artifacts/typechain/index.ts'
import { defaultTerms, wad } from '../../support/ledgerFixture.ts'
import type { AuctionFixture } from '../liquidation/auctionFixture.ts'
import { AuctionParameter, deployAuctions } from '../liquidation/auctionFixture.ts'

/*
 * Scenario 20. A reader that trusts a view in the middle of a transaction is told half of the truth: Curve's virtual price during
 * a withdrawal (2022 and after), and every hook of an ERC-777 since (protocol.md §4, "Read-only reentrancy").
 */

const connection = await network.create()
const fixture = () => deployAuctions(connection)
const { ethers } = connection

describe('A reader inside a take', () => {
  let f: AuctionFixture

  beforeEach(async () => {
    f = await connection.networkHelpers.loadFixture(fixture)
  })

  async function deployTaker() {
    await f.setPrice(f.weth, 1_450)
    const lotId = await f.kick()
    const taker = await ethers.deployContract('ScriptedTaker')
    await f.derivative.connect(f.keeper).transfer(taker, wad(20_000))
    const to = await taker.getAddress()
    const take = f.house.interface.encodeFunctionData('take', [
      lotId,
      wad(1),
      MaxUint256,
      to,
      '0x01',
    ])
    return { taker, lotId, take: () => taker.act(f.house, take) }
  }

  it('is told nothing by the auction house', async () => {
    const { taker, lotId, take } = await deployTaker()
    const face = f.house.interface
    for (const view of [
      face.encodeFunctionData('lotOf', [lotId]),
      face.encodeFunctionData('priceOf', [lotId]),
      face.encodeFunctionData('openLots', [0n, 9n]),
      face.encodeFunctionData('openLotCount'),
      face.encodeFunctionData('isOpen', [lotId]),
    ]) {
      await taker.script(f.house, view)
      await take()
      expect(await taker.succeeded()).to.equal(false)
      expect(await taker.answer()).to.equal(face.getError('ReentrancyGuardReentrantCall')?.selector)
    }
  })

  it('finds the books of the Ledger balanced: nothing is settled before it is paid', async () => {
    const { taker, take } = await deployTaker()
    await taker.script(f.ledger, f.ledger.interface.encodeFunctionData('stateOf', [f.weth.id]))
    const supply = await f.derivative.totalSupply()
    await take()
    const [state] = f.ledger.interface.decodeFunctionResult('stateOf', await taker.answer())
    const usdx = await f.ledger.stateOf(f.usdx.id)
    expect(state.totalDebt + state.inAuction + state.deficit + usdx.totalDebt).to.equal(supply)
  })

  it('that is a hook of the collateral stops the take, and takes nothing', async () => {
    const token = await ethers.deployContract('ReentrantToken')
    await f.setPrice({ feed: encodeBytes32String('HOSTILE') }, 2_000)
    const terms = { ...defaultTerms, stabilityFeeWad: 0n }
    const market = await f.list('HOSTILE-A', token as unknown as TestToken, terms)
    await f.house.setMaxInAuction(f.derivative, wad(4_000_000))
    await f.configure(market, [AuctionParameter.maxInAuction, wad(1_000_000)])
    await token.mint(f.bob, wad(10))
    await token.connect(f.bob).approve(f.ledger, MaxUint256)
    await f.open(f.bob, market, [10, 12_000])
    await f.setPrice(market, 1_450)
    const lotId = await f.kick(market, f.bob)
    const { keeper } = f
    const again = [lotId, 1n, MaxUint256, keeper.address, '0x'] as const
    for (const call of [
      f.house.interface.encodeFunctionData('take', [...again]),
      f.house.interface.encodeFunctionData('redo', [lotId]),
      f.house.interface.encodeFunctionData('lotOf', [lotId]),
    ]) {
      await token.arm(f.house, call)
      await expect(f.take(lotId)).to.be.revertedWithCustomError(
        f.house,
        'ReentrancyGuardReentrantCall',
      )
    }
    // A hook that only looks at the Ledger comes between nobody and the lot.
    await token.arm(f.ledger, f.ledger.interface.encodeFunctionData('stateOf', [market.id]))
    await f.take(lotId)
  })
})
