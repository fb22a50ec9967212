import { expect } from 'chai'
import { network } from 'hardhat'

const { ethers, networkHelpers } = await network.create()

const WAD = 10n ** 18n
const YEAR = 365 * 86_400

describe('TestFeed', () => {
  it('answers what anybody set last, in a new round', async () => {
    const [, anybody] = await ethers.getSigners()
    const feed = await ethers.deployContract('TestFeed', [8, 'WETH / USD'])
    expect(await feed.latestRoundData()).to.deep.equal([0n, 0n, 0n, 0n, 0n])
    await feed.connect(anybody!).set(-5n, 77n)
    expect(await feed.latestRoundData()).to.deep.equal([1n, -5n, 77n, 77n, 1n])
    expect([await feed.decimals(), await feed.description()]).to.deep.equal([8n, 'WETH / USD'])
  })
})

describe('TestYieldToken', () => {
  it('grows linearly from its start ratio', async () => {
    const token = await ethers.deployContract('TestYieldToken', [
      'Yield',
      'Y',
      (12n * WAD) / 10n,
      (5n * WAD) / 100n,
    ])
    const start = await networkHelpers.time.latest()
    expect(await token.stEthPerToken()).to.equal((12n * WAD) / 10n)
    await networkHelpers.time.increaseTo(start + YEAR)
    expect(await token.stEthPerToken()).to.equal((126n * WAD) / 100n)
    await networkHelpers.time.increaseTo(start + 2 * YEAR)
    expect(await token.stEthPerToken()).to.equal((132n * WAD) / 100n)
  })

  it('is minted by anybody', async () => {
    const [, anybody] = await ethers.getSigners()
    const token = await ethers.deployContract('TestYieldToken', ['Yield', 'Y', WAD, 0n])
    await token.connect(anybody!).mint(anybody!, 5n)
    expect([await token.balanceOf(anybody!), await token.totalSupply()]).to.deep.equal([5n, 5n])
  })
})
