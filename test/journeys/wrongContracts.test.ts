import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { writeAddressBook } from '../../cli/workspace/addressBookFiles.ts'
import { workspaceOn } from '../support/acting.ts'
import { type SeededNode, seeded, startHardhat } from '../support/nodes.ts'
import { runCli } from '../support/runCli.ts'

describe('an address book that names other contracts', () => {
  let node: SeededNode
  let folder: string
  before(async () => {
    node = await seeded(await startHardhat())
    folder = await workspaceOn(node)
    const { contracts } = node.book
    const wrong = { ...node.book, contracts: { ...contracts, governor: contracts.token } }
    await writeAddressBook(join(folder, 'addresses.json'), wrong)
  })
  after(async () => {
    await node.stop()
    await rm(folder, { recursive: true })
  })

  it('is no bug: exit code 4, and where to look', async () => {
    const { exitCode, stderr } = await runCli(['params'], { cwd: folder })
    expect(exitCode, stderr).to.equal(4)
    expect(stderr).to.contain('does not answer as expected')
    expect(stderr).to.contain('`addresses` in ballast.yaml')
  })
})
