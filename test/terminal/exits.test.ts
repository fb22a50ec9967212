import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { expect } from 'chai'
import { projectFolder } from '../support/projectFolder.ts'
import { expectRestored } from '../support/restored.ts'
import { openTerminal, type Terminal } from '../support/terminal.ts'

/** Nobody answers there: an interface that has lost its node is one as well. */
const workspace = `network: nowhere
networks:
  nowhere:
    url: http://127.0.0.1:9
    chainId: 31337
    addresses: addresses.json
`

describe('the terminal after the interface', function () {
  this.timeout(60_000)
  let folder: string
  let terminal: Terminal

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ballast-exits-'))
    await writeFile(join(folder, 'ballast.yaml'), workspace)
    terminal = await openTerminal({
      cwd: folder,
      env: { TSX_TSCONFIG_PATH: join(projectFolder, 'tsconfig.json') },
    })
  })
  afterEach(async () => {
    await terminal.close()
    await rm(folder, { recursive: true, force: true })
  })

  const open = async (): Promise<void> => {
    await terminal.command('ballast; echo code $?')
    await terminal.waitFor('Overview')
    expect(await terminal.modes()).to.deep.equal({ isAlternate: true, hasCursor: false })
  }
  const expectCode = async (code: number): Promise<void> => {
    await terminal.waitFor(`code ${code}\n`)
    await expectRestored(terminal)
  }

  it('is as it was after q', async () => {
    await open()
    await terminal.keys('q')
    await expectCode(0)
  })

  it('is as it was after Ctrl-C, once, in the middle of a dialog', async () => {
    await open()
    await terminal.keys(':')
    await terminal.waitFor('Go to')
    await terminal.keys('C-c')
    await expectCode(130)
  })

  it('is as it was after Ctrl-C, twice', async () => {
    await open()
    await terminal.keys('C-c', 'C-c')
    await expectCode(130)
  })

  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    it(`is as it was after ${signal}`, async () => {
      await open()
      process.kill(await terminal.child(), signal)
      await expectCode(130)
    })
  }

  for (const how of ['component', 'exception', 'rejection']) {
    it(`is as it was after a bug (${how}), of which there is one sentence and a file`, async () => {
      const loader = join(projectFolder, 'node_modules', 'tsx', 'dist', 'loader.mjs')
      const entry = join(projectFolder, 'test', 'support', 'crashingInterface.tsx')
      const node = `node --import ${pathToFileURL(loader).href}`
      await terminal.command(`clear; ${node} ${entry} ${how} . ; echo code $?`)
      const shown = await terminal.waitFor('code 1')
      expect(shown).to.contain('left behind')
      expect(shown).to.contain('This is a bug of Ballast: the moon is made of cheese')
      expect(shown).not.to.match(/^\s+at /m)
      const crashes = join(folder, '.ballast', 'crashes')
      const [note] = await readdir(crashes)
      expect(await readFile(join(crashes, note ?? ''), 'utf8')).to.match(
        /, node \d[\s\S]*Error: the moon is made of cheese\n\s+at /m,
      )
      await expectRestored(terminal)
    })
  }

  it('is never taken when ballast.yaml is wrong: everything is told at once, with exit code 2', async () => {
    await writeFile(join(folder, 'ballast.yaml'), 'network: nowhere\nnetworks:\n  a: 1\n')
    await terminal.command('ballast; echo code $?')
    const shown = await terminal.waitFor('code 2')
    expect(shown).to.contain('2 problems')
    expect(shown).to.contain('There is no network "nowhere" in this file')
    expect(await terminal.modes()).to.deep.equal({ isAlternate: false, hasCursor: true })
  })

  it('is never taken for an account that does not exist', async () => {
    await terminal.command('ballast --account nobody; echo code $?')
    expect(await terminal.waitFor('code 2')).to.contain('There is no account "nobody"')
  })
})
