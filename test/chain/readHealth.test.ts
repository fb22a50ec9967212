import { expect } from 'chai'
import { ChainlinkSource__factory } from '../../artifacts/typechain/factories/contracts/oracle/ChainlinkSource__factory.js'
import { readBlock } from '../../cli/chain/client.ts'
import { advanceTo, rewinding } from '../../cli/chain/devChain.ts'
import { readFeedHealth } from '../../cli/chain/readHealth.ts'
import { setFeedPrices } from '../../cli/chain/standIns.ts'
import type { Address } from '../../cli/governance/addressBook.ts'
import { openSmallProtocol, type SmallProtocol } from './chains.ts'

describe('the health of a protocol', () => {
  let protocol: SmallProtocol
  let feeds: readonly Address[]
  before(async () => {
    protocol = await openSmallProtocol()
    feeds = await Promise.all(
      protocol.book.feeds[0]!.sources.map((source) =>
        ChainlinkSource__factory.connect(source, protocol.chain.provider).AGGREGATOR(),
      ),
    )
  })
  after(() => protocol.chain.close())

  const setPrices = (...prices: readonly number[]) =>
    setFeedPrices(
      protocol.chain,
      protocol.deployer,
      prices.map((price, i) => ({ feed: feeds[i]!, price })),
    )
  const readFeeds = async () => {
    const { chain, book } = protocol
    return readFeedHealth(chain, book, await readBlock(chain))
  }

  it('reads a feed whose sources all count', async () => {
    const [feed] = await readFeeds()
    expect(feed).to.include({ label: 'WETH/USD', state: 'OK', maxAge: 7_200n, minSources: 2n })
    expect(feed!.sources.map(({ status }) => status)).to.deep.equal(['USED', 'USED', 'USED'])
  })

  it('reads sources that are too old, at the chain\u2019s clock', () =>
    rewinding(protocol.chain, async () => {
      const { timestamp } = await readBlock(protocol.chain)
      await advanceTo(protocol.chain, timestamp + 7_300)
      const [feed] = await readFeeds()
      expect(feed!.state).to.equal('DOWN')
      expect(feed!.sources.map(({ status }) => status)).to.deep.equal(['STALE', 'STALE', 'STALE'])
    }))

  it('reads a source that is too far from the others', () =>
    rewinding(protocol.chain, async () => {
      await setPrices(2_000, 2_001, 3_000)
      const [feed] = await readFeeds()
      expect(feed!.state).to.equal('OK')
      expect(feed!.sources.map(({ status }) => status)).to.deep.equal(['USED', 'USED', 'OUTLIER'])
    }))
})
