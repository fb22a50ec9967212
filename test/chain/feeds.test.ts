import { expect } from 'chai'
import { encodeBytes32String } from 'ethers'
import { IOracleHub__factory } from '../../artifacts/typechain/factories/contracts/interfaces/IOracleHub__factory.js'
import { ChainlinkSource__factory } from '../../artifacts/typechain/factories/contracts/oracle/ChainlinkSource__factory.js'
import { FixedSource__factory } from '../../artifacts/typechain/factories/contracts/test/FixedSource__factory.js'
import { TestFeed__factory } from '../../artifacts/typechain/factories/contracts/test/TestFeed__factory.js'
import { TestToken__factory } from '../../artifacts/typechain/factories/contracts/test/TestToken__factory.js'
import { readBlock, signerOf } from '../../cli/chain/client.ts'
import { impersonating, sendAs } from '../../cli/chain/devChain.ts'
import { minesByItself, moveClock, readFeeds } from '../../cli/chain/feeds.ts'
import { openSmallProtocol, type SmallProtocol } from './chains.ts'

const hour = 3_600

describe('the stand-in feeds of a development chain', () => {
  let protocol: SmallProtocol
  beforeEach(async () => {
    protocol = await openSmallProtocol()
  })
  afterEach(() => protocol.chain.close())

  const hub = () =>
    IOracleHub__factory.connect(protocol.book.contracts.oracleHub, protocol.chain.provider)
  const feedKey = () => protocol.book.feeds[0]!.key

  /** The hub's sources as governance would replace them. */
  const forceSources = (sources: readonly string[]) => {
    const { timelock, oracleHub } = protocol.book.contracts
    const data = IOracleHub__factory.createInterface().encodeFunctionData('forceSources', [
      feedKey(),
      [...sources],
    ])
    return impersonating(protocol.chain, [timelock], () =>
      sendAs(protocol.chain, { from: timelock, to: oracleHub, data }),
    )
  }

  it('are found behind the sources of every price, with the shortest maximum age', async () => {
    const { standIns, others, shortestMaxAge } = await readFeeds(protocol.chain, protocol.book)
    expect(standIns).to.have.length(3)
    expect(others).to.deep.equal([])
    expect(shortestMaxAge).to.equal(2 * hour)
  })

  it('are told apart from whatever else answers, however alike it looks', async () => {
    const { chain, deployer, book } = protocol
    const signer = signerOf(chain, deployer)
    const [stays] = await hub().sourcesOf(feedKey())
    const fixed = await new FixedSource__factory(signer).deploy(1n, 1n)
    // A token has decimals() and code, and is no feed.
    const token = await new TestToken__factory(signer).deploy('A', 'A', 8)
    const onToken = await new ChainlinkSource__factory(signer).deploy(await token.getAddress())
    await Promise.all([fixed.waitForDeployment(), onToken.waitForDeployment()])
    const nobody = `0x${'00'.repeat(18)}beef`
    const foreign = [await fixed.getAddress(), await onToken.getAddress(), nobody]
    await forceSources([stays!, ...foreign])
    const { standIns, others } = await readFeeds(chain, book)
    expect(standIns).to.have.length(1)
    expect(others.map(({ source }) => source.toLowerCase())).to.deep.equal(
      foreign.map((source) => source.toLowerCase()),
    )
    expect(others.map(({ feed }) => feed)).to.deep.equal(Array(3).fill('WETH/USD'))
  })

  it('are found by what the chain says, not by what the address book remembers', async () => {
    const { chain, book } = protocol
    const [, ...rest] = await hub().sourcesOf(feedKey())
    await forceSources(rest)
    expect((await readFeeds(chain, book)).standIns).to.have.length(2)
    const forgetful = { ...book, feeds: [{ ...book.feeds[0]!, sources: [] }] }
    expect((await readFeeds(chain, forgetful)).standIns).to.have.length(2)
    expect(encodeBytes32String('WETH/USD')).to.equal(feedKey())
  })

  it('repeat their prices with the time of each block, and no block sees them older', async () => {
    const { chain, book } = protocol
    const { standIns } = await readFeeds(chain, book)
    const from = await readBlock(chain)
    const answers = () =>
      Promise.all(
        standIns.map(
          async (feed) =>
            (await TestFeed__factory.connect(feed, chain.provider).latestRoundData())[1],
        ),
      )
    const before = await answers()
    const reached: number[] = []
    const to = from.timestamp + 5 * hour
    const blocks = await moveClock(chain, { to, step: 2 * hour, standIns }, (time) =>
      reached.push(time - from.timestamp),
    )
    expect(blocks).to.equal(3)
    expect(reached).to.deep.equal([2 * hour, 4 * hour, 5 * hour])
    expect(await answers()).to.deep.equal(before)
    for (let number = from.number + 1; number <= from.number + 3; number += 1) {
      const { timestamp } = await readBlock(chain, number)
      const [price, readings] = await hub().inspect(feedKey(), { blockTag: number })
      expect(price.state, `block ${number}`).to.equal(0n)
      for (const { updatedAt } of readings) expect(updatedAt).to.equal(BigInt(timestamp))
    }
  })

  it('would go stale without that', async () => {
    const { chain } = protocol
    const { timestamp } = await readBlock(chain)
    await moveClock(chain, { to: timestamp + 5 * hour, step: 2 * hour, standIns: [] }, () => {})
    expect((await hub().peek(feedKey())).state).to.equal(2n)
  })

  it('do not need a node that mines by itself, and leave it as it is', async () => {
    const { chain, book } = protocol
    const { standIns } = await readFeeds(chain, book)
    const { timestamp, number } = await readBlock(chain)
    await chain.rpc.request({ method: 'evm_setAutomine', params: [false] })
    const plan = { to: timestamp + hour, step: hour / 2, standIns }
    expect(await moveClock(chain, plan, () => {})).to.equal(2)
    expect(await readBlock(chain)).to.include({ number: number + 2, timestamp: plan.to })
    expect(await minesByItself(chain)).to.equal(false)
  })

  it('cost no account of anybody a nonce', async () => {
    const { chain, book, deployer, other } = protocol
    const { standIns } = await readFeeds(chain, book)
    const nonces = () =>
      Promise.all([deployer, other].map((account) => chain.provider.getTransactionCount(account)))
    const before = await nonces()
    const { timestamp } = await readBlock(chain)
    await moveClock(chain, { to: timestamp + hour, step: 600, standIns }, () => {})
    expect(await nonces()).to.deep.equal(before)
  })
})
