import { expect } from 'chai'
import { encodeBytes32String } from 'ethers'
import { artifacts, network } from 'hardhat'
import type { MarketKeyStruct } from '../../../artifacts/typechain/contracts/core/Ledger.ts'
import type { LedgerFixture, TestMarket } from '../../support/ledgerFixture.ts'
import {
  defaultTerms,
  deployLedger,
  eachOnFreshLedger,
  Parameter,
  PriceState,
  REPAY_ALL,
  wad,
} from '../../support/ledgerFixture.ts'

const connection = await network.create()
const { ethers } = connection
const fixture = () => deployLedger(connection)

describe('Ledger', () => {
  let f: LedgerFixture

  eachOnFreshLedger(connection, fixture, (fresh) => {
    f = fresh
  })

  it('stays, with its lens and token, under 23,000 bytes', async () => {
    for (const name of ['Ledger', 'LedgerLens', 'Derivative']) {
      const { deployedBytecode } = await artifacts.readArtifact(name)
      expect((deployedBytecode.length - 2) / 2, name).to.be.below(23_000)
    }
  })

  describe('listing a market', () => {
    const listAt = (key: Partial<MarketKeyStruct>) =>
      f.ledger.createMarket(
        { ...f.weth.key, label: encodeBytes32String('NEW'), ...key },
        defaultTerms,
      )

    it('derives the id from the key and tells the terms', async () => {
      const key = { ...f.weth.key, label: encodeBytes32String('WETH-B') }
      const id = ethers.keccak256(
        ethers.AbiCoder.defaultAbiCoder().encode(
          ['address', 'address', 'bytes32', 'bytes32'],
          [await f.derivative.getAddress(), await f.weth.token.getAddress(), key.feed, key.label],
        ),
      )
      await expect(f.ledger.createMarket(key, defaultTerms))
        .to.emit(f.ledger, 'MarketCreated')
        .withArgs(
          id,
          [await f.derivative.getAddress(), await f.weth.token.getAddress(), key.feed, key.label],
          Object.values(defaultTerms),
        )
      expect(await f.ledger.markets()).to.deep.equal([f.weth.id, f.wbtc.id, f.usdx.id, id])
      expect((await f.ledger.keyOf(id)).label).to.equal(key.label)
      expect(await f.ledger.collateralDecimalsOf(f.wbtc.id)).to.equal(8n)
    })

    it('needs the capability', async () => {
      const stranger = f.ledger.connect(f.alice)
      await expect(stranger.createMarket(f.weth.key, defaultTerms))
        .to.be.revertedWithCustomError(f.ledger, 'AccessManagedUnauthorized')
        .withArgs(f.alice)
    })

    it('refuses the same market twice', async () => {
      await expect(f.ledger.createMarket(f.weth.key, defaultTerms))
        .to.be.revertedWithCustomError(f.ledger, 'LedgerMarketExists')
        .withArgs(f.weth.id)
    })

    it('refuses a label that is taken, whatever the collateral', async () => {
      await expect(listAt({ collateral: f.wbtc.token, label: f.weth.key.label }))
        .to.be.revertedWithCustomError(f.ledger, 'LedgerLabelTaken')
        .withArgs(f.weth.key.label)
    })

    it('refuses a key with a hole or a token that is none', async () => {
      const twentyFive = await ethers.deployContract('TestToken', ['Odd', 'ODD', 25])
      const foreign = await ethers.deployContract('Derivative', ['Foreign', 'FOR', f.alice])
      const bad: readonly Partial<MarketKeyStruct>[] = [
        { derivative: ethers.ZeroAddress },
        { collateral: ethers.ZeroAddress },
        { feed: ethers.ZeroHash },
        { label: ethers.ZeroHash },
        { collateral: f.alice },
        { collateral: f.derivative },
        { collateral: f.oracle }, // a contract without decimals
        { collateral: twentyFive },
        { derivative: foreign },
        { derivative: f.weth.token }, // a contract without LEDGER
      ]
      for (const key of bad) {
        await expect(listAt(key)).to.be.revertedWithCustomError(f.ledger, 'LedgerBadMarketKey')
      }
    })

    it('accepts collateral of 24 and of no decimals', async () => {
      for (const decimals of [24, 0]) {
        const collateral = await ethers.deployContract('TestToken', ['Odd', 'ODD', decimals])
        await listAt({ collateral, label: encodeBytes32String(`ODD-${decimals}`) })
      }
      expect(await f.ledger.markets()).to.have.lengthOf(5)
    })

    it('refuses a feed that the hub does not know', async () => {
      const feed = encodeBytes32String('NOPE')
      await expect(listAt({ feed }))
        .to.be.revertedWithCustomError(f.oracle, 'OracleHubUnknownFeed')
        .withArgs(feed)
    })
  })

  describe('adjusting a vault', () => {
    const adjust = (
      market: TestMarket,
      [collateral, debt]: readonly [bigint, bigint],
      who = f.alice,
    ) => f.ledger.connect(who).adjust(market.id, f.alice, collateral, debt, who)

    it('locks collateral and issues in one step', async () => {
      await expect(adjust(f.weth, [wad(10), wad(12_000)]))
        .to.emit(f.ledger, 'Adjusted')
        .withArgs(f.weth.id, f.alice, f.alice, wad(10), wad(12_000), f.alice)
      expect(await f.derivative.balanceOf(f.alice)).to.equal(wad(12_000))
      expect(await f.weth.token.balanceOf(f.ledger)).to.equal(wad(10))
      expect(await f.ledger.vaultOf(f.weth.id, f.alice)).to.deep.equal([
        wad(10),
        wad(12_000) * 1_000_000n,
        1n,
      ])
      expect(await f.ledger.ownerAt(f.weth.id, 0)).to.equal(f.alice.address)
      await expect(f.ledger.ownerAt(f.weth.id, 1))
        .to.be.revertedWithCustomError(f.ledger, 'LedgerNoSuchOwner')
        .withArgs(1n, 1n)
    })

    it('values collateral of 8 and 6 decimals by the whole token', async () => {
      await expect(adjust(f.wbtc, [100_000_000n, wad(40_000) + 1n]))
        .to.be.revertedWithCustomError(f.ledger, 'LedgerUnhealthy')
        .withArgs(wad(60_000), wad(60_000) + 2n)
      await adjust(f.wbtc, [100_000_000n, wad(40_000)])
      await adjust(f.usdx, [3_000_000_000n, wad(2_000)])
    })

    it('opens the vault once and remembers its place', async () => {
      await f.open(f.bob, f.weth, [1, 0])
      await adjust(f.weth, [wad(1), 0n])
      await adjust(f.weth, [-wad(1), 0n])
      await adjust(f.weth, [wad(1), 0n])
      expect(await f.ledger.ownerCount(f.weth.id)).to.equal(2n)
      expect((await f.ledger.vaultOf(f.weth.id, f.alice)).index).to.equal(2n)
    })

    it('refuses to do nothing', async () => {
      for (const debt of [0n, REPAY_ALL]) {
        await expect(adjust(f.weth, [0n, debt])).to.be.revertedWithCustomError(
          f.ledger,
          'LedgerNothingToDo',
        )
      }
    })

    it('withdraws everything with REPAY_ALL although there is no debt', async () => {
      await adjust(f.weth, [wad(1), 0n])
      await adjust(f.weth, [-wad(1), REPAY_ALL])
      expect((await f.ledger.vaultOf(f.weth.id, f.alice)).collateral).to.equal(0n)
    })

    it('needs a receiver when something leaves, and only then', async () => {
      const alice = f.ledger.connect(f.alice)
      const { ZeroAddress } = ethers
      await expect(alice.adjust(f.weth.id, f.alice, wad(10), wad(9_000), f.alice))
        .to.emit(f.derivative, 'Transfer')
        .withArgs(ZeroAddress, f.alice, wad(9_000))
      for (const [collateral, debt] of [
        [-1n, 0n],
        [0n, 1n],
      ] as const) {
        await expect(
          alice.adjust(f.weth.id, f.alice, collateral, debt, ZeroAddress),
        ).to.be.revertedWithCustomError(f.ledger, 'LedgerZeroReceiver')
      }
      await alice.adjust(f.weth.id, f.alice, 1n, -wad(1), ZeroAddress)
    })

    it('refuses an unknown market', async () => {
      const id = ethers.ZeroHash
      await expect(f.ledger.adjust(id, f.admin, 1n, 0n, f.admin))
        .to.be.revertedWithCustomError(f.ledger, 'LedgerUnknownMarket')
        .withArgs(id)
    })

    it('refuses to withdraw more than is there, even the smallest number of all', async () => {
      await adjust(f.weth, [wad(1), 0n])
      for (const [change, requested] of [
        [-wad(1) - 1n, wad(1) + 1n],
        [REPAY_ALL, 2n ** 255n],
      ] as const) {
        await expect(adjust(f.weth, [change, 0n]))
          .to.be.revertedWithCustomError(f.ledger, 'LedgerInsufficientCollateral')
          .withArgs(wad(1), requested)
      }
    })

    it('refuses collateral that the vault cannot hold', async () => {
      await f.weth.token.mint(f.alice, 2n ** 104n)
      await expect(adjust(f.weth, [2n ** 104n, 0n])).to.be.revertedWithCustomError(
        f.ledger,
        'SafeCastOverflowedUintDowncast',
      )
      await adjust(f.weth, [2n ** 104n - 1n, 0n])
    })

    it('sends what leaves to the receiver', async () => {
      await f.ledger.connect(f.alice).adjust(f.weth.id, f.alice, wad(10), wad(5_000), f.bob)
      await f.ledger.connect(f.alice).adjust(f.weth.id, f.alice, -wad(1), 0n, f.carol)
      expect(await f.derivative.balanceOf(f.bob)).to.equal(wad(5_000))
      expect(await f.weth.token.balanceOf(f.carol)).to.equal(wad(1_000_001))
    })

    it('does not count tokens that were sent without a call', async () => {
      await f.weth.token.transfer(f.ledger, wad(5))
      await adjust(f.weth, [wad(1), 0n])
      expect((await f.ledger.stateOf(f.weth.id)).totalCollateral).to.equal(wad(1))
      await expect(adjust(f.weth, [-wad(2), 0n])).to.be.revertedWithCustomError(
        f.ledger,
        'LedgerInsufficientCollateral',
      )
    })

    it('refuses to repay more than is owed', async () => {
      await f.relax(f.weth, [Parameter.stabilityFee, 0n])
      await adjust(f.weth, [wad(10), wad(5_000)])
      await expect(adjust(f.weth, [0n, -wad(5_000) - 1n]))
        .to.be.revertedWithCustomError(f.ledger, 'LedgerRepaysTooMuch')
        .withArgs(wad(5_000), wad(5_000) + 1n)
      await adjust(f.weth, [0n, -wad(5_000)])
      expect((await f.ledger.vaultOf(f.weth.id, f.alice)).debtShares).to.equal(0n)
    })

    it('reverts where the derivative to repay with is missing', async () => {
      await adjust(f.weth, [wad(10), wad(5_000)])
      await f.derivative.connect(f.alice).transfer(f.bob, wad(4_000))
      await expect(adjust(f.weth, [0n, -wad(3_000)])).to.be.revertedWithCustomError(
        f.derivative,
        'ERC20InsufficientBalance',
      )
    })

    describe('within the collateralization ratio', () => {
      it('issues up to it at the low price', async () => {
        await f.oracle.setPrice(f.weth.feed, wad(1_500), wad(2_000), wad(2_500), PriceState.ok)
        await expect(adjust(f.weth, [wad(3), wad(3_000) + 1n]))
          .to.be.revertedWithCustomError(f.ledger, 'LedgerUnhealthy')
          .withArgs(wad(4_500), wad(4_500) + 2n)
        await adjust(f.weth, [wad(3), wad(3_000)])
      })

      it('withdraws up to it', async () => {
        await f.relax(f.weth, [Parameter.stabilityFee, 0n])
        await adjust(f.weth, [wad(10), wad(12_000)])
        await expect(adjust(f.weth, [-wad(1) - 1n, 0n]))
          .to.be.revertedWithCustomError(f.ledger, 'LedgerUnhealthy')
          .withArgs(wad(18_000) - 2_000n, wad(18_000))
        await adjust(f.weth, [-wad(1), 0n])
      })

      it('is not asked for when a vault below it repays or locks', async () => {
        await adjust(f.weth, [wad(10), wad(12_000)])
        await f.setPrice(f.weth, 1_000)
        await adjust(f.weth, [0n, -wad(1)])
        await adjust(f.weth, [1n, 0n])
        await expect(adjust(f.weth, [wad(1), wad(1)])).to.be.revertedWithCustomError(
          f.ledger,
          'LedgerUnhealthy',
        )
      })
    })

    describe('in every state of the price', () => {
      const unusable = [
        ['DEGRADED', wad(2_000), PriceState.degraded],
        ['DOWN', 0n, PriceState.down],
        ['OK but zero', 0n, PriceState.ok],
      ] as const

      for (const [name, price, state] of unusable) {
        it(`neither issues nor withdraws beside debt while it is ${name}`, async () => {
          await adjust(f.weth, [wad(10), wad(5_000)])
          await f.oracle.setPrice(f.weth.feed, price, price, price, state)
          for (const change of [[0n, 1n] as const, [-1n, 0n] as const, [-1n, -1n] as const]) {
            await expect(adjust(f.weth, change))
              .to.be.revertedWithCustomError(f.ledger, 'LedgerPriceNotUsable')
              .withArgs(f.weth.feed, state)
          }
        })

        it(`locks, repays and leaves while it is ${name}`, async () => {
          await adjust(f.weth, [wad(10), wad(5_000)])
          await f.open(f.bob, f.weth, [10, 3_000])
          await f.derivative.connect(f.bob).transfer(f.alice, wad(1))
          await f.oracle.setPrice(f.weth.feed, price, price, price, state)
          await adjust(f.weth, [wad(1), 0n])
          await adjust(f.weth, [0n, -wad(10)])
          await adjust(f.weth, [-wad(11), REPAY_ALL])
          expect((await f.ledger.vaultOf(f.weth.id, f.alice)).collateral).to.equal(0n)
        })
      }
    })

    describe('with MinimumDebt', () => {
      beforeEach(() => f.relax(f.weth, [Parameter.stabilityFee, 0n]))

      it('issues no less', async () => {
        await expect(adjust(f.weth, [wad(10), wad(2_000) - 1n]))
          .to.be.revertedWithCustomError(f.ledger, 'LedgerBelowMinimumDebt')
          .withArgs(wad(2_000) - 1n, wad(2_000))
        await adjust(f.weth, [wad(10), wad(2_000)])
      })

      it('leaves no less behind, or nothing', async () => {
        await adjust(f.weth, [wad(10), wad(3_000)])
        await expect(adjust(f.weth, [0n, -wad(1_000) - 1n]))
          .to.be.revertedWithCustomError(f.ledger, 'LedgerBelowMinimumDebt')
          .withArgs(wad(2_000) - 1n, wad(2_000))
        await adjust(f.weth, [0n, -wad(1_000)])
        await adjust(f.weth, [0n, REPAY_ALL])
      })

      it('lets nobody leave dust on somebody else', async () => {
        await adjust(f.weth, [wad(10), wad(3_000)])
        await f.open(f.bob, f.wbtc, [1, 5_000])
        await expect(adjust(f.weth, [0n, -wad(3_000) + 1n], f.bob)).to.be.revertedWithCustomError(
          f.ledger,
          'LedgerBelowMinimumDebt',
        )
      })

      it('comes not between an owner and locking, withdrawing or leaving when it is raised', async () => {
        await adjust(f.weth, [wad(10), wad(3_000)])
        await f.relax(f.weth, [Parameter.minimumDebt, wad(4_000)])
        await adjust(f.weth, [wad(1), 0n])
        await adjust(f.weth, [-wad(1), 0n])
        await expect(adjust(f.weth, [0n, -wad(1)])).to.be.revertedWithCustomError(
          f.ledger,
          'LedgerBelowMinimumDebt',
        )
        await adjust(f.weth, [-wad(10), REPAY_ALL])
      })
    })

    describe('with the DebtCeiling', () => {
      beforeEach(() =>
        f.relax(f.weth, [Parameter.debtCeiling, wad(5_000)], [Parameter.stabilityFee, 0n]),
      )

      it('issues up to it in the whole market', async () => {
        await f.open(f.bob, f.weth, [10, 3_000])
        await expect(adjust(f.weth, [wad(10), wad(2_000) + 1n]))
          .to.be.revertedWithCustomError(f.ledger, 'LedgerDebtCeilingExceeded')
          .withArgs(wad(5_000) + 1n, wad(5_000))
        await adjust(f.weth, [wad(10), wad(2_000)])
      })

      it('refuses an amount that no book can hold with the same error', async () => {
        const most = 2n ** 255n - 1n
        await expect(adjust(f.weth, [wad(10), most]))
          .to.be.revertedWithCustomError(f.ledger, 'LedgerDebtCeilingExceeded')
          .withArgs(most, wad(5_000))
      })

      it('holds nobody back from repaying when the debt is above it', async () => {
        await adjust(f.weth, [wad(10), wad(5_000)])
        await f.tighten(f.weth, [Parameter.debtCeiling, 0n])
        await adjust(f.weth, [0n, -wad(1_000)])
        await expect(adjust(f.weth, [0n, 1n]))
          .to.be.revertedWithCustomError(f.ledger, 'LedgerDebtCeilingExceeded')
          .withArgs(wad(4_000) + 1n, 0n)
      })

      it('counts bad debt that nobody covered, so that write-offs make no room for more', async () => {
        await f.open(f.bob, f.weth, [3, 3_000])
        await f.setPrice(f.weth, 1)
        await f.ledger.connect(f.keeper).writeOff(f.weth.id, f.bob, f.keeper)
        await f.setPrice(f.weth, 2_000)
        await expect(adjust(f.weth, [wad(10), wad(2_000) + 1n]))
          .to.be.revertedWithCustomError(f.ledger, 'LedgerDebtCeilingExceeded')
          .withArgs(wad(5_000) + 1n, wad(5_000))
        await adjust(f.weth, [wad(10), wad(2_000)])
      })

      it('counts in the effective value while a raise is pending', async () => {
        await f.relax(f.weth, [Parameter.debtCeiling, wad(9_000)])
        await expect(adjust(f.weth, [wad(10), wad(6_000)])).to.be.revertedWithCustomError(
          f.ledger,
          'LedgerDebtCeilingExceeded',
        )
        await connection.networkHelpers.time.increase(86_400)
        await adjust(f.weth, [wad(10), wad(6_000)])
      })
    })

    describe('by somebody else', () => {
      beforeEach(() => adjust(f.weth, [wad(10), wad(5_000)]))

      it('locks and repays for anyone', async () => {
        await f.open(f.bob, f.wbtc, [1, 3_000])
        await adjust(f.weth, [wad(2), -wad(1_000)], f.bob)
        expect(await f.derivative.balanceOf(f.bob)).to.equal(wad(2_000))
        expect((await f.ledger.vaultOf(f.weth.id, f.alice)).collateral).to.equal(wad(12))
      })

      it('neither withdraws nor issues without being an operator', async () => {
        for (const change of [[-1n, 0n] as const, [0n, 1n] as const, [-1n, 1n] as const]) {
          await expect(adjust(f.weth, change, f.bob))
            .to.be.revertedWithCustomError(f.ledger, 'LedgerNotOperator')
            .withArgs(f.alice, f.bob)
        }
      })

      it('acts as an operator until the owner says otherwise', async () => {
        await expect(f.ledger.connect(f.alice).setOperator(f.bob, true))
          .to.emit(f.ledger, 'OperatorSet')
          .withArgs(f.alice, f.bob, true)
        expect(await f.ledger.isOperator(f.alice, f.bob)).to.equal(true)
        expect(await f.ledger.isOperator(f.bob, f.alice)).to.equal(false)
        await adjust(f.weth, [-wad(1), wad(100)], f.bob)
        expect(await f.derivative.balanceOf(f.bob)).to.equal(wad(100))
        await f.ledger.connect(f.alice).setOperator(f.bob, false)
        await expect(adjust(f.weth, [-1n, 0n], f.bob)).to.be.revertedWithCustomError(
          f.ledger,
          'LedgerNotOperator',
        )
      })
    })
  })

  describe('against hostile tokens', () => {
    it('refuses a token that charges on transfer', async () => {
      const token = await ethers.deployContract('FeeOnTransferToken')
      await f.setPrice({ feed: encodeBytes32String('CHARGE') }, 2_000)
      const market = await f.list('CHARGE-A', f.weth.token.attach(token) as typeof f.weth.token)
      await token.mint(f.alice, wad(100))
      await token.connect(f.alice).approve(f.ledger, wad(100))
      await expect(f.ledger.connect(f.alice).adjust(market.id, f.alice, wad(100), 0n, f.alice))
        .to.be.revertedWithCustomError(f.ledger, 'LedgerTransferShort')
        .withArgs(wad(100), wad(99))
    })

    it('cannot be entered again through a transfer, by any entry point', async () => {
      const token = await ethers.deployContract('ReentrantToken')
      await f.setPrice({ feed: encodeBytes32String('HOSTILE') }, 2_000)
      const market = await f.list('HOSTILE-A', f.weth.token.attach(token) as typeof f.weth.token)
      await token.mint(f.alice, wad(100))
      await token.connect(f.alice).approve(f.ledger, wad(100))
      const lock = () => f.ledger.connect(f.alice).adjust(market.id, f.alice, wad(1), 0n, f.alice)
      await lock()
      await f.manager.grantRole(0n, token, 0) // so that no guard but the lock stands in its way

      const { interface: abi } = f.ledger
      const settings = [{ parameter: Parameter.debtCeiling, value: 0n }]
      const a = f.alice.address
      for (const call of [
        abi.encodeFunctionData('adjust', [market.id, a, -1n, 0n, a]),
        abi.encodeFunctionData('liquidate', [market.id, a, 1n, 0n, a]),
        abi.encodeFunctionData('writeOff', [market.id, a, a]),
        abi.encodeFunctionData('accrue', [market.id]),
        abi.encodeFunctionData('setOperator', [a, true]),
        abi.encodeFunctionData('tighten', [market.id, settings]),
        abi.encodeFunctionData('relax', [market.id, settings]),
        abi.encodeFunctionData('createMarket', [f.weth.key, defaultTerms]),
      ]) {
        await token.arm(f.ledger, call)
        await expect(lock()).to.be.revertedWithCustomError(f.ledger, 'ReentrancyGuardReentrantCall')
      }
    })
  })
})
