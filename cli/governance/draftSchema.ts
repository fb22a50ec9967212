import * as z from 'zod'
import { votingTypes } from '../shared/votingTypes.ts'
import { catalogue } from './catalogue.ts'
import { type DraftFieldPath, draftFields } from './draftFields.ts'
import { pricesModels, sensitiveEffects } from './proposal.ts'
import { type SubjectField, scopesOfField, subjectFields } from './scopes.ts'

const field = <T extends z.ZodType>(path: DraftFieldPath, schema: T): T =>
  schema.meta({ description: draftFields[path].description })

const line = (most: number) => z.string().trim().min(1).max(most)
/** Numbers arrive as the text that was written (see readYaml); the union is for editors. */
const written = z.union([z.string(), z.number()])

/** `2026-11-24T12:00Z`: without a zone it would be another time on another machine. */
export const zonedTime = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)? ?(Z|UTC|[+-]\d\d:\d\d)$/

/** What a change is about: exactly one of these. */
const subjectShape = {
  market: field('changes.*.market', z.string()).optional(),
  feed: field('changes.*.feed', z.string()).optional(),
  pool: field('changes.*.pool', z.string()).optional(),
  derivative: field('changes.*.derivative', z.string()).optional(),
  risk: field('changes.*.risk', z.string()).optional(),
  governance: z
    .string()
    .meta({
      description: draftFields['changes.*.governance'].description,
      enum: scopesOfField('governance'),
    })
    .optional(),
} satisfies Readonly<Record<SubjectField, z.ZodType>>

/** One entry of `changes`. */
export const changeSchema = z
  .strictObject({
    ...subjectShape,
    parameter: z.string().meta({
      description: draftFields['changes.*.parameter'].description,
      enum: [...new Set(catalogue.map((spec) => spec.key))],
    }),
    to: field('changes.*.to', written),
    expect: field('changes.*.expect', written).optional(),
  })
  .meta({
    oneOf: subjectFields.map((name) => ({ required: [name] })),
  })

/** One entry of `calls`. */
export const callSchema = z.strictObject({
  target: field('calls.*.target', line(200)),
  signature: field('calls.*.signature', line(1_000)),
  args: field('calls.*.args', z.array(z.unknown())).optional(),
  value: field('calls.*.value', written).optional(),
  because: field('calls.*.because', line(500)),
  declares: field('calls.*.declares', z.array(z.enum(sensitiveEffects))).optional(),
})

/** The entry `risk`. */
export const riskSchema = z.strictObject({
  paths: field('risk.paths', z.int().min(100).max(1_000_000)).optional(),
  horizon: field('risk.horizon', z.string()).optional(),
  seed: field('risk.seed', z.int().min(0)).optional(),
  prices: field('risk.prices', z.enum(pricesModels)).optional(),
  maxAddedBadDebt: field('risk.maxAddedBadDebt', z.string()).optional(),
})

/** The entry `snapshot`. */
export const ballotSchema = z.strictObject({
  type: field('snapshot.type', z.enum(votingTypes)).optional(),
  choices: field('snapshot.choices', z.array(line(256)).min(1).max(100)).optional(),
  labels: field('snapshot.labels', z.array(line(8)).max(10)).optional(),
  start: field(
    'snapshot.start',
    z.string().regex(zonedTime, 'is no time with its zone'),
  ).optional(),
  period: field('snapshot.period', z.string()).optional(),
  block: field('snapshot.block', z.int().min(0)).optional(),
  secret: field('snapshot.secret', z.boolean()).optional(),
})

/** A proposal file. */
export const draftSchema = z.strictObject({
  title: field('title', line(120)),
  summary: field('summary', line(20_000)),
  discussion: field(
    'discussion',
    z.url({ protocol: /^https?$/, error: 'is not a web address' }).max(500),
  ).optional(),
  changes: field('changes', z.array(changeSchema).max(200)).optional(),
  calls: field('calls', z.array(callSchema).max(50)).optional(),
  risk: field('risk', riskSchema).optional(),
  snapshot: field('snapshot', ballotSchema).optional(),
})

/** The JSON schema that editors check proposal files with: proposals/schema.json. */
export const jsonSchema = (): Record<string, unknown> => ({
  $id: 'https://ballast.invalid/proposal.schema.json',
  title: 'Ballast proposal',
  ...z.toJSONSchema(draftSchema, { io: 'input' }),
})
