import { join } from 'node:path'
import { readParameters } from '../chain/readParameters.ts'
import type { AddressBook } from '../governance/addressBook.ts'
import { specByKey } from '../governance/catalogue.ts'
import { diffParameters } from '../governance/changes.ts'
import { parseDraft } from '../governance/draft.ts'
import { type DraftSetting, type FlagProblem, readSettings } from '../governance/draftSettings.ts'
import { slugOf, summaryOf, titleOf } from '../governance/draftWords.ts'
import {
  flagProblems,
  type WrittenChange,
  type WrittenDraft,
  writeDraft,
} from '../governance/draftWriter.ts'
import { type BlockRef, type ParameterSet, parameterId } from '../governance/parameter.ts'
import type { ParameterChange, Problem, RiskSettings } from '../governance/proposal.ts'
import { formatValue } from '../governance/value.ts'
import { changesText } from '../report/text.ts'
import { UsageError } from '../shared/errors.ts'
import { plural, printable } from '../shared/format.ts'
import { formatUtc, formatUtcDate } from '../shared/time.ts'
import { isThere, writeProposal } from '../workspace/proposalFiles.ts'
import { typed } from './lifecycleWords.ts'
import type { Protocol } from './protocol.ts'

/** What people say of a proposal on the command line. */
export interface DraftRequest {
  /** Each `subject.parameter=value`. */
  readonly set: readonly string[]
  readonly title?: string
  readonly summary?: string
  readonly discussion?: string
  /** The folder in which the proposal gets its own. */
  readonly out: string
}

/** A proposal file as it was written. */
export interface DraftedProposal {
  readonly folder: string
  readonly file: string
  readonly slug: string
  readonly title: string
  readonly summary: string
  readonly block: BlockRef
  readonly changes: readonly ParameterChange[]
}

/** Flags that make no sound proposal: all their problems at once. */
export class InvalidDraftError extends UsageError {
  readonly problems: readonly FlagProblem[]
  constructor(problems: readonly FlagProblem[]) {
    const lines = problems.map(
      ({ flag, message, instead }) => `  ${flag}  ${message}\n      → ${instead}`,
    )
    super(
      `${plural(problems.length, 'problem')}; nothing was written.\n${lines.join('\n')}`,
      'Correct the flags above; ballast params shows every parameter with its value and bounds.',
    )
    this.problems = problems
  }
}

/**
 * Writes a proposal file from flags: the values that the chain has now as expectations, the file judged as `check`
 * would judge it before it is written.
 *
 * @throws InvalidDraftError with every problem; then nothing was written
 */
export async function draftProposal(
  { chain, book, risk }: Protocol,
  request: DraftRequest,
): Promise<DraftedProposal> {
  const current = await readParameters(chain, book)
  const { settings, problems } = readSettings(request.set, book)
  const world = { book, risk, current }
  const judged = judge(settings, request, world)
  const { title, summary } = judged
  const slug = `${formatUtcDate(current.block.timestamp)}-${slugOf(title)}`
  const folder = join(request.out, slug)
  const all = [...problems, ...judged.problems]
  if (all.length === 0 || request.title !== undefined) all.push(...(await takenProblems(folder)))
  if (all.length > 0) throw new InvalidDraftError(all)
  const schema = (await isThere(join(request.out, 'schema.json'))) ? '../schema.json' : undefined
  const text = textOf(judged, world, schema)
  const file = await writeProposal(folder, text)
  return { folder, file, slug, title, summary, block: current.block, changes: judged.changes }
}

const takenProblems = async (folder: string): Promise<readonly FlagProblem[]> =>
  (await isThere(folder))
    ? [
        {
          flag: '--title',
          message: `${printable(folder)} is there already`,
          instead: 'Give another title, or another folder with --out.',
        },
      ]
    : []

/** What a file is written from. */
export interface World {
  readonly book: AddressBook
  readonly risk: RiskSettings
  readonly current: ParameterSet
}

interface JudgedDraft extends Omit<WrittenDraft, 'changes' | 'risk' | 'madeAt' | 'schema'> {
  readonly settings: readonly DraftSetting[]
  readonly changes: readonly ParameterChange[]
  readonly problems: readonly FlagProblem[]
}

/** Texts that people leave out are made of the changes, so those are judged first, with texts that pass. */
function judge(
  settings: readonly DraftSetting[],
  request: DraftRequest,
  world: World,
): JudgedDraft {
  const { title, summary, discussion } = request
  const given = {
    settings,
    title: title ?? 'A title',
    summary: summary ?? 'A summary.',
    ...(discussion === undefined ? {} : { discussion }),
  }
  const { changes } = judgeText(given, world)
  const whole = {
    ...given,
    title: title ?? (changes.length === 0 ? given.title : titleOf(changes, world.book)),
    summary: summary ?? (changes.length === 0 ? given.summary : summaryOf(changes, world.book)),
  }
  const { text, problems } = judgeText(whole, world)
  return { ...whole, changes, problems: flagProblems(text, settings, problems) }
}

function judgeText(
  draft: Omit<JudgedDraft, 'changes' | 'problems'>,
  world: World,
): {
  readonly text: string
  readonly changes: readonly ParameterChange[]
  readonly problems: readonly Problem[]
} {
  const { book, risk, current } = world
  const text = textOf(draft, world)
  const parsed = parseDraft({ path: 'draft', slug: 'draft', text }, book, risk)
  const changes = diffParameters(parsed.value, current, book)
  return { text, changes: changes.value, problems: [...parsed.problems, ...changes.problems] }
}

/** The file's text: `expect` is what the chain has now. */
export const textOf = (
  draft: Omit<JudgedDraft, 'changes' | 'problems'>,
  { book, risk, current }: World,
  schema?: string,
): string => {
  const { title, summary, discussion, settings } = draft
  const { number, timestamp } = current.block
  return writeDraft(
    {
      title,
      summary,
      ...(discussion === undefined ? {} : { discussion }),
      ...(schema === undefined ? {} : { schema }),
      changes: settings.map((setting) => withExpectation(setting, current, book)),
      risk,
      madeAt: `Made by ballast draft from block ${number}, ${formatUtc(timestamp)}.`,
    },
    book,
  )
}

function withExpectation(
  setting: DraftSetting,
  current: ParameterSet,
  book: AddressBook,
): WrittenChange {
  const spec = specByKey(setting.scope, setting.key)
  const stored = current.values.get(parameterId(setting.subject, setting.key))?.stored
  if (spec === undefined || stored === undefined) return setting
  return { ...setting, expect: formatValue(spec.unit, stored, book) }
}

/** The file's changes before and after, for people and for programs. */
export function renderDrafted(
  { folder, file, slug, title, summary, block, changes }: DraftedProposal,
  book: AddressBook,
): { readonly text: string; readonly document: { readonly schema: string } } {
  const document = {
    schema: 'ballast.draft/1',
    folder,
    file,
    slug,
    title,
    summary,
    block,
    changes: changes.map(({ spec, subject, before, after, direction }) => ({
      market: subject,
      parameter: spec.key,
      before: before.stored,
      after,
      direction,
    })),
  }
  const parts = [
    printable(title),
    changesText(changes, book),
    `Written: ${printable(file)}`,
    `Next: ballast check ${printable(typed(folder))}`,
  ]
  return { text: parts.join('\n\n'), document }
}
