import { spawn } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import process from 'node:process'

const installations = new Map<string, Promise<void>>()

/**
 * The packages of a folder that has a package.json and a lock file of its own, installed on first use; nothing of theirs
 * runs.
 *
 * @returns what loads a file of theirs, as `require` does
 */
export async function packagesOf(folder: string): Promise<NodeJS.Require> {
  const installation = installations.get(folder) ?? install(folder)
  installations.set(folder, installation)
  await installation
  return createRequire(join(folder, 'package.json'))
}

async function install(folder: string): Promise<void> {
  /** The lock file as it was when the packages were installed. */
  const stamp = join(folder, 'node_modules', '.installed.json')
  const wanted = await readFile(join(folder, 'package-lock.json'), 'utf8')
  if ((await readFile(stamp, 'utf8').catch(() => '')) === wanted) return
  await npm(folder, 'install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error')
  await writeFile(stamp, wanted)
}

/** npm under the Node of the tests: the one that started them, or the one on the path. */
function npm(folder: string, ...args: readonly string[]): Promise<void> {
  const own = process.env['npm_execpath']
  const [command, first] =
    own?.endsWith('npm-cli.js') === true ? [process.execPath, [own]] : ['npm', []]
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...first, ...args], {
      cwd: folder,
      env: environment(),
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
    child.on('error', reject)
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`npm ended with code ${code}: ${said}`)),
    )
  })
}

/** What an npm around us was told about itself (its command, its package, its folder) is not for the one within. */
function environment(): NodeJS.ProcessEnv {
  const own =
    /^npm_(package_|lifecycle_|command$|config_(call|package|local_prefix|prefix|workspace|save|yes)$)/i
  const kept = Object.entries(process.env).filter(([name]) => !own.test(name))
  const path = [dirname(process.execPath), process.env['PATH']].join(delimiter)
  return { ...Object.fromEntries(kept), PATH: path }
}
