import { writeFile } from 'node:fs/promises'
import process from 'node:process'
import { expect } from 'chai'
import stringWidth from 'string-width'
import { type DevnetWorkspace, openDevnetWorkspace } from '../support/devnets.ts'
import { openTerminal, type Terminal } from '../support/terminal.ts'

const sizes = [
  [80, 24],
  [200, 60],
  [60, 20],
  [39, 24],
  [100, 12],
  [120, 11],
  [120, 40],
  [99, 30],
  [40, 12],
  [30, 8],
  [110, 30],
] as const

describe('the window of the interface', function () {
  this.timeout(120_000)
  let workspace: DevnetWorkspace
  let terminal: Terminal

  before(async () => {
    workspace = await openDevnetWorkspace()
    await workspace.start()
    terminal = await openTerminal({ cwd: workspace.folder })
    await terminal.command('ballast')
    await terminal.waitFor(/● block \d+/)
  })
  after(async () => {
    await terminal?.close()
    await workspace?.close()
  })

  for (const [columns, rows] of sizes) {
    it(`is filled at ${columns}×${rows}, and never more than filled`, async () => {
      await terminal.keys('2')
      await terminal.resize(columns, rows)
      const isTiny = columns < 40 || rows < 12
      await terminal.waitFor(isTiny ? /please make the\s+window larger/ : /^Parameters/)
      const shown = await terminal.still()
      const lines = shown.split('\n')
      expect(lines.length).to.be.at.most(rows)
      expect(Math.max(...lines.map((line) => stringWidth(line)))).to.be.at.most(columns)
      if (isTiny) return
      expect(lines.filter((line) => line.includes('? help'))).to.have.lengthOf(1)
    })
  }

  it('survives a storm, and is drawn as if nothing had happened', async () => {
    await terminal.resize(110, 30)
    await terminal.keys('2')
    await terminal.waitFor(/^Parameters/)
    const before = withoutAge(await terminal.still())
    for (let round = 0; round < 5; round += 1) {
      for (const [columns, rows] of sizes) await terminal.resize(columns, rows)
      await terminal.keys('Down', 'Up', '3', '2')
    }
    await terminal.waitFor(/^Parameters/)
    expect(withoutAge(await terminal.still())).to.equal(before)
  })

  it('is drawn anew after every change, also one that is over before anybody looked', async () => {
    const before = withoutAge(await terminal.still())
    // What a terminal leaves that has been smaller for a moment; Node says nothing where the size is the same again.
    await writeFile(
      await terminal.device(),
      '\u001b[3;1Hfrom another line\u001b[K\u001b[9;1Hand this\u001b[K',
    )
    expect(await terminal.waitFor('from another line')).to.contain('and this')
    process.kill(await terminal.child(), 'SIGWINCH')
    await terminal.waitForEnd('from another line')
    expect(withoutAge(await terminal.still())).to.equal(before)
  })

  it('takes a paste of 10,000 characters as text, and nothing of it as a key', async () => {
    await terminal.keys('/')
    await terminal.paste('quit q 1 2 3 : ? '.repeat(588).slice(0, 9_999))
    await terminal.paste('€')
    await terminal.waitFor('€')
    expect(await terminal.screen()).to.contain('Parameters')
    await terminal.keys('C-u')
    await terminal.text('ceiling')
    await terminal.waitFor(/WETH-A +debtCeiling/)
    await terminal.waitForEnd('liquidationThreshold')
    await terminal.keys('Escape')
    await terminal.waitFor('liquidationThreshold')
  })
})

/** Ages go on by themselves. */
const withoutAge = (screen: string): string => screen.replace(/(block \d+).*$/m, '$1')
