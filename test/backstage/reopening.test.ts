import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { type Opened, openFrom } from '../../cli/backstage/open.ts'
import { readingServices } from '../../cli/backstage/reading.ts'
import { vaultServices } from '../../cli/backstage/vaults.ts'
import { peopleOf, workspaceOn } from '../support/acting.ts'
import { untilCollected } from '../support/garbage.ts'
import { type SeededNode, seeded, startHardhat } from '../support/nodes.ts'
import { until } from '../support/until.ts'
import { rejectionOf } from '../workspace/folder.ts'

describe('a network that is opened again', function () {
  this.timeout(120_000)
  let node: SeededNode
  let folder: string
  let opened: Opened
  before(async () => {
    node = await seeded(await startHardhat())
  })
  after(() => node.stop())
  beforeEach(async () => {
    folder = await workspaceOn(node)
    opened = openFrom({ flags: { config: join(folder, 'ballast.yaml') } })
  })
  afterEach(() => opened.close())

  const isClosed = async (protocol: Promise<{ chain: { provider: { destroyed: boolean } } }>) =>
    (await protocol).chain.provider.destroyed

  it('is not opened again because an account cannot sign', async () => {
    const before = await opened.protocol()
    for (const name of ['second', 'nobody-of-that-name']) {
      const error = await rejectionOf(opened.acting(name))
      expect((error as Error).name).to.equal('UsageError')
    }
    expect(await opened.protocol()).to.equal(before)
  })

  it('knows an account that was added to ballast.yaml after it was missing', async () => {
    await rejectionOf(opened.acting('late'))
    const path = join(folder, 'ballast.yaml')
    const text = await readFile(path, 'utf8')
    await writeFile(path, text.replace('accounts:\n', 'accounts:\n  late: node:3\n'))
    const { sender } = await opened.acting('late')
    expect(sender.account.address).to.equal((await peopleOf(node)).second)
    expect((await opened.workspace()).config.accounts).to.have.property('late')
  })

  it('is opened again when it could not be opened', async () => {
    const path = join(folder, 'addresses.json')
    const text = await readFile(path, 'utf8')
    await writeFile(path, '{}')
    await rejectionOf(opened.protocol())
    await writeFile(path, text)
    expect((await opened.protocol()).book.chainId).to.equal(node.chainId)
  })

  it('is closed once it was forgotten', async () => {
    const before = opened.protocol()
    await before
    opened.forget()
    await until(() => isClosed(before))
    expect(await isClosed(opened.protocol())).to.equal(false)
  })

  it('is closed only when whoever works with it has ended', async () => {
    const before = opened.protocol()
    await before
    const { promise: pause, resolve: goOn } = Promise.withResolvers<void>()
    const work = opened.during(async () => {
      const { chain } = await before
      await pause
      return chain.provider.getBlockNumber()
    })
    opened.forget()
    const after = opened.protocol()
    await after
    expect(await isClosed(before)).to.equal(false)
    goOn()
    expect(await work).to.be.above(0)
    await until(() => isClosed(before))
    expect(await isClosed(after)).to.equal(false)
  })

  it('is closed with everything else when that is still in the middle of something', async () => {
    const before = opened.protocol()
    await before
    void opened.during(() => new Promise(() => {}))
    opened.forget()
    const after = opened.protocol()
    await after
    await opened.close()
    expect([await isClosed(before), await isClosed(after)]).to.deep.equal([true, true])
  })

  it('leaves nothing in the memory of what was read of it', async () => {
    const question = { filter: '', order: 'health', isReversed: false } as const
    const services = { ...readingServices(opened), ...vaultServices(opened) }
    /** On its own: what a function that waits has read is not garbage. */
    const readOnce = async () => {
      const { chain } = await opened.protocol()
      await services.findVaults({ ...question, draft: 'title: x' }, { from: 0, count: 5 }, () => {})
      await services.readParameters()
      await services.readOverview()
      return [new WeakRef(await opened.protocol()), new WeakRef(chain)]
    }
    const seen = await readOnce()
    for (let again = 0; again < 3; again += 1) {
      opened.forget()
      if (again < 2) seen.push(...(await readOnce()))
    }
    await untilCollected(seen)
  })
})
