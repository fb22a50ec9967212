import { readdir } from 'node:fs/promises'
import process from 'node:process'
import { expect } from 'chai'
import { descendantsOf } from '../support/processes.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'
import { openTerminal, type Terminal } from '../support/terminal.ts'
import { act, actTyping, warp } from '../support/terminalActs.ts'
import { until } from '../support/until.ts'

const ACTIVE = 'Raise the WETH-A liquidation threshold'

describe('the demonstration, to somebody who has just arrived', function () {
  this.timeout(120_000)
  // Each step goes on where the one before has ended.
  this.bail(true)
  let folder: string
  let temporary: string
  let terminal: Terminal

  before(async () => {
    folder = await temporaryFolder()
    temporary = await temporaryFolder()
    terminal = await openTerminal({ cwd: folder, rows: 40, env: { TMPDIR: temporary } })
  })
  after(() => terminal?.close())

  it('opens at once where nothing is configured, and says what it is preparing', async () => {
    await terminal.command('clear; ballast; echo code $?')
    await terminal.waitFor(/preparing|starting the demonstration/)
    await terminal.waitFor(/● block \d+/, 60)
  })

  it('says what needs you: a vote, and what waits in the timelock', async () => {
    const shown = await terminal.waitFor('What needs you now')
    // Wrapped beside the protocol's health.
    expect(shown).to.match(/vote ends in 1 day 1\d h, your 800,000/)
    expect(shown).to.match(/BLST not cast: \u201cRaise the/)
    expect(shown).to.match(/executable in (5 h|6 h)/)
    expect(shown).to.contain('gone when you leave')
  })

  it('takes the vote of the account that acts', async () => {
    await terminal.keys('Down', 'Enter')
    expect(await terminal.waitFor('not voted yet')).to.contain(ACTIVE)
    await terminal.keys('v')
    await terminal.waitFor('800,000 BLST can be cast')
    expect(await act(terminal, 'Enter', 'has cast 800,000 BLST')).to.contain('reached')
    await terminal.waitFor('voted already')
  })

  it('goes on from there: time, the timelock, time again, execution', async () => {
    await warp(terminal)
    await terminal.waitForEnd('Q  queue: ')
    await act(terminal, 'Q', 'is Queued.')
    await warp(terminal)
    const executed = await actTyping(terminal, 'X', 'is Executed.')
    expect(executed).to.match(/liquidationThreshold +82 %/)
  })

  it('leaves what was done in the terminal, and nothing else anywhere', async () => {
    await terminal.keys('q')
    const shown = await terminal.waitFor('code 0')
    expect(shown).to.contain('has cast 800,000 BLST for')
    expect(shown).to.contain('is Queued.')
    expect(shown).to.contain('is Executed.')
    expect(await readdir(folder)).to.deep.equal([])
    expect(await readdir(temporary)).to.deep.equal([])
  })
})

describe('a demonstration that is killed', function () {
  this.timeout(120_000)
  let temporary: string
  let terminal: Terminal

  before(async () => {
    temporary = await temporaryFolder()
  })
  afterEach(() => terminal?.close())

  const folders = async () =>
    (await readdir(temporary)).filter((name) => name.startsWith('ballast-'))
  const open = async () => {
    // Another one each time: what is killed leaves its terminal as it was.
    await terminal?.close()
    terminal = await openTerminal({ cwd: temporary, env: { TMPDIR: temporary } })
    await terminal.command('ballast; echo code $?')
    await terminal.waitFor(/● block \d+/, 60)
  }

  it('is put away by what it had started', async () => {
    await open()
    process.kill(await terminal.child(), 'SIGKILL')
    await terminal.waitFor('code 137')
    await until(async () => (await folders()).length === 0)
  })

  it('is put away by the next one where that was killed as well', async () => {
    await open()
    const main = await terminal.child()
    const left = await folders()
    expect(left).to.have.length(1)
    for (const child of await descendantsOf(main)) process.kill(child, 'SIGKILL')
    process.kill(main, 'SIGKILL')
    await terminal.waitFor('code 137')
    expect(await folders()).to.deep.equal(left)
    await open()
    await until(async () => !(await folders()).includes(left[0] ?? ''))
    await terminal.keys('q')
    await terminal.waitFor('code 0')
    expect(await folders()).to.deep.equal([])
  })
})
