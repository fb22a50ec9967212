import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { readBlock } from '../../cli/chain/client.ts'
import { listProposals, readStanding } from '../../cli/chain/proposals.ts'
import { readFeedHealth } from '../../cli/chain/readHealth.ts'
import { silence } from '../../cli/shared/progress.ts'
import { type DemoNode, startDemoNode } from '../../cli/workflows/demoNode.ts'
import { demoAccounts } from '../../cli/workflows/demoSpec.ts'
import { demoWorkspace } from '../../cli/workflows/demoWorkspace.ts'
import { openActing, openNetwork } from '../../cli/workflows/openNetwork.ts'
import type { Protocol } from '../../cli/workflows/protocol.ts'

describe('the demonstration of the interface', () => {
  let folder: string
  let node: DemoNode
  let protocol: Protocol
  let startedAt: number

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ballast-demo-'))
    startedAt = Math.floor(Date.now() / 1_000)
    node = await startDemoNode(folder, startedAt, silence)
    const { config, network } = demoWorkspace(node.network)
    protocol = await openNetwork(config, network)
  })
  after(async () => {
    await protocol.close()
    await node.close()
    await rm(folder, { recursive: true })
  })

  it('has one proposal to vote on and one in the timelock', async () => {
    const { chain, book } = protocol
    const proposals = await listProposals(chain, book)
    const standings = await Promise.all(proposals.map(({ id }) => readStanding(chain, book, id)))
    expect(standings.map(({ state }) => state).sort()).to.deep.equal(['Active', 'Queued'])
  })

  it('needs one more vote, and gives time to cast it', async () => {
    const { chain, book } = protocol
    const { timestamp } = await readBlock(chain)
    for (const { id } of await listProposals(chain, book)) {
      const { state, times, tally, quorum } = await readStanding(chain, book, id)
      if (state !== 'Active') continue
      expect(tally.for > tally.against && tally.for < (quorum ?? 0n)).to.equal(true)
      expect((times.deadline - timestamp) / 3_600).to.be.within(41, 43)
    }
  })

  it('has the clock of the wall', async () => {
    const { timestamp } = await readBlock(protocol.chain)
    expect(timestamp - startedAt).to.be.within(-90, 30)
  })

  it('has prices that count, and keeps them fresh', async () => {
    const { chain, book } = protocol
    const states = async () =>
      (await readFeedHealth(chain, book, await readBlock(chain))).map(({ state }) => state)
    expect(await states()).to.deep.equal(['OK', 'OK', 'OK'])
    await node.refreshFeeds()
    expect(await states()).to.deep.equal(['OK', 'OK', 'OK'])
  })

  it('signs for everybody whom it has a name for', async () => {
    const { config } = demoWorkspace(node.network)
    for (const name of Object.keys(demoAccounts)) {
      const { sender } = await openActing(protocol, config, name)
      expect(sender.account.address).to.match(/^0x/)
    }
  })
})
