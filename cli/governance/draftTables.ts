import { isUnlimited } from '../shared/amount.ts'
import type { ContractKind } from './addressBook.ts'
import { catalogue } from './catalogue.ts'
import { draftFields } from './draftFields.ts'
import { marketParameters } from './marketParameters.ts'
import type { Door, ParameterSpec, Unit } from './parameter.ts'
import { roleSelectors } from './roles.ts'
import { type ContractPlace, fieldOf, isOfGovernance, type Scope, scopeWords } from './scopes.ts'
import { setters } from './setters.ts'
import { displayValue, type Symbols } from './value.ts'

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

/** The fields of a proposal file as a Markdown table. */
export const fieldTable = (): string =>
  table(
    ['field', 'needed', 'meaning', 'example'],
    Object.entries(draftFields).map(([path, { description, example, required }]) => [
      `\`${path}\``,
      required ? 'yes' : '',
      description,
      `\`${String(example).replaceAll('|', '\\|')}\``,
    ]),
  )

/** `2^112 − 1 wei`: what only the width of its storage limits. */
function widthWords(max: bigint): string {
  const bits = max.toString(2).length
  return 2n ** BigInt(bits) - 1n === max ? `2^${bits} \u2212 1 wei` : `2^${bits - 1} wei`
}

const boundWords = (spec: ParameterSpec, symbols: Symbols): string => {
  const show = (value: bigint) => displayValue(spec.unit, value, symbols)
  return `${show(spec.min)} to ${isUnlimited(spec.max) ? widthWords(spec.max) : show(spec.max)}`
}

const subjectWords = (scope: Scope): string =>
  isOfGovernance(scope) ? `\`${fieldOf(scope)}: ${scope}\`` : `\`${fieldOf(scope)}: <label>\``

/** What people write in a file for every parameter, as a Markdown table. */
export const parameterTable = (symbols: Symbols): string =>
  table(
    ['of', 'parameter', 'from \u2026 to', 'tightens', 'meaning'],
    catalogue.map((spec) => [
      subjectWords(spec.scope),
      `\`${spec.key}\``,
      boundWords(spec, symbols),
      spec.tightens,
      spec.summary,
    ]),
  )

/** What one of the chain's units stands for. */
const unitWords: Readonly<Record<Unit, string>> = {
  bps: '1e4 scale',
  wadPercent: 'WAD',
  wad: 'WAD',
  derivative: 'derivative, 18 decimals',
  votes: 'votes, 18 decimals',
  seconds: 'seconds',
  count: 'count',
  wholePercent: '1e2 scale',
}

const contractWords: Readonly<Record<string, string>> = { pools: 'the pools' }

/** `Ledger.relax (RELAX), tighten (TIGHTEN)`: the functions that set it, each with the capability that opens it. */
function changedBy(spec: ParameterSpec): string {
  const { contract } = spec.write
  const isOpen: Readonly<Record<Door, boolean>> = {
    relax: true,
    tighten: spec.tightens !== 'neither',
    restrain: spec.restrains === true,
  }
  const own = setters().filter(({ specs, door }) => specs.includes(spec) && isOpen[door])
  const doors = own.map(({ abi, signature }) => {
    const name = abi.getFunction(signature)?.name ?? ''
    const found = roleSelectors.find(
      (entry) => addressesShare(entry.contract, contract) && entry.signatures.includes(signature),
    )
    return `\`${name}\` (${found?.role ?? 'a vote'})`
  })
  const stepped = marketParameters.includes(spec) ? [`\`RiskSteward.set\` (STEWARD)`] : []
  return `${contractWords[contract] ?? contract}: ${[...doors, ...stepped].join(', ')}`
}

const addressesShare = (kind: ContractKind, place: ContractPlace): boolean =>
  kind === place || (place === 'pools' && (kind === 'stabilityPool' || kind === 'insurancePool'))

/** What the contracts hold every parameter to, and who changes it, as a Markdown table. */
export const governedTable = (symbols: Symbols): string =>
  table(
    ['of', 'parameter', 'unit', 'from \u2026 to', 'tightens', 'changed by'],
    catalogue.map((spec) => [
      scopeWords(spec.scope),
      `\`${spec.key}\``,
      unitWords[spec.unit],
      boundWords(spec, symbols),
      spec.tightens,
      changedBy(spec),
    ]),
  )
