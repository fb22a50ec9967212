import { expect } from 'chai'
import { network } from 'hardhat'

const { ethers } = await network.create()
const WAD = 10n ** 18n

async function vaultOf(assetDecimals: number, offset: number) {
  const [owner] = await ethers.getSigners()
  const asset = await ethers.deployContract('TestToken', ['Asset', 'A', assetDecimals])
  const vault = await ethers.deployContract('TestVault', [asset, offset])
  const rate = await ethers.deployContract('Erc4626Rate', [vault])
  const deposit = async (amount: bigint) => {
    await asset.mint(owner!, amount)
    await asset.approve(vault, amount)
    await vault.deposit(amount, owner!)
  }
  return { asset, vault, rate, deposit }
}

describe('Erc4626Rate', () => {
  for (const [assetDecimals, offset] of [
    [18, 0],
    [6, 0],
    [6, 12],
    [18, 6],
    [0, 0],
    [24, 0],
  ] as const) {
    it(`is 1 for a new vault of an asset with ${assetDecimals} decimals and ${offset} more for its shares, and follows its yield`, async () => {
      const { asset, vault, rate, deposit } = await vaultOf(assetDecimals, offset)
      expect(await rate.rate()).to.equal(WAD)
      const deposited = 10n ** BigInt(assetDecimals) * 1_000_000n
      await deposit(deposited)
      expect(await rate.rate()).to.equal(WAD)
      await asset.mint(vault, deposited / 4n)
      // The vault's virtual share and unit of asset make the rate a little lower.
      const exact = (5n * WAD) / 4n
      const read = await rate.rate()
      expect(
        read <= exact && exact - read <= exact / 10n ** 5n + WAD / 10n ** BigInt(assetDecimals),
      ).to.equal(true)
    })
  }

  it('says which vault it reads, and refuses too many decimals', async () => {
    const { vault, rate } = await vaultOf(18, 0)
    expect(await rate.VAULT()).to.equal(await vault.getAddress())
    const large = await ethers.deployContract('TestVault', [
      await ethers.deployContract('TestToken', ['A', 'A', 18]),
      19,
    ])
    await expect(ethers.deployContract('Erc4626Rate', [large]))
      .to.be.revertedWithCustomError(rate, 'Erc4626RateBadDecimals')
      .withArgs(37, 36)
  })
})
