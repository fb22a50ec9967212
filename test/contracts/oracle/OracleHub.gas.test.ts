import { expect } from 'chai'
import { network } from 'hardhat'
import { stageFeed } from './feedStage.ts'

const connection = await network.create()

/** What a call costs beyond the transaction and its arguments, as the chain's own trace tells it. */
async function gasOf(rated: boolean): Promise<number> {
  const yields = { start: 1.1, growthCap: 0.1, yieldDecay: 0.25 }
  const { hub, feed } = await stageFeed(connection, rated ? { rate: yields } : {})
  await hub.refresh(feed)
  const call = {
    to: await hub.getAddress(),
    data: hub.interface.encodeFunctionData('peek', [feed]),
  }
  const { gas } = await connection.ethers.provider.send('debug_traceCall', [
    { ...call, gas: '0x1000000' },
    'latest',
    { disableStorage: true, disableMemory: true, disableStack: true },
  ])
  const transaction = 21_000 + 4 * 16 + 32 * 16
  return Number(gas) - transaction
}

/** Every issue and every withdrawal pays for a reading, and sources of two cold slots each are 21,000 of it. */
describe('OracleHub: what a reading costs', () => {
  it('is at most 44,000 gas with three sources and a last good price', async () => {
    expect(await gasOf(false)).to.be.at.most(44_000)
  })

  it('is at most 17,000 more with a rate source', async () => {
    expect(await gasOf(true)).to.be.at.most(61_000)
  })
})
