import { readdir } from 'node:fs/promises'
import process from 'node:process'
import { expect } from 'chai'
import { readBlock } from '../../cli/chain/client.ts'
import { dryRun } from '../../cli/chain/dryRun.ts'
import { ForkStoppedError, type Forks, forksOf } from '../../cli/chain/forks.ts'
import { silence } from '../../cli/shared/progress.ts'
import { openDemoProtocol } from '../../cli/workflows/demoProtocol.ts'
import type { Prepared } from '../../cli/workflows/prepareProposal.ts'
import type { DemoProtocol } from '../../cli/workflows/protocol.ts'
import { rememberEnvironment } from '../support/environment.ts'
import { type FaultProxy, holding, startFaultProxy } from '../support/faultProxy.ts'
import { proposalOf } from '../support/proposals.ts'
import { type ServedChain, serveChain } from '../support/serveChain.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'
import { rejectionOf } from '../workspace/folder.ts'
import { options } from './chains.ts'

describe('the forks of a network', function () {
  this.timeout(60_000)
  let protocol: DemoProtocol
  let served: ServedChain
  let door: FaultProxy
  let prepared: Prepared
  let temporary: string
  let forks: Forks
  const restoreTemporary = rememberEnvironment('TMPDIR')

  before(async () => {
    protocol = await openDemoProtocol(silence)
    served = await serveChain(protocol.chain)
    door = await startFaultProxy(served.url)
    prepared = await proposalOf(
      protocol,
      'changes:\n  - {market: WETH-A, parameter: liquidationThreshold, to: 75%}',
    )
    temporary = await temporaryFolder()
    process.env['TMPDIR'] = temporary
  })
  after(async () => {
    restoreTemporary()
    await door.stop()
    await served.close()
    await protocol.close()
  })
  beforeEach(() => {
    forks = forksOf({ url: served.url, chainId: options.chainId, timeoutSeconds: 10 })
  })

  const left = async () => (await readdir(temporary)).filter((name) => name.includes('fork'))
  const run = async () => {
    const fork = await forks.open(prepared.current.block)
    try {
      const { book } = protocol
      const request = { proposal: prepared.proposal, from: prepared.current }
      return await dryRun(fork.chain, book, request)
    } finally {
      await fork.close()
    }
  }

  it('are put away in the middle of a dry run, wherever that is', async () => {
    for (const questions of [0, 1, 10, 40]) {
      forks = forksOf({ url: door.url, chainId: options.chainId, timeoutSeconds: 10 })
      const { fault, reached, letGo } = holding()
      door.inject(fault, { after: questions, times: 1 })
      const running = rejectionOf(run())
      await reached
      const closing = forks.closeAll()
      letGo()
      await closing
      expect(await running, `after ${questions} questions`).to.be.instanceOf(ForkStoppedError)
      expect(await left()).to.deep.equal([])
    }
  })

  it('are put away too where nobody closes them, and closed once only', async () => {
    const fork = await forks.open(prepared.current.block)
    expect(await left()).to.have.length(1)
    await forks.closeAll()
    await fork.close()
    expect(await left()).to.deep.equal([])
    expect(await rejectionOf(readBlock(fork.chain))).to.be.instanceOf(ForkStoppedError)
  })

  it('leave no folder behind either where the process ends first', async () => {
    const before = process.listeners('exit')
    const fork = await forks.open(prepared.current.block)
    expect(await left()).to.have.length(1)
    for (const leave of process.listeners('exit')) if (!before.includes(leave)) leave(130)
    expect(await left()).to.deep.equal([])
    await fork.close()
    expect(process.listeners('exit')).to.deep.equal(before)
  })

  it('are stopped one by one too: the others go on', async () => {
    const stop = new AbortController()
    const stopped = await forks.open(prepared.current.block, stop.signal)
    const other = await forks.open(prepared.current.block)
    const reading = rejectionOf(Promise.all([1, 2, 3].map(() => readBlock(stopped.chain))))
    stop.abort()
    expect(await reading).to.equal(undefined)
    expect(await rejectionOf(readBlock(stopped.chain))).to.be.instanceOf(ForkStoppedError)
    await stopped.close()
    expect(await left()).to.have.length(1)
    expect((await readBlock(other.chain)).number).to.equal(prepared.current.block.number)
    await other.close()
    const never = await rejectionOf(forks.open(prepared.current.block, stop.signal))
    expect(never).to.be.instanceOf(ForkStoppedError)
    expect(await left()).to.deep.equal([])
  })

  it('cannot be opened any more afterwards', async () => {
    await forks.closeAll()
    expect(await rejectionOf(forks.open(prepared.current.block))).to.be.instanceOf(ForkStoppedError)
  })
})
