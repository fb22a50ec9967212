import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { projectFolder } from '../support/projectFolder.ts'
import { openTerminal, type Terminal } from '../support/terminal.ts'
import { drawScreen } from './svg.ts'

/** Takes the README's pictures: real screens of the interface, on the demonstration. */
const folder = join(projectFolder, '.github', 'pictures')
const size = { columns: 120, rows: 30 }

const workspace = await mkdtemp(join(tmpdir(), 'ballast-pictures-'))
await mkdir(folder, { recursive: true })
const terminal = await openTerminal({ cwd: workspace, ...size })
try {
  await terminal.command('clear; ballast')
  await terminal.waitFor('What needs you now', 60)
  await take(
    'overview',
    'The overview: what needs you, the health of every market, the age of every price',
  )
  await draft(terminal)
  await take(
    'draft',
    'A draft while it is written: bounds, before and after, what it would do to the vaults',
  )
  await preview(terminal)
  await take('preview', 'Losses before and after, as a distribution')
  await terminal.keys('Tab')
  await terminal.waitFor('▸ Ladder')
  await take('ladder', 'What would be liquidated by how far prices fall, before and after')
  await terminal.keys('4')
  await terminal.waitFor(/▸ ● voting/)
  await take(
    'proposals',
    'Proposals with their countdowns; votes against the quorum, and what may be done now',
  )
  await terminal.keys('5')
  await terminal.waitFor(/^Vaults[\s\S]*0x/)
  await take('vaults', 'Vaults by their health, with what the open draft would do to each')
} finally {
  await terminal.close()
  await rm(workspace, { recursive: true, force: true })
}

async function take(name: string, title: string): Promise<void> {
  await terminal.still()
  const file = join(folder, `${name}.svg`)
  await writeFile(file, drawScreen(await terminal.coloured(), { ...size, title }))
  process.stdout.write(`${file}\n`)
}

async function draft({ keys, text, waitFor, waitForEnd }: Terminal): Promise<void> {
  await keys('2')
  await waitFor(/▸ WETH-A +collateralization/)
  await keys('/')
  await text('wsteth-a liquidationthreshold')
  await waitFor(/▸ WSTETH-A +liquidationThr/)
  await keys('Enter')
  await keys('e')
  await waitFor('Changes (1)')
  await keys('C-u')
  await text('81%')
  await waitFor('! looser')
  await keys('Enter')
  await waitForEnd('Enter done')
  await keys('g', 'Enter')
  await text('Raise the WSTETH-A liquidation threshold to 81 %')
  await keys('Enter', 'Down', 'Enter')
  await text('Staked Ether has followed Ether closely for two years.')
  await waitForEnd('summary is empty')
  await keys('Escape')
  await waitForEnd('Esc done')
}

async function preview({ keys, waitFor }: Terminal): Promise<void> {
  await keys('w')
  await waitFor('Written:')
  await keys('s')
  await waitFor(/Checks: (✔|!)/, 90)
  await keys('Tab')
  await waitFor('▸ Risk')
  await keys('End')
  await waitFor(/█/)
}
