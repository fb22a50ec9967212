import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { type DevnetWorkspace, openDevnetWorkspace } from '../support/devnets.ts'
import { runCli } from '../support/runCli.ts'
import { openTerminal, type Terminal } from '../support/terminal.ts'
import { actTyping } from '../support/terminalActs.ts'

/** No key here is one that reads again: what is new comes by itself. */
describe('a node that goes away while the interface is open', function () {
  this.timeout(180_000)
  // Each step goes on where the one before has ended.
  this.bail(true)
  let workspace: DevnetWorkspace
  let terminal: Terminal

  before(async () => {
    workspace = await openDevnetWorkspace()
    await workspace.start()
    terminal = await openTerminal({ cwd: workspace.folder, columns: 120, rows: 40 })
  })
  after(async () => {
    await terminal?.close()
    await workspace?.close()
  })

  it('is found when the interface opens, and a draft is begun', async () => {
    await terminal.command('ballast')
    await terminal.waitFor(/● block \d+/)
    await terminal.keys('2')
    await terminal.waitFor(/▸ WETH-A +collateralizationRa/)
    await terminal.keys('/')
    await terminal.text('wsteth-a debtceil')
    await terminal.waitFor(/▸ WSTETH-A +debtCeiling +60,000,000/)
    await terminal.keys('Enter', 'e')
    await terminal.waitFor('Changes (1)')
    await terminal.waitFor('○ same')
  })

  it('is said to be lost, and what is typed meanwhile is taken and kept, not judged', async () => {
    await workspace.stop()
    await terminal.waitFor('✖ node lost', 30)
    await terminal.keys('C-u')
    await terminal.text('65_000_000 bUSD')
    await terminal.keys('Enter')
    await terminal.waitFor(/→ 65_000_000 bUSD +\? not judged/)
  })

  it('leaves on the screens what was read of it', async () => {
    await terminal.keys('2')
    await terminal.waitFor(/▸ WSTETH-A +debtCeiling +60,000,000/)
    await terminal.keys('3')
    await terminal.waitFor(/▸ ● new +no title yet/)
    await terminal.keys('Enter')
    await terminal.waitFor(/→ 65_000_000 bUSD +\? not judged/)
  })

  it('is taken back without a key when it is there again: the draft is judged', async () => {
    await workspace.start()
    const shown = await terminal.waitFor(/→ 65,000,000 bUSD +! looser/, 30)
    expect(shown).to.match(/● block \d+/)
    expect(shown).not.to.contain('not judged')
  })

  it('lets the draft be written as it was typed', async () => {
    await terminal.keys('w')
    await terminal.waitFor('Written:')
    const [slug = ''] = await readdir(join(workspace.folder, 'proposals'))
    const file = join(workspace.folder, 'proposals', slug, 'proposal.yaml')
    expect(await readFile(file, 'utf8')).to.contain('65_000_000 bUSD')
  })

  it('is acted on, though it is another chain by now', async () => {
    await actTyping(terminal, 'S', 'is Pending.')
    await terminal.waitFor('the vote opens in')
  })

  it('tells what somebody else does to it', async () => {
    const { exitCode, stderr } = await runCli(['warp', 'next'], { cwd: workspace.folder })
    expect(exitCode, stderr).to.equal(0)
    await terminal.waitFor('● voting')
    await terminal.keys('4')
    await terminal.waitFor(/▸ ● voting/)
    await terminal.keys('q')
    await terminal.waitFor(/\$\s*$/)
  })
})
