import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { setTimeout } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { plainTable } from '../../cli/report/table.ts'
import { seeded, startHardhat } from '../support/nodes.ts'
import { projectFolder } from '../support/projectFolder.ts'
import { openTerminal, type Terminal } from '../support/terminal.ts'
import { writeWorkspace } from '../support/workspaces.ts'
import { type Growth, growths, type Sample, type Watched } from './growth.ts'
import { type LiveNode, minesEverySecond } from './liveNode.ts'

/*
 * The interface for an hour, or `--minutes 10`: a real one in a real terminal, at a real node that mines a block a second
 * and whose prices move, while somebody goes through its screens. Its memory must not grow. `--samples file` keeps what
 * was measured.
 */

/** Most that each may grow by in an hour, MiB: less than a tenth of what it has, and far below what a leak of a few kilobytes a block adds. */
const BARS: Readonly<Record<Watched, number>> = {
  'heap of the interface': 8,
  'heap of the office': 8,
  // Pages that the allocator keeps: it settles later than the heaps.
  'memory of the process (RSS)': 60,
}

/** A draft that comes with the project. */
const DRAFT = '2026-11-24-weth-a-threshold'
/** The list of drafts. */
const DRAFTS = /state +title/
const MIB = 2 ** 20
const MINUTE = 60_000
const SAMPLE_SECONDS = 5
/** Until every screen was seen often, what is kept of each is full, and code is compiled; it comes on top of the minutes. */
const WARM_UP_MINUTES = 5
const minutes = minutesWanted()

const work = await mkdtemp(join(tmpdir(), 'ballast-soak-'))
const file = resolve(flagValue('--samples') ?? join(work, 'samples.jsonl'))
try {
  process.exitCode = await soak()
} finally {
  await rm(work, { recursive: true, force: true })
}
// The node's native half would keep the process alive.
process.exit()

async function soak(): Promise<number> {
  const node = await seeded(await startHardhat())
  try {
    await writeWorkspace(work, node)
    await cp(join(projectFolder, 'proposals', DRAFT), join(work, 'proposals', DRAFT), {
      recursive: true,
    })
    const live = await minesEverySecond(node)
    const settledAt = Date.now() + WARM_UP_MINUTES * MINUTE
    const end = settledAt + minutes * MINUTE
    await Promise.race([live.failed, inTerminal((terminal) => goThroughScreens(end, terminal))])
    await live.stop()
    const samples = (await samplesIn(file)).filter(({ at }) => at >= settledAt)
    return judge(growths(samples), live)
  } finally {
    await node.stop()
  }
}

/** Opens a terminal in which the interface says what memory it has. */
async function inTerminal(use: (terminal: Terminal) => Promise<void>): Promise<void> {
  const probe = pathToFileURL(join(import.meta.dirname, 'probe.mjs')).href
  const terminal = await openTerminal({
    cwd: work,
    columns: 120,
    rows: 40,
    env: {
      NODE_OPTIONS: `--expose-gc --import ${probe}`,
      BALLAST_SOAK_FILE: file,
      BALLAST_SOAK_SECONDS: String(SAMPLE_SECONDS),
    },
  })
  try {
    await use(terminal)
  } finally {
    await terminal.close()
  }
}

/** Goes through every screen again and again, scrolling, ordering, opening and coming back. */
async function goThroughScreens(end: number, terminal: Terminal): Promise<void> {
  await terminal.command('ballast')
  await terminal.waitFor(/block \d+/, 60)
  for (let round = 0; Date.now() < end; round += 1) {
    for (const screen of ['1', '2', '3', '4', '5', '6', '7']) {
      await terminal.keys(screen)
      await setTimeout(700)
      for (const key of ['Down', 'Down', 'NPage', 'Up', 'G', 'PPage', 'g', 'o']) {
        await terminal.keys(key)
        await setTimeout(60)
      }
    }
    await terminal.keys('5', 'Down', 'Enter')
    await leave(terminal, '/ filter')
    await terminal.text('/weth 0')
    await leave(terminal, '/ filter')
    await editDraft(terminal)
    if (round % 10 === 0) {
      await previewDraft(terminal)
      await requireAlive(terminal)
    }
  }
}

/** Types another value, sees it judged, and takes it back. */
async function editDraft(terminal: Terminal): Promise<void> {
  await terminal.keys('3', 'Enter')
  await terminal.waitFor('Changes (1)')
  await terminal.keys('G', 'Enter')
  await terminal.waitFor('Enter done')
  await terminal.keys('C-u')
  await terminal.text('81.5%')
  await setTimeout(500)
  await terminal.keys('Enter')
  await terminal.waitFor(/ u undo/)
  await terminal.keys('u')
  // As its file has it: only that can be previewed from the list.
  await terminal.waitFor(/✔ written/)
  await leave(terminal, DRAFTS)
}

async function previewDraft(terminal: Terminal): Promise<void> {
  await terminal.keys('3', 's')
  await terminal.waitFor('p publish', 120)
  await leave(terminal, DRAFTS)
}

/** An Esc that something follows before it was read would be a key with Alt: on a busy machine that may take seconds. */
async function leave(terminal: Terminal, shows: string | RegExp): Promise<void> {
  await setTimeout(500)
  await terminal.keys('Escape')
  await setTimeout(1_000)
  await terminal.waitFor(shows)
}

/** A crash would make a flat line of memory. */
async function requireAlive(terminal: Terminal): Promise<void> {
  await terminal.keys('1')
  await terminal.waitFor(/^Overview.*block \d+/)
}

async function samplesIn(path: string): Promise<readonly Sample[]> {
  const text = await readFile(path, 'utf8')
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Sample)
}

/** @returns the exit code: 0 if nothing grew by more than its bar */
function judge(all: readonly Growth[], { blocks }: Pick<LiveNode, 'blocks'>): number {
  const mib = (bytes: number) => `${(bytes / MIB).toFixed(1)} MiB`
  const isHeld = ({ name, perHour }: Growth) => perHour / MIB <= BARS[name]
  const table = plainTable(
    [
      { title: 'What' },
      { title: `After ${WARM_UP_MINUTES} minutes`, isNumber: true },
      { title: 'At the end', isNumber: true },
      { title: 'Most', isNumber: true },
      { title: 'Grows an hour', isNumber: true },
      { title: 'Bar', isNumber: true },
      { title: '' },
    ],
    all.map((growth) => [
      growth.name,
      mib(growth.first),
      mib(growth.last),
      mib(growth.most),
      mib(growth.perHour),
      `${BARS[growth.name]} MiB`,
      isHeld(growth) ? 'holds' : 'does not hold',
    ]),
  )
  process.stdout.write(
    `${table}\n\n${minutes} minutes after the first ${WARM_UP_MINUTES}, ${blocks()} blocks in all\n`,
  )
  return all.every(isHeld) ? 0 : 1
}

function flagValue(flag: string): string | undefined {
  const at = process.argv.indexOf(flag)
  return at === -1 ? undefined : process.argv[at + 1]
}

/** @throws with how to write it if `--minutes` is followed by no number */
function minutesWanted(): number {
  const found = Number(flagValue('--minutes') ?? 60)
  if (found >= 1 && found <= 24 * 60) return found
  throw new Error('Write the minutes as in --minutes 10, from 1 to 1440.')
}
