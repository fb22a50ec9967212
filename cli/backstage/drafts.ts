import process from 'node:process'
import type { DraftServices } from '../ui/services/drafts.ts'
import {
  forgetDraft,
  keepOnDesk,
  listDrafts,
  openDraft,
  saveDraft,
} from '../workflows/draftFiles.ts'
import { editDraft, judgeDraft, newDraft, weighDraftText } from '../workflows/editDraft.ts'
import type { Opened } from './open.ts'

/** Drafts of the folder that everything else is kept in. */
export function draftServices({ protocol, workspace }: Opened): DraftServices {
  const now = () => Math.floor(Date.now() / 1_000)
  const place = async () => ({
    // Without a workspace the demonstration runs from where it was started.
    folder: await workspace().then(
      ({ config }) => config.folder,
      () => process.cwd(),
    ),
  })
  return {
    listDrafts: async () => listDrafts(await place()),
    openDraft: async (path) => openDraft(await place(), path),
    newDraft: async (start) => newDraft(await place(), protocol, start),
    editDraft: (text, edit) => editDraft(protocol, text, edit),
    judgeDraft: (path, text) => judgeDraft(protocol, path, text),
    weighDraft: (path, text) => weighDraftText(protocol, { path, text }, now()),
    keepDraft: async (draft) => keepOnDesk(await place(), draft, now()),
    saveDraft: async (draft, options) => saveDraft(await place(), draft, options),
    discardDraft: async (draft, found) => forgetDraft(await place(), draft, found),
  }
}
