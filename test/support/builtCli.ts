import { execFile } from 'node:child_process'
import { join } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { projectFolder } from './projectFolder.ts'

/** Where the built command line of the tests lies: below the project's package.json, which says what modules are. */
const folder = join(projectFolder, 'cache', 'built')

/** What `node` is to run. */
export const builtMain = join(folder, 'cli', 'main.js')

/** The process of a preview, built with it. */
export const builtPreview = pathToFileURL(join(folder, 'cli', 'previewProcess.js'))

let building: Promise<unknown> | undefined

/**
 * Builds the command line as it is published, once a test run: a process of it starts in a fraction of the time that
 * compiling on the fly takes, which counts where hundreds are started. Where `npm test` has made it ready, it stays.
 */
export function buildCli(): Promise<unknown> {
  if (process.env['BALLAST_TESTS_READY'] === '1') return Promise.resolve()
  building ??= promisify(execFile)('npm', ['run', '--silent', 'bundle'], {
    cwd: projectFolder,
    env: { ...process.env, BALLAST_BUILT: join(folder, 'cli') },
  })
  return building
}
