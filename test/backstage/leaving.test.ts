import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { type SeededNode, seeded, startHardhat } from '../support/nodes.ts'
import { projectFolder } from '../support/projectFolder.ts'
import { writeProposal } from '../support/proposals.ts'
import { writeWorkspace } from '../support/workspaces.ts'

const entry = fileURLToPath(new URL('../support/leavingOffice.ts', import.meta.url))

describe('leaving in the middle of a submission', function () {
  this.timeout(120_000)
  let node: SeededNode
  let folder: string

  before(async () => {
    node = await seeded(await startHardhat())
    folder = await mkdtemp(join(tmpdir(), 'ballast-leaving-'))
    await writeWorkspace(folder, node)
    await writeProposal(join(folder, 'raise'), { to: '82%', paths: 1_000 })
  })
  after(async () => {
    await node.stop()
    await rm(folder, { recursive: true, force: true })
  })

  for (const milliseconds of [0, 600, 900]) {
    it(`is an orderly end ${milliseconds} ms into the dry run, and nothing stays behind`, async () => {
      const temporary = await mkdtemp(join(folder, 'tmp-'))
      const child = spawn(
        process.execPath,
        [
          ...process.execArgv,
          entry,
          join(folder, 'ballast.yaml'),
          join(folder, 'raise'),
          String(milliseconds),
        ],
        { cwd: projectFolder, stdio: 'ignore', env: { ...process.env, TMPDIR: temporary } },
      )
      expect(await once(child, 'exit')).to.deep.equal([0, null])
      const left = await readdir(temporary)
      expect(left.filter((name) => name.startsWith('ballast-'))).to.deep.equal([])
    })
  }
})
