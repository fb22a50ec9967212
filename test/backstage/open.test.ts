import { join } from 'node:path'
import process from 'node:process'
import { expect } from 'chai'
import { type Opened, openFrom } from '../../cli/backstage/open.ts'
import type { ThreadData } from '../../cli/backstage/threadData.ts'
import { peopleOf, workspaceOn } from '../support/acting.ts'
import { rememberEnvironment } from '../support/environment.ts'
import { untilCollected } from '../support/garbage.ts'
import { type SeededNode, seeded, startHardhat } from '../support/nodes.ts'

describe('what the threads of an interface open', function () {
  this.timeout(120_000)
  let node: SeededNode
  let folder: string
  before(async () => {
    node = await seeded(await startHardhat())
    folder = await workspaceOn(node)
  })
  after(() => node.stop())

  /** The network of a ballast.yaml, and the same as the demonstration of another thread. */
  const networks: Readonly<Record<string, () => ThreadData>> = {
    'a network of ballast.yaml': () => ({ flags: { config: join(folder, 'ballast.yaml') } }),
    'a demonstration': () => ({
      flags: {},
      demo: { url: node.url, addresses: join(folder, 'addresses.json'), folder },
    }),
  }

  for (const [name, data] of Object.entries(networks)) {
    describe(name, () => {
      let opened: Opened
      beforeEach(() => {
        opened = openFrom(data())
      })
      afterEach(() => opened.close())

      it('is opened once, and anew after it was forgotten', async () => {
        const first = await opened.protocol()
        expect(await opened.protocol()).to.equal(first)
        opened.forget()
        expect(await opened.protocol()).not.to.equal(first)
      })

      it('leaves nothing in the memory of what was forgotten', async () => {
        await untilCollected(await openAndForget(opened, 3))
      })
    })
  }

  describe('who acts', () => {
    afterEach(rememberEnvironment('BALLAST_ACCOUNT'))
    beforeEach(() => {
      process.env['BALLAST_ACCOUNT'] = 'second'
    })
    const whoActs = async (name: string, account?: string) => {
      const data = networks[name]?.() ?? { flags: {} }
      const opened = openFrom({ ...data, ...(account === undefined ? {} : { account }) })
      const { network } = await opened.workspace()
      return opened.actor.nameOn(network).finally(opened.close)
    }

    it('is the account of the environment on a network of ballast.yaml', async () => {
      expect(await whoActs('a network of ballast.yaml')).to.equal('second')
    })

    it('is the demonstration’s own in a demonstration, whatever the environment says', async () => {
      expect(await whoActs('a demonstration')).to.equal('delegate-one')
      const opened = openFrom(networks['a demonstration']!())
      const asked = await opened.actor.asked()
      const { sender } = await opened.acting(asked ?? undefined)
      expect(sender.account.address).to.equal((await peopleOf(node)).first)
      await opened.close()
    })

    it('is whoever was asked for, in a demonstration too', async () => {
      expect(await whoActs('a demonstration', 'node:5')).to.equal('node:5')
    })
  })
})

/** On its own: what a function that waits has read is not garbage. */
async function openAndForget(opened: Opened, times: number): Promise<readonly WeakRef<object>[]> {
  const seen: WeakRef<object>[] = []
  for (let i = 0; i < times; i += 1) {
    const protocol = await opened.protocol()
    seen.push(new WeakRef(protocol), new WeakRef(protocol.book))
    opened.forget()
  }
  return seen
}
