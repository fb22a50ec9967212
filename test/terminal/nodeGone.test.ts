import { type DevnetWorkspace, openDevnetWorkspace } from '../support/devnets.ts'
import { openTerminal, type Terminal } from '../support/terminal.ts'

describe('a node that goes away while the interface is open', function () {
  this.timeout(120_000)
  // Each step goes on where the one before has ended.
  this.bail(true)
  let workspace: DevnetWorkspace
  let terminal: Terminal

  before(async () => {
    workspace = await openDevnetWorkspace()
    await workspace.start()
    terminal = await openTerminal({ cwd: workspace.folder })
  })
  after(async () => {
    await terminal?.close()
    await workspace?.close()
  })

  it('is found when the interface opens', async () => {
    await terminal.command('ballast')
    await terminal.waitFor(/● block \d+/)
    await terminal.keys('2')
    await terminal.waitFor(/WETH-A +liquidationThreshold +80 %/)
  })

  it('is said to be lost, and what was read stays', async () => {
    await workspace.stop()
    const shown = await terminal.waitFor('✖ node lost', 30)
    if (!/WETH-A +liquidationThreshold +80 %/.test(shown)) throw new Error(shown)
  })

  it('is taken back without a key when it is there again', async () => {
    await workspace.start()
    await terminal.waitFor(/● block \d+/, 30)
    await terminal.keys('r')
    await terminal.waitFor(/WETH-A +liquidationThreshold +80 %/)
    await terminal.waitForEnd('as it was before')
    await terminal.keys('q')
    await terminal.waitFor(/\$\s*$/)
  })
})
