import { isMap, isScalar, parseDocument } from 'yaml'
import { putBeside, putField, spliced } from './yamlEdits.ts'
import { writeInline } from './yamlText.ts'

/**
 * The text of a ballast.yaml with one more account, below the last one; every other byte stays as it is.
 *
 * @returns undefined where it cannot be added without touching something else
 */
export function withAccount(text: string, name: string, reference: string): string | undefined {
  const document = parseDocument(text, { keepSourceTokens: true, prettyErrors: false })
  const { contents } = document
  if (document.errors.length > 0 || !isMap(contents)) return undefined
  const accounts = contents.get('accounts')
  if (!contents.has('accounts')) return withSection(text, document, `${name}: ${inLine(reference)}`)
  if (!isMap(accounts)) return undefined
  const last = accounts.items.at(-1)
  if (last === undefined || !isScalar(last.key)) return undefined
  const splices = putBeside(text, accounts, String(last.key.value), [name, reference])
  return splices === undefined ? undefined : spliced(text, splices)
}

const inLine = (reference: string): string =>
  writeInline(reference, { style: 'plain', isInFlow: false, mayBeNumber: false })

function withSection(
  text: string,
  { contents }: ReturnType<typeof parseDocument>,
  line: string,
): string | undefined {
  if (!isMap(contents)) return undefined
  const lines = ['accounts:', `  ${line}`]
  const splice = putField(text, contents, lines, ['network', 'networks'])
  return splice === undefined ? undefined : spliced(text, [splice])
}
