import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { buildCli, builtMain } from './builtCli.ts'
import { freePort } from './nodes.ts'
import { runCli } from './runCli.ts'

/** A workspace as `ballast init` writes it, and a `ballast devnet` for it that can be stopped and started again. */
export interface DevnetWorkspace {
  readonly folder: string
  start(): Promise<void>
  stop(): Promise<void>
  /** Stops it and removes the folder. */
  close(): Promise<void>
}

export async function openDevnetWorkspace(): Promise<DevnetWorkspace> {
  await buildCli()
  const folder = join(await mkdtemp(join(tmpdir(), 'ballast-workspace-')), 'dao')
  await mkdir(folder)
  const { exitCode, stderr } = await runCli(['init'], { cwd: folder })
  if (exitCode !== 0) throw new Error(stderr)
  const port = await freePort()
  const file = join(folder, 'ballast.yaml')
  const text = await readFile(file, 'utf8')
  await writeFile(file, text.replace('127.0.0.1:8545', `127.0.0.1:${port}`))
  let stop = async (): Promise<void> => {}
  return {
    folder,
    async start() {
      stop = await startDevnet(folder, port)
    },
    stop: () => stop(),
    async close() {
      await stop()
      await rm(join(folder, '..'), { recursive: true, force: true })
    },
  }
}

/** Resolves when the node answers. @returns how to stop it */
async function startDevnet(cwd: string, port: number): Promise<() => Promise<void>> {
  const child = spawn(process.execPath, [builtMain, 'devnet', '--port', String(port)], {
    cwd,
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  await new Promise<void>((resolve, reject) => {
    let [stdout, stderr] = ['', '']
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
      if (/^Next.*\n/m.test(stdout)) resolve()
    })
    child.once('exit', (code) =>
      reject(new Error(`The devnet ended with code ${code}:\n${stderr}`)),
    )
  })
  return async () => {
    child.kill('SIGKILL')
    await ended
  }
}
