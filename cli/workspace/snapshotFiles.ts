import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { UsageError } from '../shared/errors.ts'
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

/** Writes snapshot.json into the proposal's folder, whole, and answers its path. */
export async function writeSnapshotRecord(folder: string, record: SnapshotRecord): Promise<string> {
  const path = join(folder, FILE_NAME)
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
 * What snapshot.json in the folder says of a proposal; undefined if there is none, or it is of another one or another
 * place.
 *
 * @throws UnreadableSnapshotRecordError
 */
export async function readSnapshotRecord(
  folder: string,
  { slug, space, hub }: SnapshotRecordOf,
): Promise<SnapshotRecord | undefined> {
  const path = join(folder, FILE_NAME)
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw new UnreadableSnapshotRecordError(path)
  })
  if (text === undefined) return undefined
  const parsed = recordSchema.safeParse(parseJson(text))
  if (!parsed.success) throw new UnreadableSnapshotRecordError(path)
  const { schema: _, ...record } = parsed.data
  const isIt = record.slug === slug && record.space === space && record.hub === new URL(hub).origin
  return isIt ? record : undefined
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
