import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import process from 'node:process'
import { setTimeout } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { expect } from 'chai'
import { ProcessEndedError, startProcess } from '../../cli/backstage/callProcess.ts'
import { type Called, EndedError } from '../../cli/backstage/calls.ts'
import { projectFolder } from '../support/projectFolder.ts'
import { rejectionOf } from '../workspace/folder.ts'

const backstage = join(import.meta.dirname, '../../cli/backstage')
const data = { flags: { network: 'somewhere' } }

/** An entry that answers what `functions` says. */
async function entryOf(folder: string, functions: string): Promise<URL> {
  const text = `
import { answerCalls } from '${pathToFileURL(join(backstage, 'answerCalls.ts'))}'
import { startedWith } from '${pathToFileURL(join(backstage, 'parent.ts'))}'
answerCalls(${functions})
`
  const path = join(folder, 'entry.ts')
  await writeFile(path, text)
  return pathToFileURL(path)
}

describe('startProcess', function () {
  this.timeout(20_000)
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ballast-process-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  async function inProcess<T>(functions: string, work: (called: Called) => Promise<T>): Promise<T> {
    const called = startProcess(await entryOf(folder, functions), data, folder)
    try {
      return await work(called)
    } finally {
      await called.terminate()
    }
  }

  it('answers by name, knows what it was started with, and calls back', async () => {
    const heard: unknown[] = []
    const answer = await inProcess(
      '{ async look(amounts, tell) { await tell(1n); return { data: startedWith(), amounts } } }',
      ({ call }) =>
        call('look', [new Map([['a', 2n]]), (value: unknown) => void heard.push(value)]),
    )
    expect(answer).to.deep.equal({ data, amounts: new Map([['a', 2n]]) })
    expect(heard).to.deep.equal([1n])
  })

  it('keeps what it needs for a while in its own folder', async () => {
    await inProcess('{ where: () => process.env.TMPDIR }', async ({ call }) => {
      expect(await call('where', [])).to.equal(folder)
    })
  })

  it('says so when the process ends by itself, then and afterwards', async () => {
    await inProcess('{ crash: () => process.exit(7) }', async ({ call }) => {
      const crashed = await rejectionOf(call('crash', []))
      expect(crashed).to.be.instanceOf(ProcessEndedError)
      expect(crashed).to.have.property('message').that.contains('code 7')
      expect(await rejectionOf(call('crash', []))).to.equal(crashed)
    })
  })

  it('rejects what waits when it is ended', async () => {
    await inProcess(
      '{ wait: () => new Promise(() => setInterval(() => {}, 1000)) }',
      async (one) => {
        const waiting = rejectionOf(one.call('wait', []))
        await one.terminate()
        expect(await waiting).to.be.instanceOf(EndedError)
      },
    )
  })

  it('ends with the process that started it, its folder included', async () => {
    const entry = await entryOf(
      folder,
      '{ ready: () => setInterval(() => {}, 1000) && process.pid }',
    )
    const own = await mkdtemp(join(folder, 'own-'))
    const starter = join(folder, 'starter.ts')
    await writeFile(
      starter,
      `
import { startProcess } from '${pathToFileURL(join(backstage, 'callProcess.ts'))}'
const { call } = startProcess(new URL('${entry}'), {}, '${own}')
void call('ready', []).then(console.log)
`,
    )
    const child = spawn(process.execPath, [...process.execArgv, starter], {
      cwd: projectFolder,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [line] = (await once(child.stdout, 'data')) as [Buffer]
    const pid = Number(line.toString())
    expect(isAlive(pid)).to.equal(true)
    expect(await readdir(folder)).to.include(basename(own))
    child.kill('SIGKILL')
    for (let waited = 0; isAlive(pid) && waited < 5_000; waited += 20) await setTimeout(20)
    expect(isAlive(pid)).to.equal(false)
    expect(await readdir(folder)).to.not.include(basename(own))
  })
})

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
