import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import type { Opened } from '../../cli/backstage/open.ts'
import { httpRpc } from '../../cli/chain/httpRpc.ts'
import type { Connection } from '../../cli/ui/services/session.ts'
import { listParameters } from '../../cli/workflows/listParameters.ts'
import { writeAddressBook } from '../../cli/workspace/addressBookFiles.ts'
import {
  freePort,
  type SeededNode,
  seeded,
  startAnvil,
  startAnvilAt,
  type TestNode,
} from '../support/nodes.ts'
import { until } from '../support/until.ts'
import { inNewFolder } from '../workspace/folder.ts'

describe('the connection of the interface', function () {
  this.timeout(120_000)
  let book: SeededNode['book']
  /** The chain with the protocol on it, to be put into a node that was started anew. */
  let state: unknown
  let node: TestNode | undefined
  before(async () => {
    const first = await seeded(await startAnvil())
    book = first.book
    state = await first.chain.rpc.request({ method: 'anvil_dumpState' })
    await first.stop()
  })
  afterEach(() => node?.stop())

  const rpc = (url: string) => httpRpc({ url, timeoutSeconds: 20 })
  async function startWithProtocol(port: number): Promise<void> {
    node = await startAnvilAt(port)
    await rpc(node.url).request({ method: 'anvil_loadState', params: [state] })
  }
  const mine = () => rpc(node!.url).request({ method: 'evm_mine', params: [] })

  /** Watches a node at the port, whatever is there, until the work is done. */
  const watching = (
    port: number,
    work: (it: {
      readonly opened: Opened
      readonly now: () => Connection | undefined
      readonly all: readonly Connection[]
      readonly is: (kind: Connection['kind']) => Promise<void>
    }) => Promise<void>,
    { webSocket = true } = {},
  ) =>
    inNewFolder(async (folder) => {
      const url = `http://127.0.0.1:${port}`
      await writeAddressBook(join(folder, 'addresses.json'), book)
      const socket = webSocket ? `    webSocket: ${url.replace('http', 'ws')}\n` : ''
      await writeFile(
        join(folder, 'ballast.yaml'),
        `network: dev\nnetworks:\n  dev:\n    url: ${url}\n${socket}    chainId: 31337\n    addresses: addresses.json\n`,
      )
      // Imported as the office imports the rest: while TypeScript is loaded, one module can be two otherwise.
      const { connectionServices } = await import('../../cli/backstage/connection.ts')
      const { openFrom } = await import('../../cli/backstage/open.ts')
      const opened = openFrom({ flags: { config: join(folder, 'ballast.yaml') } })
      const all: Connection[] = []
      const ending = new AbortController()
      const ended = connectionServices(opened).watch((one) => all.push(one), ending.signal)
      const now = () => all.at(-1)
      try {
        await work({ opened, now, all, is: (kind) => until(() => now()?.kind === kind) })
      } finally {
        ending.abort()
        await ended
        await opened.close()
      }
    })

  it('is lost where no node is, says what to do, and is live once there is one', async () => {
    const port = await freePort()
    await watching(port, async ({ now, is, opened }) => {
      await is('lost')
      const lost = now() as Extract<Connection, { kind: 'lost' }>
      expect(lost.why).to.contain(`http://127.0.0.1:${port} cannot be reached`)
      expect(lost.nextStep).to.contain('Start the node')
      expect(lost).not.to.have.property('block')
      await startWithProtocol(port)
      await is('live')
      const { document } = await listParameters(await opened.protocol())
      expect(document.parameters.length).to.be.greaterThan(10)
    })
  })

  it('loses a node that is killed, keeps its last block, and works again when it is back', async () => {
    const port = await freePort()
    await startWithProtocol(port)
    await watching(port, async ({ now, is, opened, all }) => {
      await until(() => all.some((one) => one.kind === 'live' && one.by === 'subscription'))
      const back = Promise.withResolvers<void>()
      const begun = opened.during(async () => {
        const before = await opened.protocol()
        await back.promise
        return listParameters(before)
      })
      const last = now() as Extract<Connection, { kind: 'live' }>
      await node!.stop()
      await is('lost')
      const lost = now() as Extract<Connection, { kind: 'lost' }>
      expect(lost.block).to.deep.equal(last.block)
      expect(lost.since).to.be.closeTo(Date.now() / 1_000, 30)
      await startWithProtocol(port)
      await is('live')
      // Whoever has begun ends with what was opened before, everybody else with what is opened now.
      back.resolve()
      const asked = (await begun).document.parameters
      expect((await listParameters(await opened.protocol())).document.parameters).to.deep.equal(
        asked,
      )
      await until(() => (all.at(-1) as { by?: string }).by === 'subscription')
    })
  })

  it('says since when the node is lost, however often it is tried', async () => {
    await watching(await freePort(), async ({ all }) => {
      await until(() => all.length >= 3)
      const sinces = all.map((one) => one.kind === 'lost' && one.since)
      expect(new Set(sinces).size).to.equal(1)
    })
  })

  it('is lost when another chain was started in the node\u2019s place', async () => {
    const port = await freePort()
    await startWithProtocol(port)
    await watching(port, async ({ now, is }) => {
      await is('live')
      await node!.stop()
      node = await startAnvilAt(port, '--chain-id', '5')
      await until(() => (now() as { why?: string }).why?.includes('is on chain 5') === true)
      expect((now() as { nextStep: string }).nextStep).to.contain('chainId')
    })
  })

  it('is lost when the same chain was started without the protocol, and live once it is there', async () => {
    const port = await freePort()
    await startWithProtocol(port)
    await watching(port, async ({ now, is }) => {
      await is('live')
      await node!.stop()
      node = await startAnvilAt(port)
      await until(() => (now() as { why?: string }).why?.includes('there is no contract') === true)
      expect((now() as { nextStep: string }).nextStep).to.contain('ballast devnet')
      await rpc(node.url).request({ method: 'anvil_loadState', params: [state] })
      await is('live')
    })
  })

  it('asks a node without a web socket, and hears of its blocks', async () => {
    const port = await freePort()
    await startWithProtocol(port)
    await watching(
      port,
      async ({ now, is, all }) => {
        await is('live')
        const { number } = (now() as Extract<Connection, { kind: 'live' }>).block
        await mine()
        await until(() => (now() as { block?: { number: number } }).block?.number === number + 1)
        expect(all.every((one) => one.kind !== 'live' || one.by === 'polling')).to.equal(true)
      },
      { webSocket: false },
    )
  })

  it('says by how much the chain\u2019s clock is ahead', async () => {
    const port = await freePort()
    await startWithProtocol(port)
    await watching(port, async ({ now, is }) => {
      await is('live')
      const ahead = () => (now() as Extract<Connection, { kind: 'live' }>).clockAhead ?? 0
      const before = ahead()
      await rpc(node!.url).request({ method: 'evm_increaseTime', params: [3_600] })
      await mine()
      await until(() => ahead() > before + 3_500)
      expect(ahead() - before).to.be.closeTo(3_600, 60)
    })
  })
})
