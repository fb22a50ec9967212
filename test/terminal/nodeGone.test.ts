import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect } from 'chai'
import { type DevnetWorkspace, openDevnetWorkspace } from '../support/devnets.ts'
import { openTerminal, type Terminal } from '../support/terminal.ts'

const file = 'proposals/2026-11-20-by-hand/proposal.yaml'
const draft = `title: By hand
summary: Why.
changes:
  - market: WETH-A
    parameter: liquidationThreshold
    to: 82% # after long talks
    expect: 80%
`

describe('a node that goes away while the interface is open', function () {
  this.timeout(120_000)
  // Each step goes on where the one before has ended.
  this.bail(true)
  let workspace: DevnetWorkspace
  let terminal: Terminal

  before(async () => {
    workspace = await openDevnetWorkspace()
    await mkdir(join(workspace.folder, dirname(file)), { recursive: true })
    await writeFile(join(workspace.folder, file), draft)
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

  it('keeps nobody from typing a draft and writing it', async () => {
    await terminal.keys('3')
    await terminal.waitFor('By hand')
    await terminal.keys('Enter')
    await terminal.waitFor('not judged: node away')
    await terminal.keys('Enter', 'C-u')
    await terminal.text('75%')
    await terminal.waitFor(/→ 75%/)
    await terminal.keys('Enter', 'w')
    await terminal.waitFor('Written')
    expect(await readFile(join(workspace.folder, file), 'utf8')).to.equal(
      draft.replace('82%', '75%'),
    )
  })

  it('is taken back without a key when it is there again', async () => {
    await workspace.start()
    await terminal.waitFor(/● block \d+/, 30)
    await terminal.waitFor(/80 % → 75 % +✔ tighter/)
    await terminal.keys('2')
    await terminal.waitFor(/WETH-A +liquidationThreshold +80 %/)
    await terminal.waitForEnd('as it was before')
    await terminal.keys('q')
    await terminal.waitFor(/\$\s*$/)
  })
})
