import { mkdir, readdir, readFile, stat } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve } from 'node:path'
import process from 'node:process'
import { slugOf } from '../governance/draftWords.ts'
import { readYaml } from '../governance/yamlSource.ts'
import { UsageError } from '../shared/errors.ts'
import {
  draftLock,
  forgetKept,
  forgetOwn,
  hashOf,
  type KeptDraft,
  keepDraft,
  listKept,
} from '../workspace/keptDrafts.ts'
import { withLock } from '../workspace/lockFile.ts'
import { isThere, proposalFile, readSource, writeProposal } from '../workspace/proposalFiles.ts'
import { writeWhole } from '../workspace/wholeFile.ts'

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

/** A draft that was opened. */
export interface OpenedDraft {
  readonly path: string
  /** The file's; empty if there is none. */
  readonly text: string
  /** Recognises the file's text; null if there is none. */
  readonly base: string | null
  /** What was typed and never saved. */
  readonly kept?: KeptDraft
}

/** A draft that is to be kept or saved. */
export interface DraftOnDesk {
  readonly path: string
  readonly text: string
  /** The file that it was made from, as `OpenedDraft` has it. */
  readonly base: string | null
  /** Who types it: one name for each editor. */
  readonly by: string
}

export interface SavedDraft {
  readonly path: string
  readonly base: string
}

/** Somebody else has changed the file since it was opened. */
export class DraftChangedError extends UsageError {
  constructor(path: string) {
    super(
      `Somebody else has changed ${path} since it was opened here; nothing was written.`,
      'Write it anyway, or take what is in the file now.',
    )
  }
}

/** The folder that `proposals/` and what is kept lie in. */
export interface DraftPlace {
  readonly folder: string
}

/** As people would type it from where they are. */
const shown = (file: string): string => {
  const path = relative(process.cwd(), file)
  return path.startsWith('..') ? file : path
}

const changedAt = async (file: string): Promise<number> =>
  Math.floor(((await stat(file).catch(() => undefined))?.mtimeMs ?? 0) / 1_000)

/** Every proposal below `proposals/`, and whatever was typed and not saved; the newest first. */
export async function listDrafts({ folder }: DraftPlace): Promise<readonly DraftFile[]> {
  const [files, kept] = await Promise.all([filesIn(folder), listKept(folder)])
  const all = [...new Set([...files, ...kept.map(({ path }) => path)])]
  const listed = await Promise.all(all.map((file) => listedDraft(file, kept)))
  return listed.filter((one) => one !== undefined).sort((a, b) => b.changedAt - a.changedAt)
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const roots = [...new Set([folder, process.cwd()])].map((root) => join(root, 'proposals'))
  const found = await Promise.all(
    roots.map(async (root) => {
      const entries = await readdir(root, { withFileTypes: true }).catch(() => [])
      const inside = entries.filter((entry) => entry.isDirectory())
      return inside.map(({ name }) => proposalFile(join(root, name)))
    }),
  )
  const files = found.flat()
  const isFile = await Promise.all(files.map(isThere))
  return files.filter((_, i) => isFile[i])
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
    path: shown(file),
    title: titleIn(newest),
    changedAt: kept?.at ?? (await changedAt(file)),
    isKept: kept !== undefined,
    isNew: text === undefined,
  }
}

function titleIn(text: string): string {
  const { plain } = readYaml(text, () => false)
  const title = (plain as { readonly title?: unknown } | null | undefined)?.title
  return typeof title === 'string' ? title.trim() : ''
}

/**
 * Opens a proposal by the path of its file or folder, with what was typed and not saved, whoever typed it last.
 *
 * @throws ProposalNotFoundError, ProposalTooLargeError
 */
export async function openDraft({ folder }: DraftPlace, path: string): Promise<OpenedDraft> {
  const file = await fileAt(path)
  const all = (await listKept(folder)).filter((kept) => kept.path === file)
  if (!(await isThere(file))) {
    const [kept] = all
    if (kept !== undefined) return { path: shown(file), text: '', base: null, kept }
  }
  const { text } = await readSource(file)
  const kept = all.find((one) => one.text !== text)
  return {
    path: shown(file),
    text,
    base: hashOf(text),
    ...(kept === undefined ? {} : { kept }),
  }
}

async function fileAt(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined)
  return resolve(found?.isDirectory() ? proposalFile(path) : path)
}

/** A place for a new draft that is nobody's yet: it gets its name from its title when it is first written. */
export async function placeForNew({ folder }: DraftPlace, date: string): Promise<string> {
  const kept = (await listKept(folder)).map(({ path }) => path)
  const isTaken = async (candidate: string) =>
    kept.includes(proposalFile(candidate)) || isThere(candidate)
  const free = await firstFree(join(folder, 'proposals', `${date}-new-draft`), isTaken)
  return shown(proposalFile(free))
}

async function firstFree(
  wanted: string,
  isTaken: (candidate: string) => Promise<boolean>,
): Promise<string> {
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? wanted : `${wanted}-${number}`
    if (!(await isTaken(candidate))) return candidate
  }
}

/** Keeps what is not saved, so that it survives the process. */
export const keepOnDesk = (
  { folder }: DraftPlace,
  { path, text, base, by }: DraftOnDesk,
  at: number,
): Promise<void> => keepDraft(folder, { path: resolve(path), text, base, at, session: by })

/** Forgets what an editor kept, and what it had found kept by another one. */
export async function forgetDraft(
  { folder }: DraftPlace,
  { path, by }: Pick<DraftOnDesk, 'path' | 'by'>,
  found?: KeptDraft,
): Promise<void> {
  await forgetOwn(folder, { path: resolve(path), session: by })
  if (found !== undefined) await forgetKept(folder, found)
}

const LONGEST_WAIT_SECONDS = 5

/**
 * Writes a draft to its file, whole; a new one into a folder that is named by its title. What was kept of it is
 * forgotten.
 *
 * @param options.isForced writes over what somebody else wrote meanwhile
 * @param options.found what had been kept when it was opened
 * @throws DraftChangedError, FileNotWrittenError
 */
export async function saveDraft(
  place: DraftPlace,
  draft: DraftOnDesk,
  options: { readonly isForced?: boolean; readonly found?: KeptDraft } = {},
): Promise<SavedDraft> {
  const file = resolve(draft.path)
  const lock = draftLock(place.folder, file)
  await mkdir(dirname(lock), { recursive: true })
  const path = await withLock(
    { path: lock, about: 'writing a draft', waitSeconds: LONGEST_WAIT_SECONDS },
    () => write(file, draft, options.isForced ?? false),
    ({ isOver }) => {
      if (isOver) throw new DraftChangedError(draft.path)
    },
  )
  await forgetDraft(place, draft, options.found)
  return { path: shown(path), base: hashOf(draft.text) }
}

async function write(
  file: string,
  { path, text, base }: DraftOnDesk,
  isForced: boolean,
): Promise<string> {
  const present = await readFile(file, 'utf8').catch(() => undefined)
  if (present === undefined && base === null) return writeNew(file, text)
  const isOther = present === undefined || hashOf(present) !== base
  if (isOther && present !== text && !isForced) throw new DraftChangedError(path)
  await writeWhole(file, text)
  return file
}

function writeNew(file: string, text: string): Promise<string> {
  const folder = dirname(file)
  const date = /^\d{4}-\d{2}-\d{2}-/.exec(basename(folder))?.[0] ?? ''
  const named = join(dirname(folder), `${date}${slugOf(titleIn(text))}`)
  return firstFree(named, isThere).then((free) => writeProposal(free, text))
}
