import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { UsageError } from '../shared/errors.ts'
import { recordPlace } from './recordPlace.ts'
import { writeWhole } from './wholeFile.ts'

const SCHEMA = 'ballast.snapshot-record/1'
const FILE_NAME = 'snapshot.json'

const hash = z.string().regex(/^0x[0-9a-f]{64}$/)

const envelopeSchema = z.object({
  address: z.string(),
  sig: z.string(),
  data: z.object({
    domain: z.object({ name: z.string(), version: z.string() }),
    types: z.record(z.string(), z.array(z.object({ name: z.string(), type: z.string() }))),
    message: z.record(z.string(), z.unknown()),
  }),
})

const recordSchema = z.strictObject({
  schema: z.literal(SCHEMA),
  /** `pending` from the moment before it is sent until the hub shows it. */
  state: z.enum(['pending', 'stored']),
  /** Of the proposal's file: others may lie in the same folder. */
  slug: z.string(),
  space: z.string(),
  /** The hub's origin: ids of one service mean nothing to another. */
  hub: z.string(),
  /** The message's EIP-712 hash, which is the proposal's id. */
  id: hash,
  ipfs: z.string().nullable(),
  author: z.string(),
  calldataHash: hash,
  reportHash: hash.nullable(),
  /** What was signed, to be sent again as it is if nobody knows whether it arrived. */
  envelope: envelopeSchema,
})

/** What was proposed on Snapshot, as it is kept beside the proposal's file. */
export type SnapshotRecord = Omit<z.infer<typeof recordSchema>, 'schema'>

/** A record that cannot be read must not be taken for none: the message that it tells of would be sent again. */
export class UnreadableSnapshotRecordError extends UsageError {
  constructor(path: string) {
    super(
      `${path} is the record of a proposal on Snapshot, and it cannot be read.`,
      'Look whether the space has the proposal (ballast snapshot status), then delete the file and repeat the command.',
    )
  }
}

/** Where the record of a proposal on Snapshot lies. */
export const snapshotRecordPath = (folder: string, slug: string): string =>
  recordPlace(folder, slug, FILE_NAME)

/** Writes snapshot.json into the proposal's folder, whole, and answers its path. */
export async function writeSnapshotRecord(folder: string, record: SnapshotRecord): Promise<string> {
  const path = snapshotRecordPath(folder, record.slug)
  await writeWhole(path, `${JSON.stringify({ schema: SCHEMA, ...record }, undefined, 2)}\n`)
  return path
}

/** Which proposal, and where it would be voted on. */
export interface SnapshotRecordOf {
  readonly slug: string
  readonly space: string
  /** Its address. */
  readonly hub: string
}

/**
 * What the record in the folder says of a proposal; undefined if there is none, or it is of another one or another place.
 * Earlier versions wrote snapshot.json for every file.
 *
 * @throws UnreadableSnapshotRecordError
 */
export async function readSnapshotRecord(
  folder: string,
  of: SnapshotRecordOf,
): Promise<SnapshotRecord | undefined> {
  const own = snapshotRecordPath(folder, of.slug)
  for (const path of new Set([own, join(folder, FILE_NAME)])) {
    const record = await readRecord(path)
    if (record !== undefined && isOf(record, of)) return record
  }
  return undefined
}

const isOf = (record: SnapshotRecord, { slug, space, hub }: SnapshotRecordOf): boolean =>
  record.slug === slug && record.space === space && record.hub === new URL(hub).origin

/** @throws UnreadableSnapshotRecordError */
async function readRecord(path: string): Promise<SnapshotRecord | undefined> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw new UnreadableSnapshotRecordError(path)
  })
  if (text === undefined) return undefined
  const parsed = recordSchema.safeParse(parseJson(text))
  if (!parsed.success) throw new UnreadableSnapshotRecordError(path)
  const { schema: _, ...record } = parsed.data
  return record
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
