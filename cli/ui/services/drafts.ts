import type { EditedDraft } from '../../governance/draftEdits.ts'
import type { DraftJudgement } from '../../governance/draftJudgement.ts'
import type { DraftEdit } from '../../governance/draftPlans.ts'
import type { DraftReading } from '../../governance/draftReading.ts'
import type { DraftOnDesk, OpenedDraft, SavedDraft } from '../../workflows/draftFiles.ts'
import type { DraftStart } from '../../workflows/editDraft.ts'
import type { DraftFile } from '../../workflows/listDrafts.ts'
import type { Consequences } from '../../workflows/weighDraft.ts'

/** What had been typed and not saved when a draft was opened. */
export type KeptText = NonNullable<OpenedDraft['kept']>

/** Drafts: proposal files while they are written. The text is the truth; edits keep its comments and order. */
export interface DraftServices {
  /** Proposals in `proposals/` that can be opened, and unsaved ones, the newest first. */
  readonly listDrafts: () => Promise<readonly DraftFile[]>
  /**
   * Any proposal's file, by a path from where people are or from the workspace.
   *
   * @throws ProposalNotFoundError, ProposalNotReadError, ProposalTooLargeError
   */
  readonly openDraft: (path: string) => Promise<OpenedDraft>
  /** A new one, in no file yet, at a path that no other has, with these parameters at their present values. */
  readonly newDraft: (start: readonly DraftStart[]) => Promise<OpenedDraft>
  /** What the text says: needs no chain. */
  readonly readDraft: (text: string) => Promise<DraftReading>
  /**
   * The text with the edit in it; refused edits leave it as it is and say why. Asks the chain for a change that is added
   * and for an expectation, and for nothing else.
   */
  readonly editDraft: (text: string, edit: DraftEdit) => Promise<EditedDraft>
  /** Everything that can be said without executing it, row by row. */
  readonly judgeDraft: (path: string, text: string) => Promise<DraftJudgement>
  /** What its sound values would do to the vaults, without simulating. */
  readonly weighDraft: (path: string, text: string) => Promise<Consequences>
  /** Keeps what is not saved, so that it survives the process. */
  readonly keepDraft: (draft: DraftOnDesk) => Promise<void>
  /**
   * Writes the file whole and forgets what was kept; a new one goes into a folder that is named by its title.
   *
   * @throws DraftChangedError if somebody changed the file meanwhile, unless it is forced
   */
  readonly saveDraft: (
    draft: DraftOnDesk,
    options: { readonly isForced?: boolean; readonly found?: KeptText },
  ) => Promise<SavedDraft>
  /** Forgets what was kept and not saved. */
  readonly discardDraft: (
    draft: Pick<DraftOnDesk, 'path' | 'by'>,
    found: KeptText | undefined,
  ) => Promise<void>
  /** Forgets all that was typed and not saved, whoever typed it; a file stays as it is. */
  readonly putAwayDraft: (path: string) => Promise<void>
}
