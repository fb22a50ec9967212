import type { HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types'
import { expect } from 'chai'
import { encodeBytes32String, MaxUint256 } from 'ethers'
import { network } from 'hardhat'
import type { BlockingToken, TestToken } from '../../../artifacts/typechain/index.ts'
import type { TestMarket } from '../../support/ledgerFixture.ts'
import { defaultTerms, wad } from '../../support/ledgerFixture.ts'
import type { AuctionFixture } from './auctionFixture.ts'
import { AuctionParameter, costOf, deployAuctions } from './auctionFixture.ts'

const connection = await network.create()
const { ethers } = connection

describe('The auction house among hostile tokens and takers', () => {
  let f: AuctionFixture

  beforeEach(async () => {
    f = await connection.networkHelpers.loadFixture(deploy)
  })

  async function deploy() {
    return deployAuctions(connection)
  }

  /** A market of any token, at 2,000 and auctions with room; bob owes 12,000 on 10 of it and stands at 1,450. */
  async function openIn(token: TestToken | BlockingToken, label = 'ODD-A'): Promise<TestMarket> {
    await f.setPrice({ feed: encodeBytes32String(await token.symbol()) }, 2_000)
    const terms = { ...defaultTerms, stabilityFeeWad: 0n }
    const market = await f.list(label, token as TestToken, terms)
    await f.house.setMaxInAuction(f.derivative, wad(4_000_000))
    await f.configure(market, [AuctionParameter.maxInAuction, wad(1_000_000)])
    await token.mint(f.bob, 10n * market.unit)
    await token.connect(f.bob).approve(f.ledger, MaxUint256)
    await f.open(f.bob, market, [10, 12_000])
    await f.setPrice(market, 1_450)
    return market
  }

  const blocking = (decimals = 18) => ethers.deployContract('BlockingToken', ['BLOCK', decimals])

  describe('a token that blocks', () => {
    it('the auction house stops its auctions and nothing else', async () => {
      const token = await blocking()
      const market = await openIn(token)
      await token.setBlocked(f.house, true)
      await expect(f.kick(market, f.bob)).to.be.revertedWithCustomError(
        token,
        'BlockingTokenRefused',
      )
      await f.ledger.connect(f.keeper).liquidate(market.id, f.bob, MaxUint256, 0n, f.keeper)
    })

    it('the auction house later leaves a lot that governance can give up', async () => {
      const token = await blocking()
      const lotId = await f.kick(await openIn(token), f.bob)
      await token.setBlocked(f.house, true)
      await expect(f.take(lotId)).to.be.revertedWithCustomError(token, 'BlockingTokenRefused')
      await f.passUntil(lotId, 5_401)
      await f.house.giveUp(lotId)
      expect(await f.ledger.deficitOf(f.derivative)).to.equal(wad(12_000))
    })

    it('a taker hurts that taker alone', async () => {
      const token = await blocking()
      const lotId = await f.kick(await openIn(token), f.bob)
      await token.setBlocked(f.keeper, true)
      await expect(f.take(lotId)).to.be.revertedWithCustomError(token, 'BlockingTokenRefused')
      await f.house.connect(f.carol).take(lotId, MaxUint256, MaxUint256, f.carol, '0x')
    })

    it('the owner does not come between a taker and the lot', async () => {
      const token = await blocking()
      const market = await openIn(token)
      const lotId = await f.kick(market, f.bob)
      await token.setBlocked(f.bob, true)
      await f.take(lotId)
      expect((await f.ledger.vaultOf(market.id, f.bob)).collateral).to.be.above(0n)
    })

    it('the Ledger leaves the rest for the owner to claim', async () => {
      const token = await blocking()
      const market = await openIn(token)
      const lotId = await f.kick(market, f.bob)
      await token.setBlocked(f.ledger, true)
      const sold = costOf(wad(13_200), wad(1), wad(1_595))
      const rest = wad(9.99) - sold
      await expect(f.take(lotId)).to.emit(f.house, 'Credited').withArgs(token, f.bob, rest)
      expect(await f.house.creditOf(token, f.bob)).to.equal(rest)
      const claim = () => f.house.connect(f.bob).claim(token, f.carol)
      await expect(claim()).to.changeTokenBalance(ethers, token, f.carol, rest)
      await expect(claim()).to.be.revertedWithCustomError(f.house, 'AuctionHouseNothingToDo')
      await expect(
        f.house.connect(f.bob).claim(token, ethers.ZeroAddress),
      ).to.be.revertedWithCustomError(f.house, 'AuctionHouseZeroReceiver')
    })
  })

  it('a token that begins to charge sells no lot that another pays for', async () => {
    const token = await blocking()
    const market = await openIn(token)
    await token.setFee(100)
    await expect(f.kick(market, f.bob))
      .to.be.revertedWithCustomError(f.house, 'AuctionHouseTransferShort')
      .withArgs(wad(10), wad(9.9))
  })

  it('a vault that is full leaves the rest for the owner to claim', async () => {
    const market = await openIn(await f.deployToken('FULL', 24))
    const lotId = await f.kick(market, f.bob)
    await market.token.mint(f.carol, 2n ** 105n)
    const vault = await f.ledger.vaultOf(market.id, f.bob)
    const room = 2n ** 104n - 1n - vault.collateral
    await f.ledger.connect(f.carol).adjust(market.id, f.bob, room, 0n, f.carol)
    await expect(f.take(lotId)).to.emit(f.house, 'Credited')
  })

  it('a token without decimals sells in whole units, and the owner gets the change', async () => {
    const token = await f.deployToken('WHOLE', 0)
    const market = await openIn(token)
    const lotId = await f.kick(market, f.bob)
    // 9 units at 1,595 pay the tab of 13,200 and 1,155 more.
    await expect(f.take(lotId)).to.changeTokenBalance(ethers, f.derivative, f.keeper, -wad(14_355))
    expect(await f.house.creditOf(f.derivative, f.bob)).to.equal(wad(1_155))
    expect((await f.ledger.vaultOf(market.id, f.bob)).collateral).to.equal(1n)
    await f.house.connect(f.bob).claim(f.derivative, f.bob)
    expect(await f.derivative.balanceOf(f.house)).to.equal(0n)
  })

  for (const decimals of [2, 6, 24]) {
    it(`a token with ${decimals} decimals sells like any other`, async () => {
      const market = await openIn(await f.deployToken(`D${decimals}`, decimals))
      const lotId = await f.kick(market, f.bob)
      const { collateral } = await f.house.lotOf(lotId)
      expect(collateral).to.equal(10n * market.unit - market.unit / 100n)
      const sold = costOf(wad(13_200), market.unit, wad(1_595))
      await expect(f.take(lotId)).to.changeTokenBalance(ethers, market.token, f.keeper, sold)
      expect((await f.ledger.vaultOf(market.id, f.bob)).collateral).to.equal(collateral - sold)
    })
  }

  describe('a callback', () => {
    /** A contract that takes alice's lot and is paid by its test. */
    async function deployTaker() {
      await f.setPrice(f.weth, 1_450)
      const lotId = await f.kick()
      const taker = await ethers.deployContract('ScriptedTaker')
      await f.derivative.connect(f.keeper).transfer(taker, wad(20_000))
      const call = f.house.interface.encodeFunctionData('take', [
        ...([lotId, MaxUint256, MaxUint256, await taker.getAddress()] as const),
        '0x01',
      ])
      return { taker, lotId, takes: () => taker.act(f.house, call) }
    }

    it('sees what it owes, holds the collateral already and pays afterwards', async () => {
      const { taker, takes } = await deployTaker()
      const { weth } = f
      const sold = costOf(wad(13_200), wad(1), wad(1_595))
      // Sells what it was sent: the money it owes it had from there.
      const sells = weth.token.interface.encodeFunctionData('transfer', [f.carol.address, sold])
      await taker.script(weth.token, sells)
      await expect(takes()).to.changeTokenBalance(ethers, weth.token, f.carol, sold)
      expect(await taker.owed()).to.equal(costOf(sold, wad(1_595)))
      expect(await taker.owedIn()).to.equal(await f.derivative.getAddress())
    })

    it('that cannot pay takes nothing', async () => {
      const { taker, takes } = await deployTaker()
      const empties = f.derivative.interface.encodeFunctionData('transfer', [
        f.carol.address,
        wad(20_000),
      ])
      await taker.script(f.derivative, empties)
      await expect(takes()).to.be.revertedWithCustomError(f.derivative, 'ERC20InsufficientBalance')
    })

    it('finds every door of the auction house locked', async () => {
      const { taker, lotId, takes } = await deployTaker()
      const face = f.house.interface
      const { bob, weth } = f
      const to = await taker.getAddress()
      for (const call of [
        face.encodeFunctionData('kick', [weth.id, bob.address]),
        face.encodeFunctionData('take', [lotId, 1n, MaxUint256, to, '0x']),
        face.encodeFunctionData('takeBatch', [[], to, '0x']),
        face.encodeFunctionData('redo', [lotId]),
        face.encodeFunctionData('claim', [await weth.token.getAddress(), to]),
        face.encodeFunctionData('cutSale', [lotId, 0n]),
      ]) {
        const state = await connection.networkHelpers.takeSnapshot()
        await taker.script(f.house, call)
        await takes()
        expect(await taker.succeeded(), call.slice(0, 10)).to.equal(false)
        expect(await taker.answer()).to.equal(
          f.house.interface.getError('ReentrancyGuardReentrantCall')?.selector,
        )
        await state.restore()
      }
    })

    it('may use the Ledger meanwhile, and the sums still hold', async () => {
      const { taker, takes } = await deployTaker()
      await taker.script(
        f.ledger,
        f.ledger.interface.encodeFunctionData('adjust', [
          ...([f.usdx.id, f.keeper.address, 0n, -wad(1_000), f.keeper.address] as const),
        ]),
      )
      await takes()
      expect(await taker.succeeded()).to.equal(true)
      const { inAuction, deficit } = await f.ledger.stateOf(f.weth.id)
      expect([inAuction, deficit]).to.deep.equal([0n, 0n])
    })
  })

  it('a keeper who is the owner under another name pays the penalty', async () => {
    const other: HardhatEthersSigner = f.carol
    await f.configure(f.weth, [AuctionParameter.kickReward, 100n])
    await f.setPrice(f.weth, 1_450)
    await f.house.connect(other).kick(f.weth.id, f.alice)
    const reward = wad(10) - (await f.house.lotOf(1n)).collateral
    await f.passUntil(1n, 900)
    const before = await f.derivative.balanceOf(other)
    await f.house.connect(other).take(1n, MaxUint256, MaxUint256, other, '0x')
    const paid = before - (await f.derivative.balanceOf(other))
    expect(paid - costOf(reward, wad(1_450))).to.be.above(wad(13_000))
  })
})
