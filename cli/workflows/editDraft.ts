import { join } from 'node:path'
import { type EditedDraft, editChange, editInText, editText } from '../governance/draftEdits.ts'
import { type DraftJudgement, type Judged, judgeDraftText } from '../governance/draftJudgement.ts'
import { type DraftEdit, isTextEdit } from '../governance/draftPlans.ts'
import { type DraftReading, readDraftText } from '../governance/draftReading.ts'
import { UsageError } from '../shared/errors.ts'
import { formatUtcDate } from '../shared/time.ts'
import { isThere } from '../workspace/proposalFiles.ts'
import { parametersAt } from './bookAt.ts'
import type { OpenedDraft } from './draftFiles.ts'
import { type DraftPlace, placeForNew } from './draftPlaces.ts'
import { textOf, type World } from './draftProposal.ts'
import type { Protocol } from './protocol.ts'
import { type Consequences, weighDraft } from './weighDraft.ts'

/** A parameter that a new draft begins with. */
export interface DraftStart {
  readonly subject: string
  readonly parameter: string
}

/** The protocol, opened when something of it is needed. */
type Open = () => Promise<Protocol>

async function worldOf(open: Open): Promise<World> {
  const protocol = await open()
  return { book: protocol.book, risk: protocol.risk, current: await parametersAt(protocol) }
}

/** A new draft that is nowhere yet: with these parameters at their present values, or with none. */
export async function newDraft(
  place: DraftPlace,
  open: Open,
  start: readonly DraftStart[],
): Promise<OpenedDraft> {
  const world = await worldOf(open)
  const path = placeForNew(place, formatUtcDate(world.current.block.timestamp))
  const isSchemaThere = await isThere(join(place.folder, 'proposals', 'schema.json'))
  const empty = textOf(
    { title: '', summary: '', settings: [] },
    world,
    isSchemaThere ? '../schema.json' : undefined,
  )
  const text = start.reduce((before, one) => withPresent(before, one, world), empty)
  return { path, text, base: null }
}

/** @throws UsageError for a parameter that nobody knows */
function withPresent(text: string, start: DraftStart, world: World): string {
  const { text: after, refused } = editChange(text, { kind: 'add', ...start }, world)
  if (refused === undefined) return after
  throw new UsageError(refused, 'Choose one from the list of parameters.')
}

/** What the text says, whatever the chain has. */
export const readDraft = async (text: string): Promise<DraftReading> => readDraftText(text)

/** The text with the edit in it. The chain is asked for nothing but what is not in the text yet. */
export async function editDraft(open: Open, text: string, edit: DraftEdit): Promise<EditedDraft> {
  if (isTextEdit(edit)) return editText(text, edit)
  return editInText(text, edit) ?? editChange(text, edit, await worldOf(open))
}

const judged = async (open: Open, path: string, text: string): Promise<Judged> =>
  judgeDraftText({ path, slug: path, text }, await worldOf(open))

/** Everything that can be said without executing it. */
export const judgeDraft = async (open: Open, path: string, text: string): Promise<DraftJudgement> =>
  (await judged(open, path, text)).judgement

/** What its sound values would do to the vaults. */
export const weighDraftText = async (
  open: Open,
  { path, text }: { readonly path: string; readonly text: string },
  now: number,
): Promise<Consequences> => weighDraft(await open(), (await judged(open, path, text)).changes, now)
