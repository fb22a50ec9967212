import type { z } from 'zod'
import { printable } from '../shared/format.ts'
import { excerpt } from '../shared/units.ts'
import { chooseFrom } from './nearest.ts'
import type { Problem } from './proposal.ts'
import type { YamlPath, YamlSource } from './yamlSource.ts'

/** What a kind of file consists of, for messages. */
export interface Shape {
  /** `a proposal`. */
  readonly whole: string
  readonly fieldsAt: (path: YamlPath) => readonly string[]
  /** What to write at a path. */
  readonly instead: (path: YamlPath) => string
}

/** The innermost name on a path; places in a list have none. */
export const nameOf = (path: YamlPath): string =>
  [...path]
    .reverse()
    .find((part) => !/^\d+$/.test(String(part)))
    ?.toString() ?? 'The file'

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
  record: 'a group of fields',
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
    case 'invalid_key':
      return `"${excerpt(printable(name))}" ${issue.issues[0]?.message ?? 'is no name'}`
    case 'invalid_format':
    case 'custom':
      return `${name} ${issue.message}`
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

function problemsOf(issue: z.core.$ZodIssue, source: YamlSource, shape: Shape): readonly Problem[] {
  const { path } = issue
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      place: source.keyPlaceOf([...path, key]),
      message: `${excerpt(printable(key))} is not a field ${path.length === 0 ? `of ${shape.whole}` : `of ${nameOf(path)}`}`,
      instead: chooseFrom(key, shape.fieldsAt(path)),
    }))
  }
  const value = valueAt(source.plain, path)
  const instead =
    issue.code === 'invalid_value' && typeof value === 'string'
      ? chooseFrom(value, issue.values.map(String))
      : shape.instead(path)
  const place = issue.code === 'invalid_key' ? source.keyPlaceOf(path) : source.placeOf(path)
  return [{ place, message: messageOf(issue, nameOf(path), value), instead }]
}

/** Everything in which a file's shape differs from its schema, each with its place and what to write. */
export function problemsOfShape(
  schema: z.ZodType,
  source: YamlSource,
  shape: Shape,
): readonly Problem[] {
  const result = schema.safeParse(source.plain ?? {})
  if (result.success) return []
  return result.error.issues.flatMap((issue) => problemsOf(issue, source, shape))
}
