import { mkdir, readFile, realpath } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { titleIn, whyNoProposal } from '../governance/draftReading.ts'
import { slugOf } from '../governance/draftWords.ts'
import { UsageError } from '../shared/errors.ts'
import { advise } from '../shared/remedy.ts'
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
import { isThere, readSource, writeProposal } from '../workspace/proposalFiles.ts'
import { writeWhole } from '../workspace/wholeFile.ts'
import { type DraftPlace, draftFileAt, shownPath } from './draftPlaces.ts'

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

/** The file is something else: edited as a draft it would be spoiled. */
export class NotAProposalError extends UsageError {
  constructor(path: string, why: string) {
    super(
      `${path} is no proposal: ${why}.`,
      advise`A proposal's file has a title, a summary, and changes or calls. Name another file, or begin a proposal: ${{ act: 'draft' }}`,
    )
  }
}

/**
 * Opens a proposal by the path of its file or folder, with what was typed and not saved, whoever typed it last.
 *
 * @throws ProposalNotFoundError, ProposalTooLargeError, NotAProposalError
 */
export async function openDraft(place: DraftPlace, path: string): Promise<OpenedDraft> {
  const file = await draftFileAt(place, path)
  const all = (await listKept(place.folder)).filter((kept) => kept.path === file)
  if (!(await isThere(file))) {
    const [kept] = all
    if (kept !== undefined) return { path: shownPath(file), text: '', base: null, kept }
  }
  const { text } = await readSource(shownPath(file))
  const kept = all.find((one) => one.text !== text)
  // What was typed is somebody's work, whatever the file has become since.
  const why = whyNoProposal(kept?.text ?? text)
  if (why !== undefined) throw new NotAProposalError(path, why)
  return {
    path: shownPath(file),
    text,
    base: hashOf(text),
    ...(kept === undefined ? {} : { kept }),
  }
}

/** Keeps what is not saved, so that it survives the process. */
export const keepOnDesk = (
  { folder }: DraftPlace,
  { path, text, base, by }: DraftOnDesk,
  at: number,
): Promise<void> => keepDraft(folder, { path: resolve(path), text, base, at, session: by })

/** Forgets all that was typed of a draft and never written, whoever typed it; its file stays as it is. */
export async function putAwayDraft({ folder }: DraftPlace, path: string): Promise<void> {
  const file = resolve(path)
  const kept = (await listKept(folder)).filter((one) => one.path === file)
  for (const one of kept) await forgetKept(folder, one)
}

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
  return { path: shownPath(path), base: hashOf(draft.text) }
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
  // A link goes on naming the same file.
  await writeWhole(await realpath(file).catch(() => file), text)
  return file
}

function writeNew(file: string, text: string): Promise<string> {
  const folder = dirname(file)
  const date = /^\d{4}-\d{2}-\d{2}-/.exec(basename(folder))?.[0] ?? ''
  const named = join(dirname(folder), `${date}${slugOf(titleIn(text))}`)
  return firstFree(named, isThere).then((free) => writeProposal(free, text))
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
