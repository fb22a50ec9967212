import { type Document, isMap, isScalar, parseDocument } from 'yaml'
import { largestSourceBytes } from './draft.ts'
import {
  type ChangeEdit,
  changeWays,
  type DraftWorld,
  EditRefused,
  type Page,
  type TextEdit,
  textWays,
  type Way,
  type WorldGiver,
} from './draftPlans.ts'
import { spliced } from './yamlEdits.ts'
import { isIntended, type Meaning, meaningOf } from './yamlMeaning.ts'
import { readYaml } from './yamlSource.ts'
import { commentsOf } from './yamlText.ts'

/** The text after an edit. */
export interface EditedDraft {
  readonly text: string
  /** Why it is as it was. */
  readonly refused?: string
}

/**
 * A draft's text with another title, summary or discussion. Only what is edited is written anew: comments, order, quotes
 * and blank lines of all the rest stay byte for byte. A text that cannot be understood, and an edit that would lose
 * something, are refused.
 */
export const editText = (text: string, edit: TextEdit): EditedDraft =>
  edited(text, { isRemoval: false }, (page) => textWays(page, edit))

/** The same with one change set, removed, or brought up to what the chain has now. */
export const editChange = (text: string, edit: ChangeEdit, world: DraftWorld): EditedDraft =>
  editWith(text, edit, () => world)

/** The same if the text is enough for it; undefined if names or values of the chain have to be asked for first. */
export function editInText(text: string, edit: ChangeEdit): EditedDraft | undefined {
  try {
    return editWith(text, edit, () => {
      throw new WorldMissing()
    })
  } catch (error) {
    if (error instanceof WorldMissing) return undefined
    throw error
  }
}

class WorldMissing extends Error {}

const editWith = (text: string, edit: ChangeEdit, giveWorld: WorldGiver): EditedDraft =>
  edited(text, { isRemoval: edit.kind === 'remove' }, (page) => changeWays(page, edit, giveWorld))

function edited(
  text: string,
  { isRemoval }: Pick<Before, 'isRemoval'>,
  waysOf: (page: Page) => readonly Way[],
): EditedDraft {
  try {
    const document = understood(text)
    const meaning = meaningOf(document.contents)
    const before: Before = { text, meaning, comments: commentsOf(text), isRemoval }
    for (const way of waysOf({ text, document })) {
      const after = written(before, way)
      if (after !== undefined) return { text: after }
    }
    throw new EditRefused(
      'This cannot be written here without losing something: edit the file in a text editor, then open it again.',
    )
  } catch (error) {
    if (error instanceof EditRefused) return { text, refused: error.message }
    throw error
  }
}

/** @throws EditRefused */
function understood(text: string): Document.Parsed {
  const yaml = readYaml(text, () => true)
  const [problem] = yaml.problems
  if (yaml.plain === undefined && problem !== undefined) {
    throw new EditRefused(
      `Nothing can be edited while line ${problem.place.line} of the file cannot be understood: ${problem.message}. ${problem.instead}`,
    )
  }
  const document = parse(text)
  const { contents } = document
  if (contents === null || isMap(contents) || (isScalar(contents) && contents.value === null)) {
    return document
  }
  throw new EditRefused('The file has no fields: compare it with proposals/template.yaml.')
}

const parse = (text: string): Document.Parsed =>
  parseDocument(text, { keepSourceTokens: true, uniqueKeys: false, prettyErrors: false })

interface Before {
  readonly text: string
  readonly meaning: Meaning
  readonly comments: readonly string[]
  /** Comments within what is taken out go with it. */
  readonly isRemoval: boolean
}

/** The text written that way, if it says what is meant and has lost nothing. */
function written(before: Before, { splices, intended }: Way): string | undefined {
  if (splices === undefined) return undefined
  const after = spliced(before.text, splices)
  if (after.length > largestSourceBytes) {
    throw new EditRefused(
      `The file would be larger than ${largestSourceBytes / 1024} KiB: move long texts elsewhere and link them.`,
    )
  }
  const document = parse(after)
  if (document.errors.length + document.warnings.length > 0) return undefined
  if (!isIntended(before.meaning, meaningOf(document.contents), intended)) return undefined
  const gone = before.isRemoval
    ? splices.flatMap(({ from, to }) => commentsOf(before.text.slice(from, to)))
    : []
  return hasAll(before.comments, [...commentsOf(after), ...gone]) ? after : undefined
}

function hasAll(wanted: readonly string[], found: readonly string[]): boolean {
  const counts = new Map<string, number>()
  for (const comment of found) counts.set(comment, (counts.get(comment) ?? 0) + 1)
  return wanted.every((comment) => {
    const left = counts.get(comment) ?? 0
    counts.set(comment, left - 1)
    return left > 0
  })
}
