import { spawn } from 'node:child_process'
import { join } from 'node:path'
import process from 'node:process'
import { projectFolder } from '../support/projectFolder.ts'

/** The command as it is installed: built, without a TypeScript loader. */
const main = join(projectFolder, 'dist', 'cli', 'main.js')

/** Wall milliseconds of one run of the built command; a run that fails is no figure. */
export const timeCli = (args: readonly string[], cwd = projectFolder): Promise<number> =>
  timeProcess([main, ...args], cwd)

/** Wall milliseconds of one Node process from its start to its end. */
export function timeProcess(args: readonly string[], cwd = projectFolder): Promise<number> {
  const started = performance.now()
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] })
    let stderr = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve(performance.now() - started)
      else reject(new Error(`${args.join(' ')} ended with code ${code}:\n${stderr}`))
    })
  })
}

/** The median of several runs, after one that only warms the caches. */
export async function median(runs: number, run: () => Promise<number>): Promise<number> {
  await run()
  const times: number[] = []
  for (let i = 0; i < runs; i += 1) times.push(await run())
  times.sort((a, b) => a - b)
  return times[Math.floor(times.length / 2)] ?? Number.NaN
}
