import { expect } from 'chai'
import { MaxUint256 } from 'ethers'
import { network } from 'hardhat'
import { wad } from '../../support/ledgerFixture.ts'
import { HOUR, stageOracle } from './oracleStage.ts'

const connection = await network.create()
const { ethers, networkHelpers } = connection

/** Dollars in a vault, its shares priced by the vault's own rate; the vault holds a million. */
const staged = async () => {
  const dollar = await ethers.deployContract('TestToken', ['USD', 'USD', 18])
  const vault = await ethers.deployContract('TestVault', [dollar, 0])
  const rate = await ethers.deployContract('Erc4626Rate', [vault])
  const [owner] = await ethers.getSigners()
  await dollar.mint(owner!, wad(1_000_000))
  await dollar.approve(vault, MaxUint256)
  await vault.deposit(wad(1_000_000), owner!)
  const stage = await stageOracle(connection, { rateSource: await rate.getAddress(), price: 1 })
  await stage.adjust(stage.alice, 15_100, 10_000)
  return { ...stage, dollar, vault }
}
const stage = () => networkHelpers.loadFixture(staged)

/**
 * sDOLA in LlamaLend, 2 March 2026 (27 borrowers, some 822,000 crvUSD): a donation raised the vault's rate by 13.8 % within a
 * transaction, the market believed it at once, and what had been borrowed against the old rate was liquidated.
 */
describe('A donation of 14 % to a vault, in the block that reads its rate', () => {
  it('moves neither side of the price, however often the block refreshes', async () => {
    const { dollar, vault, hub, feed, shown } = await stage()
    await networkHelpers.mine()
    await ethers.provider.send('evm_setAutomine', [false])
    const gasLimit = 1_500_000
    await hub.refresh(feed, { gasLimit })
    await dollar.mint(vault, wad(140_000), { gasLimit })
    await hub.refresh(feed, { gasLimit })
    await hub.refresh(feed, { gasLimit })
    await networkHelpers.mine()
    await ethers.provider.send('evm_setAutomine', [true])
    expect((await hub.rateOf(feed)).observedWad).to.be.above(wad(1.139))
    expect(await shown()).to.deep.equal([1, 1, 1])
  })

  it('counts later only as fast as the growth cap, and lends nothing on the rest', async () => {
    const { dollar, vault, hub, feed, say, adjust, alice, ledger, time } = await stage()
    await dollar.mint(vault, wad(140_000))
    await hub.refresh(feed)
    await time.increase(HOUR)
    await hub.refresh(feed)
    await say(1)
    // An hour of 10 % a year.
    expect((await hub.peek(feed)).high).to.be.below(wad(1.00002))
    await expect(adjust(alice, 0, 200)).to.be.revertedWithCustomError(ledger, 'LedgerUnhealthy')
  })

  it('is worth nothing either when it is taken back: no vault is liquidated', async () => {
    const { dollar, vault, hub, feed, say, liquidate, alice, ledger } = await stage()
    await dollar.mint(vault, wad(140_000))
    await hub.refresh(feed)
    await hub.refresh(feed)
    await vault.slash(wad(140_000))
    await hub.refresh(feed)
    await say(1)
    await expect(liquidate(alice)).to.be.revertedWithCustomError(ledger, 'LedgerHealthy')
  })
})

/**
 * Resupply, 26 June 2025 (9.6 million dollars): a market of an empty vault, one share worth 2e36 of its asset after a donation;
 * the inverse of that rate rounded to 0, and with a rate of 0 every debt was healthy.
 */
describe('A fresh vault of one wei and a rate of 2e36', () => {
  it('cannot be listed, and is not believed when it comes later', async () => {
    const { hub, feed, sources, alice } = await stage()
    const coin = await ethers.deployContract('TestToken', ['C', 'C', 18])
    const fresh = await ethers.deployContract('TestVault', [coin, 0])
    const rate = await ethers.deployContract('Erc4626Rate', [fresh])
    const limits = {
      ...{ maxAge: 86_400, maxDeviationBps: 100, minSources: 2 },
      ...{ maxJumpBps: 2_500, maxSwitchDeviationBps: 300 },
    }
    const terms = { source: rate, growthCapWad: wad(0.1), yieldDecayWad: wad(0.25) }
    const later = ethers.id('later')
    await hub.createFeed(later, sources, limits, terms)
    await coin.mint(alice, 1n)
    await coin.connect(alice).approve(fresh, 1n)
    await fresh.connect(alice).deposit(1n, alice)
    await coin.mint(fresh, 4n * 10n ** 36n)
    expect(await rate.rate()).to.be.above(10n ** 36n)
    expect((await hub.rateOf(later)).observedWad).to.equal(0n)
    const { mid, state } = await hub.peek(later)
    expect([mid, state]).to.deep.equal([wad(1), 1n])
    await hub.refresh(later)
    await hub.refresh(later)
    expect((await hub.peek(later)).mid).to.equal(wad(1))
    await expect(
      hub.createFeed(ethers.id('now'), sources, limits, terms),
    ).to.be.revertedWithCustomError(hub, 'OracleHubBadRate')
    expect((await hub.peek(feed)).state).to.equal(0n)
  })

  it('is never 0: a rate that rounds to nothing is no rate', async () => {
    const { hub, feed, vault, state, liquidate, alice, ledger } = await stage()
    await vault.slash(wad(1_000_000))
    expect((await hub.rateOf(feed)).observedWad).to.equal(0n)
    expect(await state()).to.equal('DEGRADED')
    await expect(liquidate(alice)).to.be.revertedWithCustomError(ledger, 'LedgerHealthy')
  })
})
