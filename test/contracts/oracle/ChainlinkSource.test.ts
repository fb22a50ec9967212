import { expect } from 'chai'
import fc from 'fast-check'
import { network } from 'hardhat'

const { ethers } = await network.create()

const UPDATED_AT = 1_795_000_000n
const MAX_ANSWER = 2n ** 255n - 1n
const MAX_DECIMALS = 36

async function deploySource(decimals: number) {
  const feed = await ethers.deployContract('TestFeed', [decimals, 'WETH / USD'])
  const source = await ethers.deployContract('ChainlinkSource', [feed])
  return { feed, source }
}

describe('ChainlinkSource', () => {
  const table = [
    { decimals: 0, answer: 3n, price: 3n * 10n ** 18n },
    { decimals: 8, answer: 2_000_12345678n, price: 2_000_12345678n * 10n ** 10n },
    { decimals: 17, answer: 1n, price: 10n },
    { decimals: 18, answer: 123n, price: 123n },
    { decimals: 19, answer: 129n, price: 12n },
    { decimals: 36, answer: 2_000n * 10n ** 36n + 1n, price: 2_000n * 10n ** 18n },
    { decimals: 36, answer: 10n ** 18n - 1n, price: 0n },
    { decimals: 18, answer: MAX_ANSWER, price: MAX_ANSWER },
    { decimals: 17, answer: MAX_ANSWER, price: 0n },
    { decimals: 0, answer: MAX_ANSWER, price: 0n },
    { decimals: 8, answer: 0n, price: 0n },
    { decimals: 8, answer: -1n, price: 0n },
    { decimals: 8, answer: -(2n ** 255n), price: 0n },
  ]
  for (const { decimals, answer, price } of table) {
    it(`makes ${price} of ${answer} with ${decimals} decimals, and keeps its time`, async () => {
      const { feed, source } = await deploySource(decimals)
      await feed.set(answer, UPDATED_AT)
      expect(await source.latestPrice()).to.deep.equal([price, UPDATED_AT])
    })
  }

  it('scales any answer with any decimals, rounds down and never reverts', async () => {
    const pairs: Awaited<ReturnType<typeof deploySource>>[] = []
    for (let decimals = 0; decimals <= MAX_DECIMALS; decimals += 1)
      pairs.push(await deploySource(decimals))
    const answers = fc.oneof(fc.bigInt(-(2n ** 255n), MAX_ANSWER), fc.bigInt(1n, 10n ** 40n))
    const decimals = fc.integer({ min: 0, max: MAX_DECIMALS })
    await fc.assert(
      fc.asyncProperty(answers, decimals, async (answer, places) => {
        const { feed, source } = pairs[places]!
        await feed.set(answer, UPDATED_AT)
        const exact = (answer * 10n ** 18n) / 10n ** BigInt(places)
        // What overflows is what times the multiplier does not fit a word; a feed with 18 decimals or more has none.
        const overflows = places < 18 && exact >= 2n ** 256n
        const expected = answer <= 0n || overflows ? 0n : exact
        expect(await source.latestPrice()).to.deep.equal([expected, UPDATED_AT])
      }),
      { numRuns: 300 },
    )
  })

  it('passes on whatever time the feed says', async () => {
    const { feed, source } = await deploySource(8)
    for (const updatedAt of [0n, 2n ** 256n - 1n]) {
      await feed.set(1n, updatedAt)
      expect(await source.latestPrice()).to.deep.equal([10n ** 10n, updatedAt])
    }
  })

  it('says which feed it reads', async () => {
    const { feed, source } = await deploySource(8)
    expect(await source.AGGREGATOR()).to.equal(await feed.getAddress())
  })

  it('refuses a feed with more than 36 decimals', async () => {
    const feed = await ethers.deployContract('TestFeed', [37, ''])
    const { source } = await deploySource(36)
    await expect(ethers.deployContract('ChainlinkSource', [feed]))
      .to.be.revertedWithCustomError(source, 'ChainlinkSourceBadDecimals')
      .withArgs(37, 36)
  })
})
