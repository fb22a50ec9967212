import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { titleIn } from '../governance/draftReading.ts'
import { type KeptDraft, listKept } from '../workspace/keptDrafts.ts'
import { proposalsIn } from '../workspace/proposalFiles.ts'
import { type DraftPlace, shownPath } from './draftPlaces.ts'

/** A draft as a list shows it. */
export interface DraftFile {
  readonly path: string
  /** Empty where the file has none that can be read. */
  readonly title: string
  /** Unix seconds. */
  readonly changedAt: number
  /** Whether something was typed that is not in the file. */
  readonly isKept: boolean
  /** Whether there is no file yet. */
  readonly isNew: boolean
}

/** Every proposal in `proposals/`, and whatever was typed and not saved; the newest first. */
export async function listDrafts({ folder }: DraftPlace): Promise<readonly DraftFile[]> {
  const [files, kept] = await Promise.all([filesIn(folder), listKept(folder)])
  const all = [...new Set([...files, ...kept.map(({ path }) => path)])]
  const listed = await Promise.all(all.map((file) => listedDraft(file, kept)))
  return listed.filter((one) => one !== undefined).sort((a, b) => b.changedAt - a.changedAt)
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const roots = [...new Set([folder, process.cwd()])].map((root) => join(root, 'proposals'))
  const found = await Promise.all(roots.map(proposalsIn))
  return found.flat().map(({ file }) => file)
}

async function listedDraft(
  file: string,
  all: readonly KeptDraft[],
): Promise<DraftFile | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  const kept = all.find((one) => one.path === file && one.text !== text)
  const newest = kept?.text ?? text
  if (newest === undefined) return undefined
  return {
    path: shownPath(file),
    title: titleIn(newest),
    changedAt: kept?.at ?? (await changedAt(file)),
    isKept: kept !== undefined,
    isNew: text === undefined,
  }
}

const changedAt = async (file: string): Promise<number> =>
  Math.floor(((await stat(file).catch(() => undefined))?.mtimeMs ?? 0) / 1_000)
