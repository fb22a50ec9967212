import { Document, type Node, Scalar, YAMLMap, YAMLSeq } from 'yaml'
import { formatDuration } from '../shared/time.ts'
import { specByKey } from './catalogue.ts'
import type { DraftSetting, FlagProblem } from './draftSettings.ts'
import type { Problem, RiskSettings } from './proposal.ts'
import { fieldOf } from './scopes.ts'
import { formatValue, type Symbols } from './value.ts'
import { readYaml, type YamlPath } from './yamlSource.ts'

/** A change as it stands in a file. */
export interface WrittenChange extends DraftSetting {
  /** What the chain says, with its unit; absent for a parameter that does not exist. */
  readonly expect?: string
}

/** Everything that a proposal file says. */
export interface WrittenDraft {
  readonly title: string
  readonly summary: string
  readonly discussion?: string
  readonly changes: readonly WrittenChange[]
  readonly risk: RiskSettings
  /** One line for the head of the file: where `expect` comes from. */
  readonly madeAt: string
  /** Path of the schema from the file, if it lies there. */
  readonly schema?: string
}

/**
 * A proposal file with a comment for each part. Whatever the texts contain, `parseDraft` reads them back as they are
 * (without white space at their ends).
 */
export function writeDraft(draft: WrittenDraft, symbols: Symbols): string {
  const { title, summary, discussion, changes, risk } = draft
  const fields = new YAMLMap()
  const add = (key: string, value: Node, comment: string) =>
    fields.add({ key: commented(key, comment), value })
  add('title', new Scalar(title.trim()), 'One line, at most 120 characters.')
  add('summary', longText(summary), 'Why, in Markdown. Voters read it beside the calls.')
  if (discussion !== undefined) {
    add('discussion', new Scalar(discussion), 'Where it was discussed.')
  }
  const list = new YAMLSeq()
  for (const change of changes) list.add(changeNode(change))
  add('changes', list, 'What changes. `expect` is the stored value: the check fails when it moved.')
  add(
    'risk',
    riskNode(risk, symbols),
    'How the risk figures are computed: the defaults. With prices: gbm-with-jumps prices jump as well.',
  )
  const document = new Document(fields)
  document.commentBefore = headOf(draft)
  return document.toString({ lineWidth: 0 })
}

const headOf = ({ schema, madeAt }: WrittenDraft): string =>
  [
    ...(schema === undefined ? [] : [` yaml-language-server: $schema=${schema}`]),
    ` ${madeAt}`,
  ].join('\n')

function commented(key: string, comment: string): Scalar<string> {
  const scalar = new Scalar(key)
  scalar.commentBefore = ` ${comment}`
  scalar.spaceBefore = key !== 'title' // the head of the file leaves a line free already
  return scalar
}

/** A text of several lines stays readable as one. */
function longText(text: string): Scalar<string> {
  if (text.trim() === '') return new Scalar('')
  const scalar = new Scalar(`${text.trim()}\n`)
  scalar.type = Scalar.BLOCK_LITERAL
  return scalar
}

function changeNode({ scope, subject, key, to, expect }: WrittenChange): YAMLMap {
  const node = new YAMLMap()
  node.set(fieldOf(scope), subject)
  node.set('parameter', key)
  node.set('to', plainNumber(to))
  if (expect !== undefined) node.set('expect', plainNumber(expect))
  const spec = specByKey(scope, key)
  if (spec !== undefined) node.commentBefore = ` ${spec.label}: ${spec.summary}`
  return node
}

/** A count is written without quotes; a number that JavaScript would change stays text. */
const plainNumber = (text: string): string | number =>
  /^(0|[1-9]\d{0,14})$/.test(text) ? Number(text) : text

function riskNode(
  { paths, horizonDays, seed, prices, maxAddedBadDebt }: RiskSettings,
  symbols: Symbols,
): YAMLMap {
  const node = new YAMLMap()
  node.set('paths', paths)
  node.set('horizon', formatDuration(BigInt(horizonDays) * 86_400n))
  node.set('seed', seed)
  node.set('prices', prices)
  if (maxAddedBadDebt !== undefined) {
    node.set('maxAddedBadDebt', formatValue('derivative', maxAddedBadDebt, symbols))
  }
  return node
}

/** The problems of a file that was made from flags, each with the flag that it comes from. */
export function flagProblems(
  text: string,
  settings: readonly DraftSetting[],
  problems: readonly Problem[],
): readonly FlagProblem[] {
  const yaml = readYaml(text, () => false)
  const lineOf = (path: YamlPath): number => yaml.placeOf(path).line
  const parts = [
    ...['title', 'summary', 'discussion'].map((key) => ({
      flag: `--${key}`,
      line: yaml.keyPlaceOf([key]).line,
    })),
    { flag: '--set', line: yaml.keyPlaceOf(['changes']).line },
    ...settings.map(({ flag }, index) => ({ flag, line: lineOf(['changes', index]) })),
    { flag: 'risk in ballast.yaml', line: yaml.keyPlaceOf(['risk']).line },
  ].sort((a, b) => a.line - b.line)
  return problems.map(({ place, message, instead }) => {
    const part = parts.findLast(({ line }) => line <= place.line)
    return { flag: part?.flag ?? '--set', message, instead }
  })
}
