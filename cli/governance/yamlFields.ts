import type { YamlSource } from './yamlSource.ts'

/** What stands at a key of the file; undefined also where the file has no fields. */
const fieldIn = ({ plain }: YamlSource, key: string): unknown =>
  (plain as Readonly<Record<string, unknown>> | null | undefined)?.[key]

/** A text field without the space around it; empty where there is none. */
export function textIn(source: YamlSource, key: string): string {
  const found = fieldIn(source, key)
  return typeof found === 'string' ? found.trim() : ''
}

/** The entries of a list; none where there is no list. */
export function listIn(source: YamlSource, key: string): readonly unknown[] {
  const found = fieldIn(source, key)
  return Array.isArray(found) ? found : []
}
