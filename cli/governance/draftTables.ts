import { isUnlimited } from '../shared/amount.ts'
import { catalogue } from './catalogue.ts'
import { draftFields } from './draftFields.ts'
import type { ParameterSpec } from './parameter.ts'
import { fieldOf, isOfGovernance, type Scope } from './scopes.ts'
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

/** Every parameter of the catalogue as a Markdown table. */
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
