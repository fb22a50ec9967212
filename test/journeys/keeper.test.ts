import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { ILedger__factory } from '../../artifacts/typechain/factories/contracts/interfaces/ILedger__factory.js'
import { readBlock } from '../../cli/chain/client.ts'
import { nonceOf } from '../../cli/chain/sentTransactions.ts'
import type { Address } from '../../cli/governance/addressBook.ts'
import { readNewestActivity } from '../../cli/workspace/activityFile.ts'
import { knownKeys, peopleOf, untouched, workspaceOn } from '../support/acting.ts'
import { startDaemon } from '../support/daemons.ts'
import { type FaultProxy, startFaultProxy } from '../support/faultProxy.ts'
import { issueTo, movePrice } from '../support/keepers.ts'
import { type KillMoment, killedAt, killedWhen } from '../support/killed.ts'
import { type SeededNode, seeded, startAnvil } from '../support/nodes.ts'
import { runCli } from '../support/runCli.ts'
import { until } from '../support/until.ts'

const env = { SECOND_KEY: knownKeys.second, BALLAST_RECEIPT_TIMEOUT: '5' }
const keeping = [
  ...['keeper', '--confirm', 'local', '--account', 'second', '--only', 'liquidate'],
  ...['--market', 'WETH-A', '--interval', '1 s'],
]
const once = [...keeping, '--once', '--json']

/** Where its process ends without any warning, and what its node did with what it asked last. */
const moments: Readonly<Record<string, KillMoment>> = {
  'before it signs': { fault: { kind: 'silent' }, aim: { method: 'eth_getTransactionCount' } },
  'after it noted what it sends': {
    fault: { kind: 'silent' },
    aim: { method: 'eth_sendRawTransaction' },
  },
  'after it sent': { fault: { kind: 'answerKept' }, aim: { method: 'eth_sendRawTransaction' } },
  'after it was mined': {
    fault: { kind: 'answerKept' },
    aim: { method: 'eth_getTransactionReceipt' },
  },
}

describe('ballast keeper on anvil, as its own process', function () {
  this.timeout(120_000)
  let node: SeededNode
  let proxy: FaultProxy
  let folder: string
  let keeper: Address
  before(async () => {
    node = await seeded(await startAnvil())
    proxy = await startFaultProxy(node.url)
    keeper = (await peopleOf(node)).second
    await issueTo(node, keeper, 10_000_000n)
  })
  after(async () => {
    // Whichever of them was started: what goes on running keeps the whole run from ending.
    await (proxy as FaultProxy | undefined)?.stop()
    await (node as SeededNode | undefined)?.stop()
  })
  untouched(() => node)
  beforeEach(async () => {
    await proxy.clear()
    folder = await workspaceOn({ ...node, url: proxy.url })
    await movePrice(node, 'WETH-A', 0.9)
  })
  afterEach(async () => {
    await node.chain.rpc.request({ method: 'evm_setAutomine', params: [true] })
    await rm(folder, { recursive: true })
  })

  const used = (tag: 'latest' | 'pending' = 'latest') => nonceOf(node.chain, keeper, tag)
  const mining = (isOn: boolean) =>
    node.chain.rpc.request({ method: 'evm_setAutomine', params: [isOn] })
  const mine = () => node.chain.rpc.request({ method: 'evm_mine' })
  const jobsIn = (document: Readonly<Record<string, unknown>> | undefined) =>
    document?.['jobs'] as readonly { readonly kind: string; readonly state: string }[]
  const unfinished = async () =>
    (await readdir(join(folder, '.ballast', 'outbox'))).filter((file) => file.endsWith('.json'))

  /** Whose vaults were liquidated since a block. */
  async function liquidated(since: number): Promise<readonly string[]> {
    const abi = ILedger__factory.createInterface()
    const logs = await node.chain.provider.getLogs({
      address: node.book.contracts.ledger,
      fromBlock: since + 1,
      topics: [abi.getEvent('Liquidated').topicHash],
    })
    return logs.map((log) => String(abi.parseLog(log)?.args['owner']))
  }

  /** Each vault once, and nothing else was sent. */
  async function expectEachOnce(since: number, before: number): Promise<void> {
    const owners = await liquidated(since)
    expect(owners.length).to.be.above(3)
    expect(new Set(owners).size, 'somebody was liquidated twice').to.equal(owners.length)
    expect((await used()) - before).to.equal(owners.length)
    expect(await unfinished()).to.deep.equal([])
  }

  it('liquidates what a crash left, once, and writes down what it did', async () => {
    const [since, before] = [(await readBlock(node.chain)).number, await used()]
    const first = await runCli(once, { cwd: folder, env })
    expect(first.exitCode, first.stderr).to.equal(0)
    const document = JSON.parse(first.stdout)
    expect(document.schema).to.equal('ballast.keeper/1')
    expect(jobsIn(document).map(({ state }) => state)).to.include('done')
    await expectEachOnce(since, before)
    const again = await runCli(once, { cwd: folder, env })
    expect(jobsIn(JSON.parse(again.stdout))).to.deep.equal([])
    const { entries } = await readNewestActivity(folder, 100)
    expect(entries.length).to.equal(jobsIn(document).length)
    expect(new Set(entries.map(({ verb, outcome }) => `${verb} ${outcome}`))).to.deep.equal(
      new Set(['keeper mined']),
    )
  })

  it('asks first: without a terminal and a confirmation nothing is sent', async () => {
    const before = await used()
    const run = await runCli(['keeper', '--account', 'second'], { cwd: folder, env })
    expect(run.exitCode).to.equal(2)
    expect(run.stderr).to.contain('Plan of ballast keeper:')
    expect(run.stderr).to.contain('--confirm local')
    expect(await used()).to.equal(before)
    const other = await runCli(
      [...once, '--confirm', 'mainnet'].filter((w) => w !== 'local'),
      {
        cwd: folder,
        env,
      },
    )
    expect(other.exitCode).to.equal(2)
  })

  for (const [when, moment] of Object.entries(moments)) {
    it(`killed ${when} and started again, it does nothing twice`, async () => {
      const [since, before] = [(await readBlock(node.chain)).number, await used()]
      await killedAt(keeping, { proxy, ...moment, cwd: folder, env })
      const again = await runCli(once, { cwd: folder, env })
      expect(again.exitCode, again.stderr).to.equal(0)
      await expectEachOnce(since, before)
    })
  }

  it('killed while its transaction waits, it looks after that one first and sends nothing behind it', async () => {
    const [since, before] = [(await readBlock(node.chain)).number, await used()]
    await mining(false)
    let waits = false
    const looking = setInterval(async () => {
      waits = (await used('pending')) > before
    }, 100)
    await killedWhen(keeping, () => waits, { cwd: folder, env }).finally(() =>
      clearInterval(looking),
    )
    const blocked = await runCli(once, { cwd: folder, env })
    expect(blocked.exitCode, blocked.stderr).to.equal(4)
    expect(
      jobsIn(JSON.parse(blocked.stdout)).map(({ kind, state }) => `${kind} ${state}`),
    ).to.deep.equal(['earlier under way'])
    expect((await used('pending')) - before, 'one waits, and no other').to.equal(1)
    const daemon = await startDaemon(keeping, { cwd: folder, env })
    await mine()
    await mining(true)
    await until(async () => (await liquidated(since)).length > 3)
    await daemon.answered(2)
    expect(await daemon.end()).to.equal(0)
    expect(jobsIn(daemon.answers().find((one) => jobsIn(one)?.length > 0))[0]?.kind).to.equal(
      'earlier',
    )
    await expectEachOnce(since, before)
  })

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    it(`ends in order by ${signal}, whatever is on its way`, async () => {
      const [since, before] = [(await readBlock(node.chain)).number, await used()]
      await mining(false)
      const daemon = await startDaemon(keeping, { cwd: folder, env })
      await until(async () => (await used('pending')) > before)
      expect(await daemon.end(signal)).to.equal(0)
      const last = daemon.answers().at(-1)
      expect(last?.['outcome']).to.equal('stopped')
      expect(last?.['underWay']).to.have.length(1)
      expect(daemon.said()).to.contain('Stopping')
      await mine()
      await mining(true)
      expect((await runCli(once, { cwd: folder, env })).exitCode).to.equal(0)
      await expectEachOnce(since, before)
    })
  }

  it('sees to its end what somebody offered more for meanwhile', async () => {
    const before = await used()
    await mining(false)
    const longer = { ...env, BALLAST_RECEIPT_TIMEOUT: '60' }
    const daemon = await startDaemon(keeping, { cwd: folder, env: longer })
    await until(async () => (await used('pending')) > before)
    // The keeper holds its account for its first seconds; then somebody else may send from it.
    const speedUp = ['pending', '--speed-up', '--account', 'second', '--yes', '--json']
    const faster = await runCli(speedUp, { cwd: folder, env })
    expect(faster.exitCode, faster.stderr).to.equal(0)
    await mine()
    await mining(true)
    await daemon.answered(1)
    expect(await daemon.end()).to.equal(0)
    const [first] = jobsIn(daemon.answers()[0])
    expect(first?.state).to.equal('done')
  })

  it('says what it had done before its node went away, and looks for the rest first', async () => {
    const [since, before] = [(await readBlock(node.chain)).number, await used()]
    proxy.inject({ kind: 'breaks' }, { method: 'eth_sendRawTransaction', after: 2 })
    const first = await runCli([...once, '--timeout', '1'], { cwd: folder, env })
    expect(first.exitCode, first.stderr).to.equal(4)
    const { jobs, trouble } = JSON.parse(first.stdout)
    expect(jobs.map(({ state }: { state: string }) => state)).to.deep.equal(['done', 'done'])
    expect(trouble).to.contain('cannot be reached')
    await proxy.clear()
    const again = await runCli(once, { cwd: folder, env })
    expect(again.exitCode, again.stderr).to.equal(0)
    await expectEachOnce(since, before)
  })

  it('goes on while its node is away, and says so once', async () => {
    const since = (await readBlock(node.chain)).number
    const daemon = await startDaemon([...keeping, '--timeout', '1'], { cwd: folder, env })
    await daemon.answered(1)
    proxy.inject({ kind: 'breaks' })
    await until(() => daemon.said().includes('It is tried again.'))
    await proxy.clear()
    // A look that was broken off may still be answered before that.
    await until(() => daemon.said().includes('It goes on.'))
    expect(daemon.said().match(/It is tried again/g)).to.have.length(1)
    expect(await daemon.end()).to.equal(0)
    expect((await liquidated(since)).length).to.be.above(3)
  })
})
