import { spawn } from 'node:child_process'
import process from 'node:process'
import { builtMain } from '../support/builtCli.ts'

/** Milliseconds from the start of the process. */
export interface FirstFrames {
  /** Something is on the screen. */
  readonly any: number
  /** The overview shows a market of the chain. */
  readonly data: number
}

const BEGIN = 'ballast begins'
const GIVE_UP = 30_000

/**
 * Opens the compiled interface in a pseudo terminal and times what it draws. The terminal is the one of `script`
 * (util-linux), which hands on what is written at once; the clock starts in the terminal, when the process does.
 */
export function timeFirstFrames(folder: string): Promise<FirstFrames> {
  const command = `stty cols 110 rows 30; printf '${BEGIN}'; exec '${process.execPath}' '${builtMain}'`
  const child = spawn('script', ['-qefc', command, '/dev/null'], {
    cwd: folder,
    env: { ...process.env, TERM: 'xterm-256color', LANG: 'C.UTF-8', SHELL: '/bin/sh' },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let [written, startedAt, anyAt] = ['', 0, 0]
  return new Promise((resolve, reject) => {
    const fail = (why: string) =>
      reject(new Error(`No first frame: ${why}\n${written.slice(-2_000)}`))
    const timer = setTimeout(() => fail('it took too long.'), GIVE_UP)
    let found: FirstFrames | undefined
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const now = performance.now()
      written += text
      if (startedAt === 0 && written.includes(BEGIN)) startedAt = now
      if (anyAt === 0 && written.includes('Overview')) anyAt = now
      if (found === undefined && written.includes('WETH-A')) {
        found = { any: anyAt - startedAt, data: now - startedAt }
        child.stdin.write('q')
      }
    })
    child.on('error', (error) => fail(`script (util-linux) is needed: ${error.message}`))
    child.on('exit', (code) => {
      clearTimeout(timer)
      if (found === undefined) fail(`it ended with code ${code}.`)
      else resolve(found)
    })
  })
}
