import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { type DevnetWorkspace, openDevnetWorkspace } from '../support/devnets.ts'
import { runCli } from '../support/runCli.ts'
import { openTerminal, type Terminal } from '../support/terminal.ts'
import { act, actTyping, warp } from '../support/terminalActs.ts'

const TITLE = 'Raise the WSTETH-A debt ceiling'

describe('a proposal from draft to execution without leaving the interface', function () {
  this.timeout(180_000)
  // Each step goes on where the one before has ended.
  this.bail(true)
  let workspace: DevnetWorkspace
  let terminal: Terminal
  let slug: string

  before(async () => {
    workspace = await openDevnetWorkspace()
    await workspace.start()
    terminal = await openTerminal({ cwd: workspace.folder, columns: 120, rows: 40 })
    await terminal.command('clear; ballast; echo code $?')
    await terminal.waitFor(/● block \d+/)
  })
  after(async () => {
    await terminal?.close()
    await workspace?.close()
  })

  it('is drafted, judged as it is typed', async () => {
    await terminal.keys('3')
    await terminal.waitFor('No drafts yet')
    await terminal.keys('n')
    await terminal.waitFor('Title is empty')
    await terminal.keys('Enter')
    await terminal.text(TITLE)
    await terminal.keys('Enter')
    await terminal.waitForEnd('Title is empty')
    await terminal.keys('Down', 'Enter')
    await terminal.text('There is demand for more.')
    await terminal.waitForEnd('Summary is empty')
    await terminal.keys('Escape')
    await terminal.waitForEnd('Esc done')
    await terminal.keys('a')
    await terminal.waitFor(/▸ WETH-A +collateralizationRatio/)
    await terminal.text('wsteth-a debtceil')
    await terminal.waitFor(/▸ WSTETH-A +debtCeiling/)
    await terminal.keys('Enter')
    await terminal.waitFor('Changes (1)')
    await terminal.keys('C-u')
    await terminal.text('a lot')
    await terminal.waitFor('✖')
    await terminal.keys('C-u')
    await terminal.text('65_000_000 bUSD')
    await terminal.waitFor('! looser')
    await terminal.keys('Enter')
  })

  it('is written to a file that the command line reads as well', async () => {
    await terminal.keys('w')
    await terminal.waitFor('Written:')
    const [folder = ''] = await readdir(join(workspace.folder, 'proposals'))
    slug = folder
    expect(slug).to.match(/^\d{4}-\d\d-\d\d-raise-the-wsteth-a-debt-ceiling$/)
    const { exitCode, stderr } = await runCli(['encode', join('proposals', slug)], {
      cwd: workspace.folder,
    })
    expect(exitCode, stderr).to.equal(0)
  })

  it('is previewed: all stages, findings and risk', async () => {
    await terminal.keys('s')
    await terminal.waitFor('Checks: ✔ pass', 90)
    await terminal.keys('p')
    await terminal.waitFor(/report\.md/)
    expect(await readdir(join(workspace.folder, 'proposals', slug))).to.include('report.json')
  })

  it('is submitted after its slug was typed', async () => {
    await actTyping(terminal, 'S', 'is Pending.')
    expect(await readdir(join(workspace.folder, 'proposals', slug))).to.include('submission.json')
  })

  it('is voted on by two delegates, when time has come', async () => {
    await terminal.keys('4')
    await terminal.waitFor(/▸ ○ pending/)
    await terminal.keys('Enter')
    await terminal.waitFor('the vote opens in')
    await warp(terminal)
    await terminal.waitFor('● voting')
    await terminal.keys('v')
    await terminal.waitFor('800,000 BLST can be cast')
    await act(terminal, 'Enter', 'has cast 800,000 BLST')
    await terminal.keys('A')
    await terminal.waitFor(/bob .*700,000/)
    await terminal.keys('Down')
    await terminal.waitFor(/▸ bob/)
    await terminal.keys('Enter')
    await terminal.waitFor(/^Proposal .*· bob$/m)
    await terminal.waitFor('700,000 BLST at the snapshot, not voted yet')
    await terminal.keys('v')
    await terminal.waitFor('700,000 BLST can be cast')
    await act(terminal, 'Enter', 'has cast 700,000 BLST')
  })

  it('is queued and executed', async () => {
    await warp(terminal)
    await terminal.waitForEnd('Q  queue: ')
    await act(terminal, 'Q', 'is Queued.')
    await warp(terminal)
    await terminal.waitForEnd('X  execute: ')
    await actTyping(terminal, 'X', 'is Executed.')
  })

  it('has changed the parameter, and is in the log of what was done', async () => {
    await terminal.keys('2')
    await terminal.waitFor(/WSTETH-A +debtCeiling/)
    await terminal.keys('7')
    const log = await terminal.waitFor(/^Activity[\s\S]*execute/)
    for (const verb of ['submit', 'vote', 'queue', 'execute']) expect(log).to.contain(verb)
  })

  it('leaves every transaction in the terminal', async () => {
    await terminal.keys('q')
    const shown = await terminal.waitFor('code 0')
    expect(shown.replaceAll('\n', '').match(/0x[0-9a-f]{64}/g)).to.have.lengthOf(5)
  })
})
