import { expect } from 'chai'
import { network } from 'hardhat'
import { wad } from '../../support/ledgerFixture.ts'
import { DAY, stageOracle } from './oracleStage.ts'

const connection = await network.create()
const { ethers, networkHelpers } = connection
const staged = async () => {
  const stage = await stageOracle(connection)
  await stage.adjust(stage.alice, 10, 12_000)
  await stage.adjust(stage.liquidator, 1_000, 100_000)
  return stage
}
const stage = () => networkHelpers.loadFixture(staged)

/** Two sources that say this from now on. */
async function sourcesAt(price: number): Promise<string[]> {
  const now = await networkHelpers.time.latest()
  const made = [1, 2].map(() => ethers.getContractFactory('FixedSource'))
  const addresses: string[] = []
  for (const factory of await Promise.all(made)) {
    const source = await factory.deploy(wad(price), now)
    addresses.push(await source.getAddress())
  }
  return addresses
}

/**
 * Moonwell, 15 February 2026 (1.78 million dollars of bad debt): the new feed of cbETH answered its ratio to ether and not its
 * price in dollars, $1.12 instead of some $2,200; vaults were liquidated for nothing, and the repair waited behind a timelock.
 */
describe('A new feed that misses a leg', () => {
  it('is refused: its price is a two-thousandth of the old one', async () => {
    const { hub, feed, shown, state } = await stage()
    await expect(hub.setSources(feed, await sourcesAt(1.12)))
      .to.be.revertedWithCustomError(hub, 'OracleHubSwitchTooFar')
      .withArgs(feed, wad(2_000), wad(1.12), 300n)
    expect([await shown(), await state()]).to.deep.equal([[2_000, 2_000, 2_000], 'OK'])
  })

  it('can only be forced, which stops all issuing for a day', async () => {
    const { hub, feed, adjust, alice, bob, ledger, state, time } = await stage()
    await hub.forceSources(feed, await sourcesAt(100_000))
    expect(await state()).to.equal('DEGRADED')
    for (const refused of [adjust(alice, 0, 1), adjust(alice, -1, 0), adjust(bob, 10, 2_000)])
      await expect(refused).to.be.revertedWithCustomError(ledger, 'LedgerPriceNotUsable')
    await adjust(alice, 0, -1_000)
    await time.increase(DAY - 60)
    expect(await state()).not.to.equal('OK')
  })

  it('is repaired by force as well, in the block of the vote: the wrong price liquidates no longer', async () => {
    const { hub, feed, alice, liquidate, shown, ledger } = await stage()
    await hub.forceSources(feed, await sourcesAt(1.12))
    await hub.forceSources(feed, await sourcesAt(2_010))
    expect(await shown()).to.deep.equal([2_010, 2_010, 2_010])
    await expect(liquidate(alice)).to.be.revertedWithCustomError(ledger, 'LedgerHealthy')
  })
})
