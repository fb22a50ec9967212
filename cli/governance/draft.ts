import { keccak256, toUtf8Bytes } from 'ethers'
import type { AddressBook, Hex } from './addressBook.ts'
import { readBallot } from './draftBallot.ts'
import { readCall } from './draftCalls.ts'
import { dropDuplicates, type Refuse, readChange } from './draftChanges.ts'
import { shapeProblems } from './draftIssues.ts'
import { defaultRisk, readRisk } from './draftRisk.ts'
import { callSchema, changeSchema } from './draftSchema.ts'
import { textProblems } from './draftText.ts'
import type {
  Draft,
  DraftCall,
  DraftChange,
  Judged,
  Problem,
  ProposalSource,
  RiskSettings,
} from './proposal.ts'
import { soundPart } from './soundPart.ts'
import { listIn, textIn } from './yamlFields.ts'
import { readYaml, type YamlPath, type YamlSource } from './yamlSource.ts'

/** Larger than any honest proposal; what is larger is not even parsed. */
export const largestSourceBytes = 256 * 1024

const keepsSource = (path: YamlPath): boolean => path[0] === 'changes' || path[0] === 'calls'

function readChanges(
  source: YamlSource,
  book: AddressBook,
  refuse: Refuse,
): readonly DraftChange[] {
  const changes = listIn(source, 'changes').flatMap((raw, index) => {
    const path = ['changes', index]
    const at = (field?: string) => source.placeOf(field === undefined ? path : [...path, field])
    return readChange(soundPart(changeSchema, raw), book, at, refuse) ?? []
  })
  return dropDuplicates(changes, refuse)
}

function readCalls(source: YamlSource, book: AddressBook, refuse: Refuse): readonly DraftCall[] {
  return listIn(source, 'calls').flatMap((raw, index) => {
    const path = ['calls', index]
    const at = {
      field: (field?: string) => source.placeOf(field === undefined ? path : [...path, field]),
      argument: (inner: readonly number[]) => source.placeOf([...path, 'args', ...inner]),
    }
    return readCall(soundPart(callSchema, raw), book, at, refuse) ?? []
  })
}

/** The source if it can be read at all, else the one problem that prevents it. */
function refuseUnreadable(text: string): Problem | undefined {
  const place = { line: 1, column: 1 }
  // A UTF-8 text is never shorter in bytes than in UTF-16 units, so the cheap test comes first.
  const isLarge =
    text.length > largestSourceBytes || new TextEncoder().encode(text).length > largestSourceBytes
  if (isLarge) {
    return {
      place,
      message: `The file is larger than ${largestSourceBytes / 1024} KiB (about ${Math.ceil(text.length / 1024)} KiB)`,
      instead: 'Move long reasoning to the discussion and link it.',
    }
  }
  const broken = /\p{Surrogate}/u.exec(text)
  if (broken === null) return undefined
  return {
    place: { line: text.slice(0, broken.index).split('\n').length, column: 1 },
    message: 'The file is not valid UTF-8 text',
    instead: 'Save it as UTF-8.',
  }
}

const emptyDraft = (slug: string, sourceHash: Hex): Draft => ({
  slug,
  title: '',
  summary: '',
  changes: [],
  calls: [],
  risk: defaultRisk,
  sourceHash,
})

const byPlace = (a: Problem, b: Problem): number =>
  a.place.line - b.place.line || a.place.column - b.place.column

function refuseEmpty(source: YamlSource, refuse: Refuse): void {
  const { plain } = source
  if (typeof plain !== 'object' || plain === null || Array.isArray(plain)) return
  if (listIn(source, 'changes').length + listIn(source, 'calls').length > 0) return
  refuse(
    source.placeOf(['changes']),
    'The proposal changes nothing',
    'Add at least one entry to changes or calls.',
  )
}

/**
 * Understands a proposal file. Never throws for what somebody wrote: the answer holds the part that is sound and every
 * problem of the rest, in the order of the file, each with line, column and what to write instead.
 *
 * @param defaults the risk settings of whatever the file leaves open
 */
export function parseDraft(
  source: ProposalSource,
  book: AddressBook,
  defaults: RiskSettings = defaultRisk,
): Judged<Draft> {
  const unreadable = refuseUnreadable(source.text)
  if (unreadable !== undefined) {
    return { value: emptyDraft(source.slug, keccak256('0x')), problems: [unreadable] }
  }
  const empty = emptyDraft(source.slug, keccak256(toUtf8Bytes(source.text)))
  const yaml = readYaml(source.text, keepsSource)
  if (yaml.problems.length > 0) return { value: empty, problems: [...yaml.problems].sort(byPlace) }
  const problems: Problem[] = [...shapeProblems(yaml), ...textProblems(yaml)]
  const refuse: Refuse = (place, message, instead) => problems.push({ place, message, instead })
  const discussion = textIn(yaml, 'discussion')
  const ballot = readBallot(yaml, book, refuse)
  const draft: Draft = {
    ...empty,
    title: textIn(yaml, 'title'),
    summary: textIn(yaml, 'summary'),
    ...(discussion === '' ? {} : { discussion }),
    changes: readChanges(yaml, book, refuse),
    calls: readCalls(yaml, book, refuse),
    risk: readRisk({ source: yaml, defaults }, book, refuse),
    ...(ballot === undefined ? {} : { ballot }),
  }
  refuseEmpty(yaml, refuse)
  return { value: draft, problems: problems.sort(byPlace) }
}
