import type { z } from 'zod'
import { printable } from '../shared/format.ts'
import { excerpt } from '../shared/units.ts'
import {
  callSchema,
  changeSchema,
  type DraftFieldPath,
  draftFields,
  draftSchema,
  riskSchema,
} from './draftSchema.ts'
import { chooseFrom } from './nearest.ts'
import type { Problem } from './proposal.ts'
import type { YamlPath, YamlSource } from './yamlSource.ts'

const fieldOf = (path: YamlPath): DraftFieldPath | undefined => {
  const name = path.map((part) => (/^\d+$/.test(String(part)) ? '*' : String(part))).join('.')
  return name in draftFields ? (name as DraftFieldPath) : undefined
}

const nameOf = (path: YamlPath): string =>
  [...path]
    .reverse()
    .find((part) => !/^\d+$/.test(String(part)))
    ?.toString() ?? 'The file'

function exampleOf(path: YamlPath): string {
  const field = fieldOf(path)
  if (field !== undefined) return `Write ${nameOf(path)}: ${draftFields[field].example}`
  return path.length === 0
    ? 'Start from proposals/template.yaml.'
    : `Write it as in proposals/template.yaml.`
}

function valueAt(plain: unknown, path: YamlPath): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null
        ? (value as Readonly<Record<PropertyKey, unknown>>)[part]
        : undefined,
    plain,
  )
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  array: 'a list (lines that start with -)',
  object: 'a group of fields',
}

function fieldsAt(path: YamlPath): readonly string[] {
  if (path.length === 0) return Object.keys(draftSchema.shape)
  if (path[0] === 'changes') return Object.keys(changeSchema.shape)
  return Object.keys(path[0] === 'calls' ? callSchema.shape : riskSchema.shape)
}

function messageOf(issue: z.core.$ZodIssue, name: string, value: unknown): string {
  if (value === undefined) return `${name} is missing`
  const shown =
    typeof value === 'string' ? `"${excerpt(printable(value))}"` : excerpt(printable(String(value)))
  switch (issue.code) {
    case 'invalid_type':
      return `${name} must be ${typeWords[issue.expected] ?? issue.expected}`
    case 'invalid_union':
      return `${name} must be one value`
    case 'invalid_value':
      return `${shown} is not known here`
    case 'invalid_format':
      return `${name} is not a web address`
    case 'too_big':
    case 'too_small': {
      const least = issue.code === 'too_small'
      const limit = least ? issue.minimum : issue.maximum
      if (issue.origin === 'string') {
        return least ? `${name} is empty` : `${name} is longer than ${limit} characters`
      }
      if (issue.origin === 'array') return `${name} has more than ${limit} entries`
      return `${name} is ${shown}, ${least ? 'below' : 'above'} ${limit}`
    }
    default:
      return `${name} is not valid`
  }
}

function problemsOf(issue: z.core.$ZodIssue, source: YamlSource): readonly Problem[] {
  const { path } = issue
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      place: source.keyPlaceOf([...path, key]),
      message: `${excerpt(printable(key))} is not a field ${path.length === 0 ? 'of a proposal' : `of ${nameOf(path)}`}`,
      instead: chooseFrom(key, fieldsAt(path)),
    }))
  }
  const value = valueAt(source.plain, path)
  const instead =
    issue.code === 'invalid_value' && typeof value === 'string'
      ? chooseFrom(value, issue.values.map(String))
      : exampleOf(path)
  return [{ place: source.placeOf(path), message: messageOf(issue, nameOf(path), value), instead }]
}

/** Everything in which a file's shape differs from the schema, each with its place and what to write. */
export function shapeProblems(source: YamlSource): readonly Problem[] {
  const result = draftSchema.safeParse(source.plain)
  return result.success ? [] : result.error.issues.flatMap((issue) => problemsOf(issue, source))
}
