import { expect } from 'chai'
import { HDNodeWallet, type Wallet } from 'ethers'
import { network } from 'hardhat'

const connection = await network.create()
const { ethers, networkHelpers } = connection
const { time } = networkHelpers

const WAD = 10n ** 18n
const types = {
  Quote: [
    { name: 'priceWad', type: 'uint256' },
    { name: 'time', type: 'uint64' },
  ],
}

/** Keys in ascending order of their addresses: one that is nobody's, then five signers. */
const [stranger, ...signers] = Array.from({ length: 6 }, (_, place) =>
  HDNodeWallet.fromPhrase(
    'test test test test test test test test test test test junk',
    undefined,
    `m/44'/60'/0'/0/${place}`,
  ),
).toSorted((a, b) => (a.address.toLowerCase() < b.address.toLowerCase() ? -1 : 1))
const outsider = stranger!
const addresses = signers.map(({ address }) => address)

async function deploySource() {
  const source = await ethers.deployContract('PushSource', [addresses, 3])
  const domain = {
    name: 'Ballast PushSource',
    version: '1',
    chainId: (await ethers.provider.getNetwork()).chainId,
    verifyingContract: await source.getAddress(),
  }
  const quote = async (place: number, price: number, at: number, own = {}) => {
    const value = { priceWad: BigInt(price) * WAD, time: at }
    const wallet: Wallet | HDNodeWallet = signers[place] ?? outsider
    const signature = await wallet.signTypedData({ ...domain, ...own }, types, value)
    return { priceWad: value.priceWad, signature }
  }
  /** Prices by the first signers in turn. */
  const round = (at: number, ...prices: readonly number[]) =>
    Promise.all(prices.map((price, place) => quote(place, price, at)))
  return { source, quote, round, now: await time.latest() }
}

const deploy = () => networkHelpers.loadFixture(deploySource)

describe('PushSource', () => {
  it('has no price before the first round', async () => {
    const { source } = await deploy()
    expect(await source.latestPrice()).to.deep.equal([0n, 0n])
    expect(await source.signersOf()).to.deep.equal(addresses)
    expect(await source.THRESHOLD()).to.equal(3n)
  })

  const rounds = [
    { prices: [2_000, 2_010, 1_990], median: 2_000 },
    { prices: [2_000, 2_010, 1_990, 1], median: 1_995 },
    { prices: [2_000, 2_010, 1_990, 1, 999_999], median: 2_000 },
  ]
  for (const { prices, median } of rounds) {
    it(`takes the median of ${prices.length}, whoever pushes`, async () => {
      const { source, round, now } = await deploy()
      const [, anybody] = await ethers.getSigners()
      await expect(source.connect(anybody!).push(now, await round(now, ...prices)))
        .to.emit(source, 'PricePushed')
        .withArgs(0n, BigInt(median) * WAD, now, prices.length)
      expect(await source.latestPrice()).to.deep.equal([BigInt(median) * WAD, BigInt(now)])
    })
  }

  it('stays within the honest prices whatever one of three says', async () => {
    const { source, quote, now } = await deploy()
    const lie = await quote(4, 1_000_000, now)
    await source.push(now, [await quote(0, 2_000, now), await quote(1, 2_001, now), lie])
    expect((await source.latestPrice())[0]).to.equal(2_001n * WAD)
  })

  it('takes no round twice, none that is older and none from the future', async () => {
    const { source, round, now } = await deploy()
    const prices = await round(now, 1, 2, 3)
    await source.push(now, prices)
    await expect(source.push(now, prices))
      .to.be.revertedWithCustomError(source, 'PushSourceNotLater')
      .withArgs(now, now)
    await expect(source.push(now - 1, await round(now - 1, 1, 2, 3)))
      .to.be.revertedWithCustomError(source, 'PushSourceNotLater')
      .withArgs(now - 1, now)
    const future = now + 10_000
    await expect(source.push(future, await round(future, 1, 2, 3)))
      .to.be.revertedWithCustomError(source, 'PushSourceFromTheFuture')
      .withArgs(future, (at: bigint) => at < BigInt(future))
    await source.push(now + 1, await round(now + 1, 4, 5, 6))
    expect(await source.latestPrice()).to.deep.equal([5n * WAD, BigInt(now + 1)])
  })

  it('pushes no round that is older than a quarter of an hour, whichever it chooses', async () => {
    const { source, now, round } = await deploy()
    const prices = await round(now, 1, 2, 3)
    await time.setNextBlockTimestamp(now + 901)
    await expect(source.push(now, prices))
      .to.be.revertedWithCustomError(source, 'PushSourceTooOld')
      .withArgs(now, now + 901)
    const later = await round(now + 2, 1, 2, 3)
    await time.setNextBlockTimestamp(now + 902)
    await source.push(now + 2, later)
  })

  it('takes what was signed for its time only', async () => {
    const { source, round, now } = await deploy()
    await expect(source.push(now, await round(now - 1, 1, 2, 3))).to.be.revertedWithCustomError(
      source,
      'PushSourceUnknownSigner',
    )
  })

  const others = [
    { what: 'another chain', own: { chainId: 1 } },
    { what: 'another contract', own: { verifyingContract: ethers.toBeHex(0xdead, 20) } },
    { what: 'another name', own: { name: 'Else' } },
    { what: 'another version', own: { version: '2' } },
  ]
  for (const { what, own } of others) {
    it(`takes nothing that was signed for ${what}`, async () => {
      const { source, quote, now } = await deploy()
      const prices = await Promise.all([0, 1, 2].map((place) => quote(place, 2_000, now, own)))
      await expect(source.push(now, prices)).to.be.revertedWithCustomError(
        source,
        'PushSourceUnknownSigner',
      )
    })
  }

  it('counts nobody twice, and wants signers in ascending order', async () => {
    const { source, quote, now } = await deploy()
    const [a, b, again] = [await quote(0, 1, now), await quote(1, 2, now), await quote(1, 3, now)]
    await expect(source.push(now, [a, b, again]))
      .to.be.revertedWithCustomError(source, 'PushSourceUnordered')
      .withArgs(addresses[1], addresses[1])
    await expect(source.push(now, [b, a, await quote(2, 3, now)]))
      .to.be.revertedWithCustomError(source, 'PushSourceUnordered')
      .withArgs(addresses[1], addresses[0])
  })

  it('refuses too few, a stranger, a changed price and a broken signature', async () => {
    const { source, quote, round, now } = await deploy()
    const prices = await round(now, 1, 2, 3)
    await expect(source.push(now, prices.slice(0, 2)))
      .to.be.revertedWithCustomError(source, 'PushSourceTooFew')
      .withArgs(2, 3)
    await expect(source.push(now, [await quote(9, 1, now), ...prices.slice(1)]))
      .to.be.revertedWithCustomError(source, 'PushSourceUnknownSigner')
      .withArgs(outsider.address)
    const changed = prices.with(2, { ...prices[2]!, priceWad: 5n })
    await expect(source.push(now, changed)).to.be.revertedWithCustomError(
      source,
      'PushSourceUnknownSigner',
    )
    const broken = prices.with(2, { ...prices[2]!, signature: '0x1234' })
    await expect(source.push(now, broken)).to.be.revertedWithCustomError(
      source,
      'ECDSAInvalidSignatureLength',
    )
  })

  it('refuses the other signature that the curve allows for the same price', async () => {
    const { source, round, now } = await deploy()
    const prices = await round(now, 1, 2, 3)
    const { r, s, v } = ethers.Signature.from(prices[0]!.signature)
    const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
    const twin = ethers.concat([
      r,
      ethers.toBeHex(order - BigInt(s), 32),
      v === 27 ? '0x1c' : '0x1b',
    ])
    await expect(
      source.push(now, prices.with(0, { ...prices[0]!, signature: twin })),
    ).to.be.revertedWithCustomError(source, 'ECDSAInvalidSignatureS')
  })

  it('refuses a price that the hub would not take', async () => {
    const { source, round, now } = await deploy()
    for (const price of [0n, 2n ** 128n]) {
      const prices = await round(now, 1, 2, 3)
      await expect(source.push(now, prices.with(1, { ...prices[1]!, priceWad: price })))
        .to.be.revertedWithCustomError(source, 'PushSourceBadPrice')
        .withArgs(price)
    }
  })

  it('is made of one to fifteen signers in ascending order and a majority of them', async () => {
    const { source } = await deploy()
    const make = (list: readonly string[], threshold: number) =>
      ethers.deployContract('PushSource', [[...list], threshold])
    const many = Array.from({ length: 16 }, (_, place) => ethers.toBeHex(place + 1, 20))
    for (const list of [[], many, addresses.toReversed(), [addresses[0]!, addresses[0]!]])
      await expect(make(list, Math.floor(list.length / 2) + 1)).to.be.revertedWithCustomError(
        source,
        'PushSourceBadSigners',
      )
    await expect(make([ethers.ZeroAddress], 1)).to.be.revertedWithCustomError(
      source,
      'PushSourceBadSigners',
    )
    for (const threshold of [2, 6])
      await expect(make(addresses, threshold))
        .to.be.revertedWithCustomError(source, 'PushSourceBadThreshold')
        .withArgs(threshold, 3, 5)
    await make(many.slice(0, 15), 8)
    await make(addresses.slice(0, 4), 3)
    await expect(make(addresses.slice(0, 4), 2)).to.be.revertedWithCustomError(
      source,
      'PushSourceBadThreshold',
    )
  })
})
