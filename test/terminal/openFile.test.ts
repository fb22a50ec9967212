import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { type DevnetWorkspace, openDevnetWorkspace } from '../support/devnets.ts'
import { openTerminal, type Terminal } from '../support/terminal.ts'

const text = `# by hand
summary: |
  Because.
title: Raise it # after long talks
changes:
  - market: WETH-A
    parameter: stabilityFee # of debt
    to: 6%
`

describe('a proposal file that lies anywhere', function () {
  this.timeout(60_000)
  let workspace: DevnetWorkspace
  let terminal: Terminal
  let file: string

  before(async () => {
    workspace = await openDevnetWorkspace()
    file = join(workspace.folder, 'mine.yaml')
  })
  beforeEach(async () => {
    await writeFile(file, text)
    terminal = await openTerminal({ cwd: workspace.folder })
  })
  afterEach(() => terminal?.close())
  after(() => workspace?.close())

  const typeTitle = async () => {
    await terminal.waitFor(/Title +Raise it/)
    await terminal.waitFor('mine.yaml')
    await terminal.keys('g', 'Enter')
    await terminal.text(' a little')
    await terminal.keys('Enter')
    await terminal.waitFor(/Title +Raise it a little/)
    await terminal.keys('w')
    await terminal.waitFor('Written: mine.yaml')
    expect(await readFile(file, 'utf8')).to.equal(text.replace('Raise it', 'Raise it a little'))
  }

  it('is opened by its name, and written as it was but for what was typed', async () => {
    await terminal.command('clear; ballast mine.yaml; echo code $?')
    await typeTitle()
    await terminal.keys('Escape')
    await terminal.waitFor('No drafts yet')
    await terminal.keys('q')
    await terminal.waitFor('code 0')
  })

  it('is opened by its path from Drafts', async () => {
    await terminal.command('ballast')
    await terminal.waitFor('Overview')
    await terminal.keys('3')
    await terminal.waitFor('No drafts yet')
    await terminal.keys('f')
    await terminal.waitFor('type or paste a path')
    await terminal.paste('nothing.yaml')
    await terminal.keys('Enter')
    await terminal.waitFor('There is no proposal at nothing.yaml.')
    await terminal.keys('C-u')
    await terminal.paste(file)
    await terminal.keys('Enter')
    await typeTitle()
  })

  it('is told to be missing before anything is opened', async () => {
    await terminal.command('clear; ballast nothing.yaml; echo code $?')
    const shown = await terminal.waitFor('code 2')
    expect(shown).to.contain('There is no proposal at nothing.yaml.')
    expect(shown).to.contain('Name a YAML file or a folder that holds proposal.yaml.')
  })

  it('is told to be no proposal before anything is opened', async () => {
    await terminal.command('clear; ballast ballast.yaml; echo code $?')
    const shown = await terminal.waitFor('code 2')
    expect(shown).to.contain('ballast.yaml is no proposal')
  })
})
