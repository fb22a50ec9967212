import { expect } from 'chai'
import { network } from 'hardhat'
import { wad } from '../../support/ledgerFixture.ts'
import { stageOracle } from './oracleStage.ts'

const connection = await network.create()
const { ethers, networkHelpers } = connection
const staged = async () => {
  const stage = await stageOracle(connection)
  await stage.say(1_999, 2_000, 2_001)
  await stage.adjust(stage.alice, 10, 12_000)
  await stage.adjust(stage.liquidator, 1_000, 100_000)
  return stage
}
const stage = () => networkHelpers.loadFixture(staged)

const word = (value: bigint) => ethers.toBeHex(value, 32).slice(2)
const answering = (priceWad: bigint, updatedAt: bigint, bytes = 64) =>
  `0x7f${word(priceWad)}6000527f${word(updatedAt)}60205260${bytes.toString(16).padStart(2, '0')}6000f3`

/**
 * Synthetix, June 2019 (37 million sETH at risk): one of the sources of the won's price answered a thousandfold, and nothing
 * stood between it and the trades. Here one of three sources is replaced by the code of a hostile one.
 */
describe('One of three feeds at 0, at 2^255 - 1, reverting, burning all gas or returning 31 bytes', () => {
  const hostile: Readonly<Record<string, (now: bigint) => string>> = {
    'at 0': (now) => answering(0n, now),
    'at 2^255 - 1': (now) => answering(2n ** 255n - 1n, now),
    'at a thousandfold': (now) => answering(2_000_000n * 10n ** 18n, now),
    'at a thousandth': (now) => answering(2n * 10n ** 18n, now),
    reverting: () => '0x60006000fd',
    'burning all gas': () => '0x5b600056',
    'returning 31 bytes': (now) => answering(2_000n * 10n ** 18n, now, 31),
  }
  for (const [what, codeOf] of Object.entries(hostile)) {
    it(`${what}: moves nothing and blocks nothing`, async () => {
      const { sources, state, shown, adjust, liquidate, alice, bob, ledger, time } = await stage()
      const now = BigInt(await time.latest())
      await networkHelpers.setCode(await sources[0]!.getAddress(), codeOf(now))
      expect(await state()).to.equal('OK')
      expect(await shown()).to.deep.equal([2_000, 2_000.5, 2_001])
      await adjust(bob, 10, 13_300)
      await expect(liquidate(bob)).to.be.revertedWithCustomError(ledger, 'LedgerHealthy')
      await adjust(alice, 0, -1_000)
      // A fall that the other two agree on liquidates as ever.
      const other = async (price: number) => {
        for (const source of sources.slice(1)) await source.set(wad(price), await time.latest())
      }
      await other(1_663)
      expect(await shown()).to.deep.equal([1_663, 1_663, 1_663])
      await expect(liquidate(bob)).to.be.revertedWithCustomError(ledger, 'LedgerHealthy')
      await other(1_662)
      await expect(liquidate(bob)).to.emit(ledger, 'Liquidated')
    })
  }
})
