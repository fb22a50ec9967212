import { chmod, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { lightKeystore, unknownKey } from '../support/keystores.ts'
import { openTerminal, type Terminal } from '../support/terminal.ts'

const PASSPHRASE = 'correct horse battery'

describe('a passphrase in a real terminal', function () {
  this.timeout(120_000)
  const key = unknownKey()
  let folder: string
  let terminal: Terminal
  /** Everything that could be seen, at any moment that was looked at. */
  const seen: string[] = []
  let steps = 0
  const waitFor = async (what: string | RegExp, seconds = 40) => {
    const shown = await terminal.waitFor(what, seconds)
    seen.push(shown)
    return shown
  }

  /** Runs it on an empty screen, until it asks: whatever is typed earlier is shown by the terminal itself. */
  async function asking(line: string, question: string): Promise<void> {
    steps += 1
    await terminal.command(`clear; echo step ${steps}; ${line}`)
    await waitFor(new RegExp(`^step ${steps}\\n${question}`))
  }

  before(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'ballast-terminal-')))
    await writeFile(
      join(folder, 'ballast.yaml'),
      'networks:\n  a: { url: "http://127.0.0.1:1", chainId: 1, addresses: a.json }\naccounts:\n  old: keystore:old.json\n',
    )
    await writeFile(join(folder, 'old.json'), lightKeystore(key, PASSPHRASE))
    await chmod(join(folder, 'old.json'), 0o600)
    terminal = await openTerminal({ cwd: folder, env: { OLD_KEY: key } })
  })
  after(async () => {
    await terminal?.close()
    await rm(folder, { recursive: true, force: true })
  })
  afterEach(() => {
    for (const screen of seen) {
      expect(screen).not.to.contain(PASSPHRASE)
      expect(screen).not.to.contain('hors')
      expect(screen).not.to.contain(key.slice(2, 20))
    }
  })

  it('is typed unseen, and may be mistyped', async () => {
    await asking('ballast account show old --unlock', 'Passphrase of old.json:')
    await terminal.command('wrong horse')
    await waitFor('(2 of 3)')
    await terminal.command(PASSPHRASE)
    await waitFor('old: ready')
  })

  it('is pasted unseen', async () => {
    await asking('ballast account show old --unlock', 'Passphrase of old.json:')
    await terminal.paste(PASSPHRASE)
    await terminal.keys('Enter')
    await waitFor('old: ready')
  })

  it('is asked for no longer at Ctrl-C, and the terminal is as it was', async () => {
    await asking(
      'ballast account show old --unlock; echo "ended with $?"',
      'Passphrase of old.json:',
    )
    await terminal.text('half a hors')
    await terminal.keys('C-c')
    await waitFor('ended with 130')
    await terminal.command('echo seen again')
    await waitFor(/^seen again$/m)
  })

  it('of a new key is typed twice', async () => {
    await asking('ballast account import me --from-env OLD_KEY', 'New passphrase for keys/me.json')
    await terminal.command(PASSPHRASE)
    await waitFor('The same once more:')
    await terminal.command(`${PASSPHRASE}!`)
    await waitFor('two different passphrases')
    await asking('ballast account import me --from-env OLD_KEY', 'New passphrase for keys/me.json')
    await terminal.command(PASSPHRASE)
    await waitFor('The same once more:')
    await terminal.command(PASSPHRASE)
    await waitFor('me is 0x', 90)
  })
})
