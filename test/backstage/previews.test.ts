import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { setImmediate, setTimeout } from 'node:timers/promises'
import { expect } from 'chai'
import { openPreviews, type Previews } from '../../cli/backstage/previews.ts'
import { RelayedError } from '../../cli/shared/errors.ts'
import { PreviewCancelledError } from '../../cli/ui/services/previews.ts'
import type { StageNews } from '../../cli/ui/services/stages.ts'
import { stages } from '../../cli/workflows/stages.ts'
import { buildCli, builtPreview } from '../support/builtCli.ts'
import { rememberEnvironment } from '../support/environment.ts'
import { type FaultProxy, holding, startFaultProxy } from '../support/faultProxy.ts'
import { type SeededNode, seeded, startHardhat } from '../support/nodes.ts'
import { descendantsOf, isAlive } from '../support/processes.ts'
import { writeProposal } from '../support/proposals.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'
import { writeWorkspace } from '../support/workspaces.ts'
import { rejectionOf } from '../workspace/folder.ts'

/** News by stage, and a way to wait for one. */
function listener() {
  const news: StageNews[] = []
  return {
    news,
    hear: (one: StageNews) => void news.push(one),
    async until(isIt: (one: StageNews) => boolean): Promise<void> {
      for (let waited = 0; !news.some(isIt); waited += 10) {
        if (waited > 30_000) throw new Error(`It never came: ${JSON.stringify(news)}`)
        await setTimeout(10)
      }
    },
  }
}

const isStage = (name: string) => (one: StageNews) => one.kind === 'stage' && one.name === name

describe('a preview in a process of its own', function () {
  this.timeout(120_000)
  let node: SeededNode
  let folder: string
  let temporary: string
  /** In front of the node: it counts what is asked. */
  let door: FaultProxy
  let previews: Previews
  let blockNumber: number
  const restoreTemporary = rememberEnvironment('TMPDIR')

  const start = (file: string, hear: (news: StageNews) => void = () => {}) =>
    previews.startPreview({ reference: join(folder, file), acceptInconclusive: [] }, hear)

  before(async () => {
    node = await seeded(await startHardhat())
    folder = await temporaryFolder()
    temporary = await temporaryFolder()
    await buildCli()
    process.env['TMPDIR'] = temporary
    door = await startFaultProxy(node.url)
    await writeWorkspace(folder, { ...node, url: door.url })
    await writeProposal(join(folder, 'raise'), { to: '82%', paths: 1_000 })
    await writeProposal(join(folder, 'long'), { to: '82%', paths: 1_000_000 })
    blockNumber = await node.chain.provider.getBlockNumber()
    const config = join(folder, 'ballast.yaml')
    previews = openPreviews(async () => ({ flags: { config } }), builtPreview)
  })
  afterEach(() => previews.closeAll())
  after(async () => {
    restoreTemporary()
    await door.stop()
    await node.stop()
  })

  /** What compiles tests keeps its own there. */
  const leftBehind = async () =>
    (await readdir(temporary)).filter((name) => name.startsWith('ballast-'))

  it('answers everything that the ten stages found, and says where it is on the way', async () => {
    const { news, hear } = listener()
    const preview = await start('raise', hear).result
    expect(preview.decision).to.equal('pass')
    expect(preview.changes).to.have.length(1)
    expect(preview.changes[0]).to.include({ before: '80 %', after: '82 %' })
    expect(preview.dryRun.lifecycle.states.at(-1)).to.equal('Executed')
    expect(preview.risk.settings.paths).to.equal(1_000)
    const begun = news.flatMap((one) => (one.kind === 'stage' ? [one.name] : []))
    expect(begun).to.deep.equal(stages.slice(0, 10))
    expect(news.filter(({ kind }) => kind === 'finish')).to.have.length(10)
    expect(news).to.deep.include({ kind: 'step', done: 1_000, total: 1_000 })
    expect(previews.previewStages).to.deep.equal(stages.slice(0, 11))
  })

  it('keeps the result, so that exactly that is published; closing leaves nothing', async () => {
    const running = start('raise')
    const { risk } = await running.result
    const files = await running.publish()
    expect(files.map((file) => file.split('/').at(-1))).to.deep.equal(['report.md', 'report.json'])
    const report = JSON.parse(await readFile(join(folder, 'raise', 'report.json'), 'utf8'))
    expect(report.risk.total.distribution.liquidatedDebt).to.deep.equal(
      risk.losses[0]!.liquidatedDebt.histogram,
    )
    expect(report.provenance.block.hash).to.equal(
      (await node.chain.provider.getBlock(report.provenance.block.number))?.hash,
    )
    await previews.closeAll()
    expect(await leftBehind()).to.deep.equal([])
    expect(await rejectionOf(running.publish())).to.be.instanceOf(PreviewCancelledError)
  })

  it('replays other prices on the same book', async () => {
    const running = start('raise')
    await running.result
    const [crash] = (await running.replay({ path: '' })).replays
    expect(crash!.spans.length).to.be.above(40)
    const error = await rejectionOf(running.replay({ path: '/nowhere.csv' }))
    expect(error).to.be.instanceOf(RelayedError).with.property('kind', 'PriceFileNotFoundError')
    const path = join(folder, 'prices.csv')
    await writeFile(path, 'timestamp,price\n2020-03-12,200\n2020-03-13,90\n2020-03-14,120\n')
    const { replays } = await running.replay({ path })
    expect(replays.map(({ name, spans }) => [name, spans.length])).to.deep.equal([
      ['prices.csv', 3],
    ])
  })

  it('tells a mistake in the file with what to do', async () => {
    await writeProposal(join(folder, 'wrong'), { to: '9900%', paths: 100 })
    const error = await rejectionOf(start('wrong').result)
    expect(error).to.be.instanceOf(RelayedError).with.property('kind', 'InvalidProposalError')
    expect(error).to.have.property('nextStep').that.is.not.equal('')
  })

  for (const [where, isReached, file] of [
    ['before anything began', undefined, 'raise'],
    ['in the dry run', isStage('dry run'), 'raise'],
    ['in the simulation', (one: StageNews) => one.kind === 'step', 'long'],
  ] as const) {
    it(`stops at once ${where}, and nothing stays behind`, async () => {
      const { hear, until } = listener()
      const others = await descendantsOf(process.pid)
      const running = start(file, hear)
      let working: number | undefined
      if (isReached !== undefined) {
        await until(isReached)
        const now = await descendantsOf(process.pid)
        working = now.find((pid) => !others.includes(pid) && isAlive(pid))!
        // It never comes to its end by itself: whoever waits for that waits for ever.
        process.kill(working, 'SIGSTOP')
      }
      running.cancel()
      const told = rejectionOf(running.result)
      // In the same turn of the event loop: nothing of the process can have been waited for.
      expect(await Promise.race([told, setImmediate()])).to.be.instanceOf(PreviewCancelledError)
      await previews.closeAll()
      if (working !== undefined) expect(isAlive(working)).to.equal(false)
      expect(await leftBehind()).to.deep.equal([])
      expect(await node.chain.provider.getBlockNumber()).to.equal(blockNumber)
    })
  }

  it('stops at any moment of the dry run without harm to anybody', async () => {
    for (const requests of [0, 10, 40]) {
      const { hear, news, until } = listener()
      const running = start('raise', hear)
      await until(isStage('dry run'))
      const { fault, reached, letGo } = holding()
      door.inject(fault, { after: requests, times: 1 })
      await reached
      running.cancel()
      letGo()
      expect(await rejectionOf(running.result)).to.be.instanceOf(PreviewCancelledError)
      expect(news.at(-1), `after ${requests} requests`).to.include({ name: 'dry run' })
    }
    await previews.closeAll()
    expect(await leftBehind()).to.deep.equal([])
  })
})
