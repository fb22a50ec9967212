import { type DraftFieldPath, draftFields } from './draftFields.ts'
import { ballotSchema, callSchema, changeSchema, draftSchema, riskSchema } from './draftSchema.ts'
import type { Problem } from './proposal.ts'
import { nameOf, problemsOfShape } from './shapeProblems.ts'
import type { YamlPath, YamlSource } from './yamlSource.ts'

const fieldOf = (path: YamlPath): DraftFieldPath | undefined => {
  const name = path.map((part) => (/^\d+$/.test(String(part)) ? '*' : String(part))).join('.')
  return name in draftFields ? (name as DraftFieldPath) : undefined
}

function exampleOf(path: YamlPath): string {
  const field = fieldOf(path)
  if (field !== undefined) return `Write ${nameOf(path)}: ${draftFields[field].example}`
  return path.length === 0
    ? 'Start from proposals/template.yaml.'
    : `Write it as in proposals/template.yaml.`
}

function fieldsAt(path: YamlPath): readonly string[] {
  if (path.length === 0) return Object.keys(draftSchema.shape)
  if (path[0] === 'snapshot') return Object.keys(ballotSchema.shape)
  if (path[0] === 'changes') return Object.keys(changeSchema.shape)
  return Object.keys(path[0] === 'calls' ? callSchema.shape : riskSchema.shape)
}

/** Everything in which a file's shape differs from the schema, each with its place and what to write. */
export const shapeProblems = (source: YamlSource): readonly Problem[] =>
  problemsOfShape(draftSchema, source, { whole: 'a proposal', fieldsAt, instead: exampleOf })
