import { readdir } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { expect } from 'chai'
import { book } from '../governance/demo.ts'
import { descendantsOf, isAlive } from '../support/processes.ts'
import { expectRestored } from '../support/restored.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'
import { openTerminal, type Terminal } from '../support/terminal.ts'
import { until } from '../support/until.ts'
import { writeWorkspace } from '../support/workspaces.ts'

const LONGEST_MILLISECONDS = 2_000

const isReady = /● block \d+/

interface State {
  readonly name: string
  /** From the moment at which the interface is there. */
  readonly reach: (terminal: Terminal) => Promise<unknown>
  /** How many processes there are at least: the interface, its demonstration, its preview. */
  readonly processes: number
}

/** Where somebody can be who presses Ctrl-C, in a demonstration. */
const states: readonly State[] = [
  { name: 'before the demonstration has begun', processes: 1, reach: async () => {} },
  {
    name: 'while the demonstration is prepared',
    processes: 2,
    reach: (terminal) => terminal.waitFor(/deploying|opening vaults|putting two/, 60),
  },
  { name: 'on a screen', processes: 2, reach: (terminal) => terminal.waitFor(isReady, 60) },
  {
    name: 'in a text field',
    processes: 2,
    async reach(terminal) {
      await terminal.waitFor(isReady, 60)
      await terminal.keys('2')
      await terminal.waitFor(/WETH-A +debtCeiling/)
      await terminal.keys('/')
      await terminal.text('ceil')
      await terminal.waitFor('/ ceil')
    },
  },
  {
    name: 'while a vote waits for consent',
    processes: 2,
    async reach(terminal) {
      await openProposal(terminal)
      await terminal.keys('v')
      await terminal.waitFor('can be cast')
      await terminal.keys('Enter')
      await terminal.waitFor('Enter sends it')
    },
  },
  {
    name: 'while a preview runs',
    processes: 3,
    async reach(terminal) {
      await openProposal(terminal)
      await terminal.keys('s')
      await terminal.waitFor('dry run')
    },
  },
]

async function openProposal(terminal: Terminal): Promise<void> {
  await terminal.waitFor(isReady, 60)
  await terminal.waitFor('vote ends')
  await terminal.keys('Down', 'Enter')
  await terminal.waitFor('not voted yet')
}

describe('Ctrl-C', function () {
  this.timeout(120_000)
  let temporary: string
  let terminal: Terminal

  beforeEach(async () => {
    temporary = await temporaryFolder()
    terminal = await openTerminal({ cwd: temporary, env: { TMPDIR: temporary } })
  })
  afterEach(() => terminal?.close())

  const open = async () => {
    await terminal.command('ballast; echo code $?')
    await terminal.waitFor('Overview')
  }
  const expectEnd = async (atLeast: number) => {
    const main = await terminal.child()
    const processes = [main, ...(await descendantsOf(main))]
    expect(processes.length).to.be.at.least(atLeast)
    await terminal.keys('C-c')
    await terminal.waitFor('code 130', LONGEST_MILLISECONDS / 1_000)
    await until(() => !processes.some(isAlive), LONGEST_MILLISECONDS)
    await expectRestored(terminal)
  }

  for (const { name, reach, processes } of states) {
    it(`ends everything at once ${name}`, async () => {
      await open()
      await reach(terminal)
      await expectEnd(processes)
      expect(await readdir(temporary)).to.deep.equal([])
    })
  }

  it('ends everything at once while a node takes its time to answer', async () => {
    let asked = 0
    const silent = createServer((socket) => {
      asked += 1
      // Listens, says nothing, and goes when the other one goes, however rudely.
      socket.on('error', () => {}).resume()
    })
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const { port } = silent.address() as AddressInfo
    await writeWorkspace(temporary, { url: `http://127.0.0.1:${port}`, chainId: 31_337, book })
    await open()
    await until(() => asked > 0)
    await terminal.waitFor('connecting')
    await expectEnd(1)
    await new Promise((resolve) => silent.close(resolve))
  })
})
