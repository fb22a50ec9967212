import { expect } from 'chai'
import { ContractFactory, type InterfaceAbi } from 'ethers'
import { network } from 'hardhat'
import { deployHub, LIMITS, NO_RATE, readingOf } from '../contracts/oracle/hubFixture.ts'
import { thirdParty } from '../support/thirdParty.ts'

interface Artifact {
  readonly compilerOutput: {
    readonly abi: InterfaceAbi
    readonly evm: { readonly bytecode: { readonly object: string } }
  }
}

const connection = await network.create()
const { ethers, networkHelpers } = connection
const WAD = 10n ** 18n
const HOUR = 3_600

/** Chainlink's own feed: three oracles submit, the proxy answers their median. */
async function deployFeed(description: string) {
  const theirs = await thirdParty()
  const [owner, ...oracles] = (await ethers.getSigners()).slice(0, 4)
  const deploy = async (name: string, ...args: readonly unknown[]) => {
    const artifact: Artifact = theirs(`chainlink-legacy/abi/v0.6/${name}.json`)
    const { abi, evm } = artifact.compilerOutput
    const contract = await new ContractFactory(abi, evm.bytecode.object, owner).deploy(...args)
    return ethers.getContractAt([...contract.interface.fragments], await contract.getAddress())
  }
  const link = await ethers.deployContract('TestToken', ['LINK', 'LINK', 18])
  const aggregator = async () => {
    const made = await deploy(
      'FluxAggregator',
      ...[await link.getAddress(), 0, 1_800, ethers.ZeroAddress],
      ...[1, 10n ** 14n, 8, description],
    )
    const addresses = oracles.map(({ address }) => address)
    await made.getFunction('changeOracles')([], addresses, addresses, 2, 3, 0)
    return made
  }
  const flux = await aggregator()
  const proxy = await deploy('EACAggregatorProxy', await flux.getAddress(), ethers.ZeroAddress)
  const submit = async (round: number, answers: readonly number[], to = flux) => {
    for (const [place, answer] of answers.entries()) {
      const oracle = to.connect(oracles[place]!)
      await oracle.getFunction('submit')(round, BigInt(Math.round(answer * 1e8)))
    }
  }
  return { aggregator, flux, proxy, submit }
}

async function deployAll() {
  const feed = await deployFeed('ETH / USD')
  const { hub } = await deployHub(connection)
  const source = await ethers.deployContract('ChainlinkSource', [feed.proxy])
  const key = ethers.id('ETH/USD')
  const limits = { ...LIMITS, maxAge: BigInt(HOUR), minSources: 1n }
  await hub.createFeed(key, [source], limits, NO_RATE)
  return { ...feed, hub, key, source }
}

const deploy = () => networkHelpers.loadFixture(deployAll)
const price = (value: number, state: 'OK' | 'DEGRADED', statuses = ['USED']) => {
  const wad = BigInt(Math.round(value * 1e8)) * (WAD / 10n ** 8n)
  return { ...{ low: wad, mid: wad, high: wad }, state, statuses }
}
const down = (status: string) => ({ low: 0n, mid: 0n, high: 0n, state: 'DOWN', statuses: [status] })

describe("ChainlinkSource behind Chainlink's own FluxAggregator and EACAggregatorProxy", function () {
  this.timeout(180_000)

  it('has no price before the first round, and the hub says so without reverting', async () => {
    const { hub, key, source } = await deploy()
    await expect(source.latestPrice()).to.be.revertedWith('No data present')
    expect(await readingOf(hub, key)).to.deep.equal(down('INVALID'))
  })

  it('answers the median of what the oracles have submitted', async () => {
    const { hub, key, submit } = await deploy()
    await submit(1, [2_000.12345678, 2_010, 1_990])
    expect(await readingOf(hub, key)).to.deep.equal(price(2_000.12345678, 'OK'))
  })

  it('keeps the answer and its time while a round lacks submissions, and goes stale with it', async () => {
    const { hub, key, submit } = await deploy()
    await submit(1, [2_000, 2_000, 2_000])
    const answered = (await hub.inspect(key)).readings[0]?.updatedAt
    await networkHelpers.time.increase(HOUR - 60)
    await submit(2, [1_000])
    expect(await readingOf(hub, key)).to.deep.equal(price(2_000, 'OK'))
    expect((await hub.inspect(key)).readings[0]?.updatedAt).to.equal(answered)
    await networkHelpers.time.increase(120)
    expect(await readingOf(hub, key)).to.deep.equal(down('STALE'))
  })

  it('follows the proxy to another aggregator', async () => {
    const { hub, key, aggregator, proxy, submit } = await deploy()
    await submit(1, [2_000, 2_000, 2_000])
    const next = await aggregator()
    await submit(1, [2_100, 2_100, 2_100], next)
    await proxy.getFunction('proposeAggregator')(await next.getAddress())
    expect((await readingOf(hub, key)).mid).to.equal(2_000n * WAD)
    await proxy.getFunction('confirmAggregator')(await next.getAddress())
    expect(await readingOf(hub, key)).to.deep.equal(price(2_100, 'OK'))
  })

  it('answers within the gas that a source gets, by far', async () => {
    const { source, submit } = await deploy()
    await submit(1, [2_000, 2_000, 2_000])
    const gas = (await source.latestPrice.estimateGas()) - 21_000n
    expect(gas < 60_000n, `${gas}`).to.equal(true)
  })
})
