import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { removeFile, writeWhole } from './wholeFile.ts'

const SCHEMA = 'ballast.kept-draft/1'

const keptSchema = z.strictObject({
  schema: z.literal(SCHEMA),
  /** The proposal's file, absolute. */
  path: z.string(),
  text: z.string(),
  /** Hash of the file's text that was edited; null where there was no file. */
  base: z.string().nullable(),
  /** Unix seconds. */
  at: z.int(),
  /** Who types: each interface keeps its own, so that two of them never overwrite one another. */
  session: z.string().regex(/^[\w-]+$/),
})

/** A draft as it was typed and not saved. */
export type KeptDraft = Omit<z.infer<typeof keptSchema>, 'schema'>

/** Recognises a text. */
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')

const folderOf = (workspace: string): string => join(workspace, '.ballast', 'drafts')

const fileOf = (
  workspace: string,
  { path, session }: Pick<KeptDraft, 'path' | 'session'>,
): string => join(folderOf(workspace), `${hashOf(path).slice(0, 16)}-${session}.json`)

/** The lock of whoever writes a proposal's file from here. */
export const draftLock = (workspace: string, path: string): string =>
  join(folderOf(workspace), `${hashOf(path).slice(0, 16)}.lock`)

/** Keeps a draft, whole or not at all, in place of what the same session kept of it before. */
export const keepDraft = (workspace: string, draft: KeptDraft): Promise<void> =>
  writeWhole(
    fileOf(workspace, draft),
    `${JSON.stringify({ schema: SCHEMA, ...draft }, undefined, 2)}\n`,
  )

/** Every kept draft that can be read, the newest first. */
export async function listKept(workspace: string): Promise<readonly KeptDraft[]> {
  const names = await readdir(folderOf(workspace)).catch(() => [])
  const read = await Promise.all(
    names
      .filter((name) => name.endsWith('.json'))
      .map((name) => readKept(join(folderOf(workspace), name))),
  )
  return read.filter((kept) => kept !== undefined).sort((a, b) => b.at - a.at)
}

async function readKept(file: string): Promise<KeptDraft | undefined> {
  try {
    const parsed = keptSchema.safeParse(JSON.parse(await readFile(file, 'utf8')))
    if (!parsed.success) return undefined
    const { schema: _, ...kept } = parsed.data
    return kept
  } catch {
    return undefined
  }
}

/** Forgets a kept draft; one that says something else by now is somebody's work and stays. */
export async function forgetKept(workspace: string, known: KeptDraft): Promise<void> {
  const file = fileOf(workspace, known)
  const present = await readKept(file)
  if (present?.text === known.text) await removeFile(file)
}

/** Forgets whatever a session kept of a file. */
export const forgetOwn = (
  workspace: string,
  own: Pick<KeptDraft, 'path' | 'session'>,
): Promise<void> => removeFile(fileOf(workspace, own))
