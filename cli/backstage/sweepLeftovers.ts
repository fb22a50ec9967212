import { lstat, readdir, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { madeHere } from '../shared/temporaryName.ts'
import { hasOwnFiles } from './demoFolder.ts'

/**
 * Removes temporary folders of ours whose process was killed before it could: by name, owner and kind (a link is no
 * folder of ours), and only where no process has its number any more. What somebody wrote in a demonstration stays.
 */
export async function sweepLeftovers(directory: string): Promise<void> {
  for (const name of await readdir(directory).catch(() => [])) {
    const made = madeHere(name, hostname())
    if (made === undefined || isAlive(made.pid)) continue
    const path = join(directory, name)
    try {
      if (!(await isOurs(path))) continue
      if (made.kind === 'demonstration' && hasOwnFiles(path)) continue
      await rm(path, { recursive: true, force: true })
    } catch {
      // Somebody else is putting it away, or may not be disturbed: it harms nobody.
    }
  }
}

async function isOurs(path: string): Promise<boolean> {
  const found = await lstat(path)
  // Windows knows no such number; its temporary folder is the user's own.
  return found.isDirectory() && (process.getuid === undefined || found.uid === process.getuid())
}

/** A number that another process has by now counts as well: its folder is removed another time. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}
