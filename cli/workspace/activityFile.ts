import { type FileHandle, mkdir, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import * as z from 'zod'
import { linesFromEnd } from './linesFromEnd.ts'
import { FileNotWrittenError } from './wholeFile.ts'

const SCHEMA = 'ballast.activity/1'
/** Somebody else's title may be in it; a line stays one small write. */
const LONGEST_TEXT = 300

const bytes32 = z.string().regex(/^0x[0-9a-f]{64}$/i)
const text = z.string().transform((whole) => whole.slice(0, LONGEST_TEXT))

const entrySchema = z.object({
  /** Unix seconds, by the clock of the computer that sent it. */
  at: z.int().nonnegative(),
  network: z.string(),
  chainId: z.int().positive(),
  /** The chain's first block: a development chain that is started anew has the same id. */
  genesis: bytes32.exactOptional(),
  verb: z.enum([
    'submit',
    'vote',
    'queue',
    'execute',
    'cancel',
    'delegate',
    'guardian',
    'relay',
    'safe',
    'steward',
    'keeper',
    'pending',
    'warp',
  ]),
  /** Whose transaction it was; a clock that was moved has neither. */
  account: z
    .string()
    .regex(/^0x[0-9a-fA-F]{40}$/)
    .exactOptional(),
  transactionHash: bytes32.exactOptional(),
  block: z.int().nonnegative().exactOptional(),
  /**
   * `done`: mined, and the chain shows what was wanted; `different`: mined, and it shows something else; `mined`: nobody
   * has looked; `unseen`: it left, and nobody has seen it mined.
   */
  outcome: z.enum(['done', 'different', 'mined', 'reverted', 'unseen']),
  /** What was done, or was to be done. */
  headline: text,
  /** What is not as it should be. */
  trouble: text.exactOptional(),
  /** In decimal, if it concerns one. */
  proposalId: z.string().regex(/^\d+$/).exactOptional(),
})
const lineSchema = entrySchema.extend({ schema: z.literal(SCHEMA) })

/** What is written down about an act. A later entry of the same transaction takes the place of an earlier one. */
export type ActivityEntry = z.infer<typeof entrySchema>

/** The end of the file. */
export interface NewestActivity {
  readonly path: string
  /** One a transaction, the newest first. */
  readonly entries: readonly ActivityEntry[]
  /** There are older ones. */
  readonly isCut: boolean
  /** Lines that could not be read: torn by a crash, or written by a later version. */
  readonly unreadable: number
}

const pathIn = (folder: string): string => join(folder, '.ballast', 'activity.jsonl')

/**
 * Adds a line, in one write, so that several processes may do so at once.
 *
 * @throws FileNotWrittenError
 */
export async function appendActivity(
  folder: string,
  entry: Omit<ActivityEntry, 'at'>,
): Promise<void> {
  const path = pathIn(folder)
  try {
    await mkdir(dirname(path), { recursive: true })
    const file = await open(path, 'a+')
    try {
      const whole = entrySchema.parse({ at: Math.floor(Date.now() / 1_000), ...entry })
      const line = JSON.stringify({ schema: SCHEMA, ...whole })
      await file.appendFile(`${(await isTorn(file)) ? '\n' : ''}${line}\n`)
    } finally {
      await file.close()
    }
  } catch (error) {
    throw new FileNotWrittenError(path, error)
  }
}

/** Whether a write was cut off at the end: the next line would become part of it. */
async function isTorn(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat()
  if (size === 0) return false
  const { buffer } = await file.read({ buffer: Buffer.alloc(1), position: size - 1 })
  return buffer[0] !== '\n'.charCodeAt(0)
}

/** What was sent last, read from the end of the file: however long it is, this takes as long. */
export async function readNewestActivity(folder: string, most: number): Promise<NewestActivity> {
  const path = pathIn(folder)
  const entries = new Map<string, ActivityEntry>()
  let unreadable = 0
  let isCut = false
  for await (const line of linesFromEnd(path)) {
    if (line === 'cut') {
      isCut = true
    } else {
      const entry = entryOf(line.text)
      const key = keyOf(entry)
      if (entry === undefined) unreadable += 1
      else if (entries.size === most && !entries.has(key)) {
        isCut = true
        break
      } else if (!entries.has(key)) entries.set(key, entry)
    }
  }
  return { path, entries: [...entries.values()], isCut, unreadable }
}

/** On two chains that were started the same way the same act has the same hash. */
const keyOf = (entry: ActivityEntry | undefined): string =>
  `${entry?.chainId} ${entry?.genesis} ${entry?.transactionHash ?? `${entry?.at} ${entry?.block}`}`

function entryOf(line: string): ActivityEntry | undefined {
  try {
    const { schema: _, ...entry } = lineSchema.parse(JSON.parse(line))
    return entry
  } catch {
    return undefined
  }
}
