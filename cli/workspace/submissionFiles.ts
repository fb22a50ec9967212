import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
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

/** Writes submission.json into the proposal's folder, whole, and answers its path. */
export async function writeSubmission(folder: string, submission: Submission): Promise<string> {
  const path = join(folder, FILE_NAME)
  await writeWhole(path, `${JSON.stringify({ schema: SCHEMA, ...submission }, undefined, 2)}\n`)
  return path
}

/** What submission.json in the folder says; undefined if there is none, or nothing that we wrote. */
export async function readSubmission(folder: string): Promise<Submission | undefined> {
  const parsed = submissionSchema.safeParse(await readJson(join(folder, FILE_NAME)))
  if (!parsed.success) return undefined
  const { schema: _, ...submission } = parsed.data
  return submission
}

const judgementSchema = z.strictObject({
  chainId: z.int(),
  sourceHash: z.string(),
  decision: z.string(),
  acceptedInconclusive: z.array(z.string()),
})

/** What the checks said about a file whose proposal is about to be sent. */
export type Judgement = z.infer<typeof judgementSchema>

/** Which file, for which chain. */
type Judging = Pick<Judgement, 'chainId' | 'sourceHash'>

/**
 * Judgements of proposals that are on their way, below a workspace's folder: if the process dies between sending and
 * writing submission.json, the repeated command still knows what the checks said.
 */
export function judgementsIn(folder: string) {
  const judgements = join(folder, '.ballast', 'judgements')
  const fileOf = ({ chainId, sourceHash }: Judging) =>
    join(judgements, `${chainId}-${sourceHash.slice(2, 34)}.json`)
  return {
    async remember(judgement: Judgement): Promise<void> {
      await writeWhole(fileOf(judgement), JSON.stringify(judgement))
    },
    async recall(of: Judging): Promise<Judgement | undefined> {
      const parsed = judgementSchema.safeParse(await readJson(fileOf(of)))
      return parsed.success && parsed.data.sourceHash === of.sourceHash ? parsed.data : undefined
    },
    forget: (of: Judging): Promise<void> => removeFile(fileOf(of)),
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
