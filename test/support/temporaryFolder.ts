import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'

const made: string[] = []

/** A new folder; whoever does not remove it need not: it is gone when the tests are over. */
export async function temporaryFolder(): Promise<string> {
  if (made.length === 0) process.once('exit', removeAll)
  const folder = await mkdtemp(join(tmpdir(), 'ballast-test-'))
  made.push(folder)
  return folder
}

function removeAll(): void {
  for (const folder of made) rmSync(folder, { recursive: true, force: true })
}
