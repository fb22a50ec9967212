import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { expect } from 'chai'
import { type DevnetWorkspace, openDevnetWorkspace } from '../support/devnets.ts'
import { openTerminal, type Terminal } from '../support/terminal.ts'
import { until } from '../support/until.ts'

describe('an interface that is killed in the middle of a draft', function () {
  this.timeout(120_000)
  // Each step goes on where the one before has ended.
  this.bail(true)
  let workspace: DevnetWorkspace
  let terminal: Terminal

  before(async () => {
    workspace = await openDevnetWorkspace()
    await workspace.start()
  })
  beforeEach(async () => {
    terminal = await openTerminal({ cwd: workspace.folder, columns: 120, rows: 36 })
    await terminal.command('clear; ballast; echo code $?')
    await terminal.waitFor(/● block \d+/)
    await terminal.keys('3')
  })
  afterEach(() => terminal?.close())
  after(() => workspace?.close())

  /** What is kept of drafts that are not written. */
  const keptText = async (): Promise<string> => {
    const folder = join(workspace.folder, '.ballast', 'drafts')
    // Nothing is kept before something was typed.
    const found = await readdir(folder).catch(() => [])
    // One that is just being written is moved to its place at any moment.
    const names = found.filter((name) => name.endsWith('.json'))
    return (await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))).join()
  }
  const openTitle = async () => {
    await terminal.waitFor('Half a title')
    await terminal.keys('Enter')
    const shown = await terminal.waitFor(/▸ Title +Half a title/)
    await terminal.keys('Enter')
    await terminal.waitFor('Enter done')
    return shown
  }

  it('had kept what was typed', async () => {
    await terminal.waitFor('No drafts yet')
    await terminal.keys('n')
    await terminal.waitFor('Title is empty')
    await terminal.keys('Enter')
    await terminal.text('Half a')
    await terminal.text(' title')
    await terminal.waitForEnd('Title is empty')
    // How soon is the keeper's, which its own test measures by a clock that no machine holds up.
    await until(async () => (await keptText()).includes('Half a title'))
    process.kill(await terminal.child(), 'SIGKILL')
    await terminal.waitFor('code 137')
    expect(await readdir(workspace.folder)).not.to.include('proposals')
  })

  it('gives it back, marked as not written', async () => {
    expect(await openTitle()).to.contain('not written')
  })

  it('lets it go on from there', async () => {
    await openTitle()
    await terminal.text(', now a whole one')
    await terminal.keys('Enter')
    await terminal.waitFor('Half a title, now a whole one')
    await terminal.keys('w')
    await terminal.waitFor('Written')
    const [slug = ''] = await readdir(join(workspace.folder, 'proposals'))
    expect(slug).to.contain('half-a-title-now-a-whole-one')
  })

  it('keeps the last letters also when somebody leaves on the next key', async () => {
    await openTitle()
    await terminal.keys('x', 'y', 'z', 'C-c')
    await terminal.waitFor('code 130')
    expect(await keptText()).to.contain('now a whole onexyz')
  })
})
