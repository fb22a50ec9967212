import { printable } from '../shared/format.ts'
import { specsOf } from './catalogue.ts'
import { isWithinBounds, type Refuse, readValue } from './draftChanges.ts'
import {
  auctionTerms,
  backstopTerms,
  budgetTerms,
  capTerms,
  type LiquidationTerm,
  patientTerms,
  stabilityPoolTerms,
} from './liquidationTerms.ts'
import { type ParameterId, type ParameterSpec, parameterId, type Unit } from './parameter.ts'
import type { Place } from './proposal.ts'
import type { Scope } from './scopes.ts'
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

const listedOn: Readonly<Partial<Record<Scope, ParameterSpec['write']['contract']>>> = {
  market: 'ledger',
  feed: 'oracleHub',
  governor: 'governor',
  timelock: 'timelock',
}

/** The parameters that every subject of a scope is listed with; what other contracts keep for it has groups of its own. */
export const listedSpecs = (scope: Scope): readonly ParameterSpec[] =>
  specsOf(scope).filter(({ write }) => write.contract === listedOn[scope])

/** A number with its bounds, of the catalogue or of the liquidation contracts. */
type NumberSpec = Pick<LiquidationTerm, 'key' | 'unit' | 'min' | 'max'>

/** What the numbers of one group of the file are kept under. */
export const auctionOf = (market: string): string => `auction of ${market}`
export const capOf = (risk: string): string => `cap of ${risk}`

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
  const read = (specs: readonly NumberSpec[], subject: string, path: YamlPath) =>
    readSubject(reader, { specs, subject, path }, values)
  read(listedSpecs('governor'), 'governor', ['governor'])
  read(listedSpecs('timelock'), 'timelock', ['timelock'])
  read(budgetTerms, 'derivative', ['derivative'])
  read(stabilityPoolTerms, 'stabilityPools', ['stabilityPools'])
  read(patientTerms, 'insurancePool', ['insurancePool'])
  read(backstopTerms, 'backstop', ['backstop'])
  for (const risk of Object.keys(groupAt(source, 'exposureCaps')))
    read(capTerms, capOf(risk), ['exposureCaps', risk])
  for (const feed of Object.keys(groupAt(source, 'feeds')))
    read(listedSpecs('feed'), feed, ['feeds', feed])
  for (const market of Object.keys(groupAt(source, 'markets'))) {
    read(listedSpecs('market'), market, ['markets', market])
    read(auctionTerms, auctionOf(market), ['markets', market, 'auction'])
  }
  const supply = readOne(reader, ['token', 'supply'], 'votes')
  if (supply !== undefined) values.set(parameterId('token', 'supply'), supply)
  return values
}

function readSubject(
  reader: Reader,
  at: {
    readonly specs: readonly NumberSpec[]
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
