import process from 'node:process'
import type { DraftServices } from '../ui/services/drafts.ts'
import {
  forgetDraft,
  keepOnDesk,
  openDraft,
  putAwayDraft,
  saveDraft,
} from '../workflows/draftFiles.ts'
import {
  editDraft,
  judgeDraft,
  newDraft,
  readDraft,
  weighDraftText,
} from '../workflows/editDraft.ts'
import { listDrafts } from '../workflows/listDrafts.ts'
import type { Opened } from './open.ts'

interface Settling {
  /** Resolves when what was to be kept is kept: asked before the thread is ended. */
  readonly settleDrafts: () => Promise<void>
}

/** Drafts of the folder that everything else is kept in. */
export function draftServices({ protocol, workspace }: Opened): DraftServices & Settling {
  const now = () => Math.floor(Date.now() / 1_000)
  const place = async () => ({
    // Without a workspace the demonstration runs from where it was started.
    folder: await workspace().then(
      ({ config }) => config.folder,
      () => process.cwd(),
    ),
  })
  const underWay = new Set<Promise<unknown>>()
  const whole = <T>(work: Promise<T>): Promise<T> => {
    underWay.add(work)
    return work.finally(() => underWay.delete(work))
  }
  return {
    settleDrafts: async () => void (await Promise.allSettled(underWay)),
    listDrafts: async () => listDrafts(await place()),
    openDraft: async (path) => openDraft(await place(), path),
    newDraft: async (start) => newDraft(await place(), protocol, start),
    readDraft,
    editDraft: (text, edit) => editDraft(protocol, text, edit),
    judgeDraft: (path, text) => judgeDraft(protocol, path, text),
    weighDraft: (path, text) => weighDraftText(protocol, { path, text }, now()),
    keepDraft: (draft) => whole(place().then((one) => keepOnDesk(one, draft, now()))),
    saveDraft: (draft, options) => whole(place().then((one) => saveDraft(one, draft, options))),
    discardDraft: async (draft, found) => forgetDraft(await place(), draft, found),
    putAwayDraft: (path) => whole(place().then((one) => putAwayDraft(one, path))),
  }
}
