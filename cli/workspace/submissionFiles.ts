import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { recordPlace } from './recordPlace.ts'
import { removeFile, writeWhole } from './wholeFile.ts'

const SCHEMA = 'ballast.submission/1'
const FILE_NAME = 'submission.json'

const submissionSchema = z.strictObject({
  schema: z.literal(SCHEMA),
  network: z.string(),
  chainId: z.int(),
  governor: z.string(),
  proposalId: z.string(),
  proposer: z.string(),
  descriptionHash: z.string(),
  sourceHash: z.string(),
  /** Null if the node no longer has the event. */
  transaction: z.string().nullable(),
  block: z.int().nullable(),
  /** ISO 8601; the deadline can still move while the vote runs. */
  snapshot: z.string(),
  deadline: z.string(),
  /** What the checks said before it was sent; null if it was not sent from here. */
  decision: z.string().nullable(),
  acceptedInconclusive: z.array(z.string()),
})

/** What was submitted, as it is kept beside the proposal's file. */
export type Submission = Omit<z.infer<typeof submissionSchema>, 'schema'>

/**
 * Writes submission.json into the proposal's folder, whole, and answers its path.
 *
 * @param slug of the proposal's file: others may lie in the same folder
 * @throws FileNotWrittenError
 */
export async function writeSubmission(
  folder: string,
  slug: string,
  submission: Submission,
): Promise<string> {
  const path = recordPlace(folder, slug, FILE_NAME)
  await writeWhole(path, `${JSON.stringify({ schema: SCHEMA, ...submission }, undefined, 2)}\n`)
  return path
}

/**
 * What a proposal's submission.json says; undefined if there is none, or nothing that we wrote.
 *
 * @param isOwn earlier versions wrote submission.json for every file of a folder: whether such a one is of this proposal
 */
export async function readSubmission(
  folder: string,
  slug: string,
  isOwn: (submission: Submission) => boolean = () => false,
): Promise<Submission | undefined> {
  const own = await submissionAt(recordPlace(folder, slug, FILE_NAME))
  if (own !== undefined) return own
  const shared = await submissionAt(join(folder, FILE_NAME))
  return shared !== undefined && isOwn(shared) ? shared : undefined
}

async function submissionAt(path: string): Promise<Submission | undefined> {
  const parsed = submissionSchema.safeParse(await readJson(path))
  if (!parsed.success) return undefined
  const { schema: _, ...submission } = parsed.data
  return submission
}

const PENDING_SCHEMA = 'ballast.submission-pending/1'
const PENDING_NAME = 'submission.pending.json'

const pendingSchema = submissionSchema
  .pick({
    network: true,
    chainId: true,
    governor: true,
    proposalId: true,
    proposer: true,
    descriptionHash: true,
    sourceHash: true,
    acceptedInconclusive: true,
  })
  .extend({ schema: z.literal(PENDING_SCHEMA), decision: z.string() })

/** A proposal that is about to leave: all that is known of it beforehand. */
export type PendingSubmission = Omit<z.infer<typeof pendingSchema>, 'schema'>

/**
 * The record of a proposal on its way, beside its file: written before it is sent, and gone once submission.json is there.
 * Whoever finds it knows what was agreed to, and that the same command looks for it on the chain first.
 *
 * @param folder of the proposal
 * @param slug of its file: others may lie in the same folder
 */
export function pendingSubmissionIn(folder: string, slug: string) {
  const path = recordPlace(folder, slug, PENDING_NAME)
  return {
    /** @throws FileNotWrittenError */
    write: (pending: PendingSubmission): Promise<void> =>
      writeWhole(path, `${JSON.stringify({ schema: PENDING_SCHEMA, ...pending }, undefined, 2)}\n`),

    /** What was noted of this text for this chain; undefined if nothing was, or of another. */
    async read(of: {
      readonly chainId: number
      readonly sourceHash: string
    }): Promise<PendingSubmission | undefined> {
      const parsed = pendingSchema.safeParse(await readJson(path))
      if (!parsed.success) return undefined
      const { schema: _, ...pending } = parsed.data
      const isSame = pending.chainId === of.chainId && pending.sourceHash === of.sourceHash
      return isSame ? pending : undefined
    },

    /** @throws FileNotWrittenError */
    remove: (): Promise<void> => removeFile(path),
  }
}

async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
