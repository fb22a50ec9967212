import process from 'node:process'
import { editChange, editText } from '../../cli/governance/draftEdits.ts'
import { judgeDraftText } from '../../cli/governance/draftJudgement.ts'
import { isTextEdit } from '../../cli/governance/draftPlans.ts'
import { readDraftText, titleIn } from '../../cli/governance/draftReading.ts'
import { defaultRisk } from '../../cli/governance/draftRisk.ts'
import { ExitCode, RelayedError } from '../../cli/shared/errors.ts'
import type { DraftServices } from '../../cli/ui/services/drafts.ts'
import type { DraftOnDesk, OpenedDraft } from '../../cli/workflows/draftFiles.ts'
import { placeForNew } from '../../cli/workflows/draftPlaces.ts'
import type { Consequences } from '../../cli/workflows/weighDraft.ts'
import { book, parameters } from '../governance/demo.ts'

/** Files and what is kept of them, in the memory of a test; edits and judgements are the real ones. */
export interface FakeDrafts extends DraftServices {
  readonly files: Map<string, string>
  readonly kept: Map<string, DraftOnDesk>
}

const hash = (text: string | undefined): string | null => (text === undefined ? null : `#${text}`)

export const noConsequences: Consequences = {
  markets: [],
  block: { number: 1, timestamp: 1 },
  executesAt: 1_795_953_600,
  assumptions: ['Vaults stay as they are.'],
}

/** Of a higher threshold: a fall of 20 % makes fewer vaults liquidatable. */
export const consequences: Consequences = {
  block: { number: 1, timestamp: 1 },
  executesAt: 1_795_953_600,
  assumptions: ['Vaults stay as they are.'],
  markets: [
    {
      label: 'WETH-A',
      execution: {
        label: 'WETH-A',
        totalDebt: { before: 1e6, after: 1e6 },
        rungs: [
          {
            shock: -0.2,
            price: 2_400,
            before: { vaultCount: 12, debt: 1_200_000 },
            after: { vaultCount: 9, debt: 900_000 },
          },
        ],
        efficiency: {
          before: { mostDebt: 0.667, use: 0.5, ceilingUse: 0.25 },
          after: { mostDebt: 0.645, use: 0.52, ceilingUse: 0.25 },
        },
      },
    },
  ],
}

export function fakeDrafts(
  first: Readonly<Record<string, string>> = {},
  own: Partial<DraftServices> = {},
): FakeDrafts {
  const files = new Map(Object.entries(first))
  const kept = new Map<string, DraftOnDesk>()
  const world = { book, current: parameters(), risk: defaultRisk }
  const apply: DraftServices['editDraft'] = async (text, edit) =>
    isTextEdit(edit) ? editText(text, edit) : editChange(text, edit, world)
  return {
    files,
    kept,
    listDrafts: async () =>
      [...new Set([...kept.keys(), ...files.keys()])].map((path) => ({
        path,
        title: titleIn(kept.get(path)?.text ?? files.get(path) ?? ''),
        changedAt: 1_795_345_200,
        isKept: kept.has(path),
        isNew: !files.has(path),
      })),
    openDraft: async (path): Promise<OpenedDraft> => {
      const text = files.get(path)
      const found = kept.get(path)
      return {
        path,
        text: text ?? '',
        base: hash(text),
        ...(found === undefined || found.text === text
          ? {}
          : {
              kept: {
                path,
                text: found.text,
                base: found.base,
                at: 1_795_348_500,
                session: found.by,
              },
            }),
      }
    },
    newDraft: async (start) => {
      let text = 'title: ""\nsummary: ""\nchanges: []\n'
      for (const one of start) text = (await apply(text, { kind: 'add', ...one })).text
      return { path: placeForNew({ folder: process.cwd() }, '2026-11-22'), text, base: null }
    },
    readDraft: async (text) => readDraftText(text),
    editDraft: apply,
    judgeDraft: async (path, text) => judgeDraftText({ path, slug: path, text }, world).judgement,
    weighDraft: async () => noConsequences,
    keepDraft: async (draft) => void kept.set(draft.path, draft),
    saveDraft: async (draft, { isForced = false }) => {
      const present = files.get(draft.path)
      if (hash(present) !== draft.base && !isForced) throw changed(draft.path)
      const path = draft.base === null ? placeOfOwn(files) : draft.path
      files.set(path, draft.text)
      kept.delete(draft.path)
      return { path, base: hash(draft.text) ?? '' }
    },
    discardDraft: async ({ path }) => void kept.delete(path),
    putAwayDraft: async (path) => void kept.delete(path),
    ...own,
  }
}

/** Where a draft is written for the first time: beside those before it. */
function placeOfOwn(files: ReadonlyMap<string, string>): string {
  const before = [...files.keys()].filter((path) => path.includes('-named')).length
  const name = before === 0 ? 'named' : `named-${before + 1}`
  return `proposals/2026-11-22-${name}/proposal.yaml`
}

const changed = (path: string) =>
  new RelayedError({
    kind: 'DraftChangedError',
    message: `Somebody else has changed ${path}.`,
    nextStep: 'Write it anyway.',
    exitCode: ExitCode.usage,
  })
