import type {
  DraftEdit,
  DraftFile,
  DraftJudgement,
  DraftText,
  OpenedDraft,
  SavedDraft,
} from '../../workflows/editDraft.ts'

/** Drafts: proposal files while they are written. The text is the truth; edits keep its comments and order. */
export interface DraftServices {
  /** Files in `proposals/` that can be opened, and unsaved ones, the newest first. */
  readonly listDrafts: () => Promise<readonly DraftFile[]>
  /** @throws ProposalNotFoundError */
  readonly openDraft: (path: string) => Promise<OpenedDraft>
  /** A new one, named by its title, with these parameters at their present values. */
  readonly newDraft: (
    title: string,
    parameters: readonly { readonly subject: string; readonly parameter: string }[],
  ) => Promise<OpenedDraft>
  /** The text with the edit in it; refused edits leave it as it is and say why. */
  readonly editDraft: (text: string, edit: DraftEdit) => Promise<DraftText>
  /** Everything that can be said without simulating. */
  readonly judgeDraft: (path: string, text: string) => Promise<DraftJudgement>
  /** Keeps what is not saved, so that it survives the process. */
  readonly keepDraft: (path: string, text: string) => Promise<void>
  /** Writes the file whole and forgets the kept one. @throws UsageError if somebody changed the file meanwhile */
  readonly saveDraft: (path: string, text: string) => Promise<SavedDraft>
  /** Forgets what was kept and not saved. */
  readonly discardDraft: (path: string) => Promise<void>
}
