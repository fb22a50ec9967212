import { expect } from 'chai'
import { nodeAccounts, readBlock } from '../../cli/chain/client.ts'
import { advanceTo, inOneBlock, queueAs, rewinding, sendAs } from '../../cli/chain/devChain.ts'
import { type EmbeddedChain, startEmbeddedChain } from '../../cli/chain/embedded.ts'
import { deployStandInToken } from '../../cli/chain/standIns.ts'
import { until } from '../support/until.ts'
import { options } from './chains.ts'

const start = Date.parse(options.initialDate) / 1_000

const opened: EmbeddedChain[] = []
const open = async (own: Partial<typeof options> | { secondsPerBlock: number } = {}) => {
  const chain = await startEmbeddedChain({ ...options, ...own })
  opened.push(chain)
  return chain
}

/** A transaction that does nothing. */
const nudge = async (chain: EmbeddedChain) => {
  const [from, to] = (await nodeAccounts(chain)) as [string, string]
  return { from, to, data: '0x' }
}

/** A deployment, a chosen time, several transactions in a block and an empty block. */
async function play(chain: EmbeddedChain): Promise<readonly string[]> {
  const { from, to } = await nudge(chain)
  await deployStandInToken(chain, from, { name: 'A', symbol: 'A', decimals: 18 })
  await advanceTo(chain, start + 5_000)
  await inOneBlock(chain, async () => [
    await queueAs(chain, { from, to, data: '0x01' }),
    await queueAs(chain, { from: to, to: from, data: '0x02' }),
  ])
  await chain.rpc.request({ method: 'evm_mine' })
  const { number } = await readBlock(chain)
  const blocks = await Promise.all(
    Array.from({ length: number + 1 }, (_, i) => readBlock(chain, i)),
  )
  return blocks.map(({ hash }) => hash)
}

describe('startEmbeddedChain', () => {
  after(async () => {
    for (const chain of opened) await chain.close()
  })

  it('gives the same block hashes for the same options and commands', async () => {
    const wallClock = () => Math.floor(Date.now() / 1_000)
    const first = await play(await open())
    const before = wallClock()
    // Another wall-clock second must not be another chain.
    await until(() => wallClock() > before)
    const second = await play(await open())
    expect(first).to.have.length.at.least(5)
    expect(second).to.deep.equal(first)
  })

  it('gives other hashes for another clock', async () => {
    expect((await play(await open({ secondsPerBlock: 13 }))).at(-1)).not.to.equal(
      (await play(await open())).at(-1),
    )
  })

  it('has the chain id and the date that it was asked for', async () => {
    const chain = await open()
    expect(chain.chainId).to.equal(31_337)
    expect((await readBlock(chain, 0)).timestamp).to.be.within(start - 1, start)
  })

  it('puts each block secondsPerBlock after the one before, transactions and empty blocks alike', async () => {
    const chain = await open({ secondsPerBlock: 7 })
    const tx = await nudge(chain)
    const { timestamp } = await readBlock(chain)
    const times: number[] = []
    const note = async () => times.push((await readBlock(chain)).timestamp - timestamp)
    await sendAs(chain, tx)
    await note()
    await chain.rpc.request({ method: 'evm_mine' })
    await note()
    await inOneBlock(chain, async () => [await queueAs(chain, tx), await queueAs(chain, tx)])
    await note()
    await sendAs(chain, tx)
    await note()
    expect(times).to.deep.equal([7, 14, 21, 28])
  })

  it('takes a chosen time for one block and goes on from there', async () => {
    const chain = await open()
    const tx = await nudge(chain)
    await advanceTo(chain, start + 1_000)
    expect((await readBlock(chain)).timestamp).to.equal(start + 1_000)
    await sendAs(chain, tx)
    expect((await readBlock(chain)).timestamp).to.equal(start + 1_012)
  })

  it('mines a regular block where the chosen time has passed', async () => {
    const chain = await open()
    const { timestamp } = await readBlock(chain)
    await advanceTo(chain, timestamp)
    expect((await readBlock(chain)).timestamp).to.equal(timestamp + 12)
  })

  it('goes back to where it was, failed work included, and gives the same blocks again', async () => {
    const chain = await open()
    const tx = await nudge(chain)
    await sendAs(chain, tx)
    const before = await readBlock(chain)
    const failure = new Error('no')
    const work = async () => {
      await advanceTo(chain, start + 90_000)
      throw failure
    }
    expect(await rewinding(chain, work).catch((error: unknown) => error)).to.equal(failure)
    expect(await readBlock(chain)).to.deep.equal(before)
    const once = await rewinding(chain, async () => {
      await sendAs(chain, tx)
      return readBlock(chain)
    })
    await sendAs(chain, tx)
    expect(await readBlock(chain)).to.deep.equal(once)
    expect(once.timestamp).to.equal(before.timestamp + 12)
  })

  it('keeps chains apart', async () => {
    const [one, two] = [await open(), await open()]
    const { number } = await readBlock(two)
    await sendAs(one, await nudge(one))
    expect((await readBlock(two)).number).to.equal(number)
  })
})
