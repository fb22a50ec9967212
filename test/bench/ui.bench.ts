import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { startProcess } from '../../cli/backstage/callProcess.ts'
import { openDevnetWorkspace } from '../support/devnets.ts'
import { type Row, report } from './bench.ts'
import { type FirstFrames, timeFirstFrames } from './firstFrame.ts'
import { timeOrdering } from './ordering.ts'
import { PATHS, STEPS, VAULTS } from './sizes.ts'

// React is measured as people get it: it asks when it is loaded, so what loads it comes after this line.
process.env['NODE_ENV'] = 'production'
const { measureKeys } = await import('./keyLatency.ts')

const vaults = `${VAULTS.toLocaleString('en-US')} generated vaults`
const simulation = `${PATHS.toLocaleString('en-US')} paths × ${STEPS} steps simulated meanwhile`

await report('ui', [
  ...(await firstFrames()),
  ...orderings(),
  ...(await keys('nothing else')),
  ...(await whileSimulating(() => keys(simulation))),
])

/** Against a devnet of its own, the demonstration's protocol on it: several starts, the first of them unmeasured. */
async function firstFrames(): Promise<readonly Row[]> {
  const workspace = await openDevnetWorkspace()
  try {
    await workspace.start()
    await timeFirstFrames(workspace.folder)
    const frames: FirstFrames[] = []
    for (let run = 0; run < 9; run += 1) frames.push(await timeFirstFrames(workspace.folder))
    const median = (of: (frame: FirstFrames) => number) => quantile(frames.map(of), 0.5)
    return [
      { name: 'first frame of `ballast`', figure: median(({ any }) => any), unit: 'ms' },
      {
        name: 'first frame with data of a local node',
        figure: median(({ data }) => data),
        unit: 'ms',
        bar: 500,
      },
    ]
  } finally {
    await workspace.close()
  }
}

function orderings(): readonly Row[] {
  const { layOut, sort, filter } = timeOrdering()
  return [
    { name: `laying out a new book, ${vaults}`, figure: layOut, unit: 'ms' },
    { name: `sorting them, the slowest column`, figure: sort, unit: 'ms', bar: 100 },
    { name: `filtering them, the slowest of five`, figure: filter, unit: 'ms', bar: 100 },
  ]
}

async function keys(meanwhile: string): Promise<readonly Row[]> {
  const { moving, asking, ordering } = await measureKeys()
  const what = `key to frame, ${vaults}, ${meanwhile}`
  const row = (name: string, figure: number) => ({ name: `${what}: ${name}`, figure, unit: 'ms' })
  return [
    row('moving, p50', quantile(moving, 0.5)),
    { ...row('moving, p95', quantile(moving, 0.95)), bar: 50 },
    row('moving, longest', Math.max(...moving)),
    { ...row('another order is on its way, p95', quantile(asking, 0.95)), bar: 50 },
    row('rows in another order, p95', quantile(ordering, 0.95)),
  ]
}

/** In a process that gives way, as a preview is. */
async function whileSimulating<T>(work: () => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'ballast-bench-'))
  const simulating = startProcess(
    new URL('./simulationProcess.ts', import.meta.url),
    { flags: {} },
    folder,
  )
  try {
    const { promise: hasBegun, resolve } = Promise.withResolvers<void>()
    const endless = simulating.call('simulate', [resolve])
    await Promise.race([hasBegun, endless])
    return await Promise.race([work(), endless as Promise<never>])
  } finally {
    await simulating.terminate()
    await rm(folder, { recursive: true, force: true })
  }
}

function quantile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b)
  return sorted[Math.ceil(share * (sorted.length - 1))] ?? Number.NaN
}
