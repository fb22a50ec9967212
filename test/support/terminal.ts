import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import process from 'node:process'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import { buildCli, builtMain } from './builtCli.ts'

const run = promisify(execFile)

/** A real terminal with a plain shell in it, in which `ballast` is the compiled command line. */
export interface Terminal {
  /** Presses keys by tmux's names: `Enter`, `Escape`, `C-c`, `Up`, or a character. */
  keys(...keys: readonly string[]): Promise<void>
  /** Types a text as it is. */
  text(text: string): Promise<void>
  /** Types a command line and enters it. */
  command(line: string): Promise<void>
  /** Pastes, in brackets if the program asked for them. */
  paste(text: string): Promise<void>
  resize(columns: number, rows: number): Promise<void>
  /** What can be seen, line by line, without colours. */
  screen(): Promise<string>
  /** With escape codes for colours, and nothing else. */
  coloured(): Promise<string>
  /** Waits until the screen shows it. @throws with the last screen if it never does */
  waitFor(what: string | RegExp, seconds?: number): Promise<string>
  /** Waits until the screen no longer shows it. */
  waitForEnd(what: string | RegExp, seconds?: number): Promise<string>
  /** What is seen when nothing has moved for a moment. */
  still(): Promise<string>
  /** What the terminal is told to be: which screen it shows, and whether there is a cursor. */
  modes(): Promise<{ readonly isAlternate: boolean; readonly hasCursor: boolean }>
  /** The file that the program writes to. */
  device(): Promise<string>
  /** The process that the shell runs. */
  child(): Promise<number>
  close(): Promise<void>
}

export interface TerminalOptions {
  readonly cwd: string
  readonly columns?: number
  readonly rows?: number
  readonly env?: Readonly<Record<string, string>>
}

const PROMPT = '$ '
const LOOK_MILLISECONDS = 50
const STILL_MILLISECONDS = 300

/** Opens a terminal of its own, with a tmux server of its own: nothing of whoever runs the test is in it. */
export async function openTerminal(options: TerminalOptions): Promise<Terminal> {
  await buildCli()
  const { cwd, columns = 110, rows = 30 } = options
  const home = await mkdtemp(join(tmpdir(), 'ballast-terminal-'))
  const environment = { ...(await shellEnvironment(home)), TMUX_TMPDIR: home }
  const tmux = async (...args: readonly string[]): Promise<string> => {
    const own = ['-u', '-L', 'ballast', '-f', '/dev/null']
    const { stdout } = await run('tmux', [...own, ...args], { env: environment })
    return stdout
  }
  const env = Object.entries({ ...options.env, PS1: PROMPT }).flatMap(([name, value]) => [
    '-e',
    `${name}=${value}`,
  ])
  const size = ['-x', String(columns), '-y', String(rows)]
  await tmux('new-session', '-d', '-s', 'main', ...size, '-c', cwd, ...env, 'sh', '-i')
  await tmux('set-option', '-g', 'window-size', 'manual')
  const terminal = drive(tmux, home)
  await terminal.waitFor(PROMPT.trim())
  return terminal
}

function drive(tmux: (...args: readonly string[]) => Promise<string>, home: string): Terminal {
  const screen = async () => (await tmux('capture-pane', '-p')).trimEnd()
  const until = async (
    what: string | RegExp,
    seconds: number,
    isWanted: boolean,
  ): Promise<string> => {
    const end = Date.now() + seconds * 1_000
    for (;;) {
      const shown = await screen()
      const isThere = typeof what === 'string' ? shown.includes(what) : what.test(shown)
      if (isThere === isWanted) return shown
      if (Date.now() > end) {
        const complaint = isWanted ? 'never showed' : 'went on showing'
        throw new Error(`The terminal ${complaint} ${what} in ${seconds} s:\n${shown}\n———`)
      }
      await setTimeout(LOOK_MILLISECONDS)
    }
  }
  const text = async (typed: string) => void (await tmux('send-keys', '-l', '--', typed))
  return {
    keys: async (...keys) => void (await tmux('send-keys', '--', ...keys)),
    text,
    async command(line) {
      await text(line)
      await tmux('send-keys', 'Enter')
    },
    async paste(pasted) {
      const file = join(home, randomUUID())
      await writeFile(file, pasted)
      await tmux('load-buffer', file)
      await tmux('paste-buffer', '-p', '-d')
    },
    resize: async (width, height) =>
      void (await tmux('resize-window', '-x', String(width), '-y', String(height))),
    screen,
    coloured: () => tmux('capture-pane', '-p', '-e'),
    waitFor: (what, seconds = 20) => until(what, seconds, true),
    waitForEnd: (what, seconds = 20) => until(what, seconds, false),
    async still() {
      for (let before = await screen(); ; ) {
        await setTimeout(STILL_MILLISECONDS)
        const now = await screen()
        if (now === before) return now
        before = now
      }
    },
    async modes() {
      const flags = await tmux('display-message', '-p', '#{alternate_on}#{cursor_flag}')
      return { isAlternate: flags[0] === '1', hasCursor: flags[1] === '1' }
    },
    device: async () => (await tmux('display-message', '-p', '#{pane_tty}')).trim(),
    async child() {
      const shell = (await tmux('display-message', '-p', '#{pane_pid}')).trim()
      const { stdout } = await run('ps', ['-o', 'pid=', '--ppid', shell])
      return Number(stdout.trim().split('\n')[0])
    },
    async close() {
      await tmux('kill-server').catch(() => {})
      await rm(home, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

/** What a shell needs, and `ballast` on its path; nothing that would make us quiet or colourless. */
async function shellEnvironment(home: string): Promise<Record<string, string>> {
  const bin = join(home, 'bin')
  const ballast = join(bin, 'ballast')
  await mkdir(bin, { recursive: true })
  await writeFile(ballast, `#!/bin/sh\nexec "${process.execPath}" "${builtMain}" "$@"\n`)
  await chmod(ballast, 0o755)
  const path = [bin, dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter)
  return { PATH: path, HOME: home, TMPDIR: tmpdir(), LANG: 'C.UTF-8', SHELL: '/bin/sh' }
}
