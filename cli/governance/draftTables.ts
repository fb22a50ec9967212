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

const boundWords = (spec: ParameterSpec, symbols: Symbols): string => {
  const show = (value: bigint) => displayValue(spec.unit, value, symbols)
  const most = spec.max === 2n ** 120n ? '2^120 wei' : show(spec.max)
  return `${show(spec.min)} to ${most}`
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
