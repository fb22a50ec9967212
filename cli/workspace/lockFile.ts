import { randomUUID } from 'node:crypto'
import { readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import process from 'node:process'
import { FileNotWrittenError } from './wholeFile.ts'

/** What a lock is for. */
interface Lock {
  readonly path: string
  /** What its holder is doing, for those who wait. */
  readonly about: string
  readonly waitSeconds: number
}

/** Who is in the way. */
interface InTheWay {
  /** For people: `process 4711`. */
  readonly holder: string
  /** Undefined while the holder is still writing its lock. */
  readonly about: string | undefined
  /** The time to wait is over. */
  readonly isOver: boolean
}

interface Held {
  readonly token: string
  readonly pid: number
  readonly host: string
  readonly about: string
}

const PAUSE_MS = 100
/** Its holder touches a lock so often, however long the work takes. */
const TOUCH_MS = 1_000
/** Locks that nobody has touched for so long were left behind, whoever seems to hold them: process ids are used again. */
const OLDEST_MS = 10 * 60_000
/** A lock is written at once; one that is not legible so long was left half written. */
const LONGEST_WRITING_MS = 5_000
/** Long enough that everybody who found the same dead lock has put down theirs. */
const SETTLE_MS = 50

/** The locks that this process holds, or is about to. */
const ownTokens = new Set<string>()

/**
 * Runs `work` while this process holds the lock file. One that a dead process left behind is taken over.
 *
 * @param onWait is told who is in the way, again and again; it throws to give up
 * @throws FileNotWrittenError
 */
export async function withLock<T>(
  lock: Lock,
  work: () => Promise<T>,
  onWait: (found: InTheWay) => void,
): Promise<T> {
  const { path, about, waitSeconds } = lock
  const own: Held = { token: randomUUID(), pid: process.pid, host: hostname(), about }
  const deadline = performance.now() + waitSeconds * 1_000
  ownTokens.add(own.token)
  try {
    while (!(await take(path, own))) {
      const held = await read(path)
      const holder = held === undefined ? 'just starting' : `process ${held.pid} on ${held.host}`
      onWait({ holder, about: held?.about, isOver: performance.now() > deadline })
      await pause(PAUSE_MS)
    }
    return await holding(path, own, work)
  } finally {
    ownTokens.delete(own.token)
  }
}

/** Runs `work`, and touches the lock all the while: its age says how long ago its holder was last alive. */
async function holding<T>(path: string, own: Held, work: () => Promise<T>): Promise<T> {
  const isOwn = async () => (await read(path))?.token === own.token
  const touch = async () => {
    const now = new Date()
    if (await isOwn()) await utimes(path, now, now)
  }
  // One that cannot be touched now is touched a second later, and is not the work's concern.
  const touching = setInterval(() => void touch().catch(() => {}), TOUCH_MS).unref()
  try {
    return await work()
  } finally {
    clearInterval(touching)
    if (await isOwn()) await rm(path, { force: true })
  }
}

async function take(path: string, own: Held): Promise<boolean> {
  try {
    await writeFile(path, JSON.stringify(own), { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST')
      throw new FileNotWrittenError(path, error)
  }
  return (await isLeftBehind(path)) && takeOver(path, own)
}

async function isLeftBehind(path: string): Promise<boolean> {
  const file = await stat(path).catch(() => undefined)
  // Just released: the next attempt finds nothing in its way.
  if (file === undefined) return false
  const age = Date.now() - file.mtimeMs
  const held = await read(path)
  if (age > OLDEST_MS || (held === undefined && age > LONGEST_WRITING_MS)) return true
  return held?.host === hostname() && !isAlive(held)
}

/** Of several who put theirs in the place of a dead one, the last stays. */
async function takeOver(path: string, own: Held): Promise<boolean> {
  const beside = `${path}.${own.token}`
  await writeFile(beside, JSON.stringify(own))
  await rename(beside, path)
  await pause(SETTLE_MS)
  return (await read(path))?.token === own.token
}

async function read(path: string): Promise<Held | undefined> {
  try {
    const held = JSON.parse(await readFile(path, 'utf8')) as Held
    return typeof held?.token === 'string' ? held : undefined
  } catch {
    return undefined
  }
}

function isAlive({ pid, token }: Held): boolean {
  // A container that was started again has the same name, and gives the same ids: that was another process.
  if (pid === process.pid) return ownTokens.has(token)
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Somebody else's process may not be signalled, and lives.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

const pause = (milliseconds: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, milliseconds))
