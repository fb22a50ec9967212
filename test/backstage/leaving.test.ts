import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { type FaultProxy, holding, startFaultProxy } from '../support/faultProxy.ts'
import { type SeededNode, seeded, startHardhat } from '../support/nodes.ts'
import { projectFolder } from '../support/projectFolder.ts'
import { writeProposal } from '../support/proposals.ts'
import { writeWorkspace } from '../support/workspaces.ts'

const entry = fileURLToPath(new URL('../support/leavingOffice.ts', import.meta.url))

describe('leaving in the middle of a submission', function () {
  this.timeout(120_000)
  let node: SeededNode
  let folder: string
  /** In front of the node: it counts what is asked. */
  let door: FaultProxy

  before(async () => {
    node = await seeded(await startHardhat())
    folder = await mkdtemp(join(tmpdir(), 'ballast-leaving-'))
    door = await startFaultProxy(node.url)
    await writeWorkspace(folder, { ...node, url: door.url })
    await writeProposal(join(folder, 'raise'), { to: '82%', paths: 1_000 })
  })
  after(async () => {
    await door.stop()
    await node.stop()
    await rm(folder, { recursive: true, force: true })
  })

  for (const requests of [0, 20, 40]) {
    it(`is an orderly end ${requests} requests into the dry run, and nothing stays behind`, async () => {
      const temporary = await mkdtemp(join(folder, 'tmp-'))
      const child = fork(entry, [join(folder, 'ballast.yaml'), join(folder, 'raise'), temporary], {
        cwd: projectFolder,
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      })
      const exit = once(child, 'exit')
      await once(child, 'message')
      const { fault, reached, letGo } = holding()
      door.inject(fault, { after: requests, times: 1 })
      await reached
      child.send('leave')
      await once(child, 'message')
      letGo()
      expect(await exit).to.deep.equal([0, null])
      const left = await readdir(temporary)
      expect(left.filter((name) => name.startsWith('ballast-'))).to.deep.equal([])
    })
  }
})
