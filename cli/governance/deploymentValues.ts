import { printable } from '../shared/format.ts'
import { specsOf } from './catalogue.ts'
import { isWithinBounds, type Refuse, readValue } from './draftChanges.ts'
import { riskParameters } from './exposureParameters.ts'
import { backstopSpecs, derivativeSpecs, insurancePoolSpecs } from './liquidationTerms.ts'
import { type ParameterId, type ParameterSpec, parameterId, type Unit } from './parameter.ts'
import { poolParameters } from './poolParameters.ts'
import type { Place } from './proposal.ts'
import type { Symbols } from './value.ts'
import type { YamlPath, YamlSource } from './yamlSource.ts'

/** Every number of a deployment.yaml that could be understood, by subject and key, in the chain's scale. */
export type DeploymentValues = ReadonlyMap<ParameterId, bigint>

/** The vote's symbol: it stands in the contract. */
export const tokenSymbol = 'BLST'

export type Group = Readonly<Record<string, unknown>>

/** What stands at a place of the file, if it is a group of fields. */
export const groupAt = (source: YamlSource, ...path: readonly string[]): Group =>
  path.reduce<Group>((group, part) => asGroup(group[part]), asGroup(source.plain))

const asGroup = (value: unknown): Group =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Group) : {}

interface Reader {
  readonly source: YamlSource
  /** The derivative's is missing where the file does not say it soundly. */
  readonly symbols: Symbols | undefined
  readonly refuse: Refuse
}

/** Reads whatever is readable, also where the rest of the file is not: all problems are told at once. */
export function readValues(source: YamlSource, refuse: Refuse): DeploymentValues {
  const { symbol } = groupAt(source, 'derivative')
  const symbols = typeof symbol === 'string' ? { derivativeSymbol: symbol, tokenSymbol } : undefined
  const reader = { source, symbols, refuse }
  const values = new Map<ParameterId, bigint>()
  const read = (specs: readonly ParameterSpec[], subject: string, path: YamlPath) =>
    readSubject(reader, { specs, subject, path }, values)
  read(specsOf('governor'), 'governor', ['governor'])
  read(specsOf('timelock'), 'timelock', ['timelock'])
  read(derivativeSpecs, 'derivative', ['derivative'])
  read(backstopSpecs, 'derivative', ['backstop'])
  read(poolParameters, 'stabilityPools', ['stabilityPools'])
  read(insurancePoolSpecs, 'insurancePool', ['insurancePool'])
  for (const risk of Object.keys(groupAt(source, 'exposureCaps')))
    read(riskParameters, risk, ['exposureCaps', risk])
  for (const feed of Object.keys(groupAt(source, 'feeds')))
    read(specsOf('feed'), feed, ['feeds', feed])
  for (const market of Object.keys(groupAt(source, 'markets')))
    read(specsOf('market'), market, ['markets', market])
  const supply = readOne(reader, ['token', 'supply'], 'votes')
  if (supply !== undefined) values.set(parameterId('token', 'supply'), supply)
  return values
}

function readSubject(
  reader: Reader,
  at: {
    readonly specs: readonly ParameterSpec[]
    readonly subject: string
    readonly path: YamlPath
  },
  values: Map<ParameterId, bigint>,
): void {
  const { specs, subject, path } = at
  for (const spec of specs) {
    const field = [...path, spec.key]
    const value = readOne(reader, field, spec.unit)
    if (value === undefined || reader.symbols === undefined) continue
    const place = reader.source.placeOf(field)
    const refuse = (message: string, instead: string) => reader.refuse(place, message, instead)
    const entry = { spec, value, subject: printable(subject) }
    if (isWithinBounds(entry, reader.symbols, refuse)) {
      values.set(parameterId(subject, spec.key), value)
    }
  }
}

function readOne(
  { source, symbols, refuse }: Reader,
  path: YamlPath,
  unit: Unit,
): bigint | undefined {
  const parents = path.slice(0, -1).map(String)
  const text = groupAt(source, ...parents)[String(path.at(-1))]
  if (typeof text !== 'string' || text === '' || symbols === undefined) return undefined
  const place: Place = source.placeOf(path)
  return readValue({ unit, text, place }, symbols, refuse)
}
