/** A field that is asked for, with its arguments and what is wanted of it. */
export interface Selection {
  readonly name: string
  readonly args: Readonly<Record<string, unknown>>
  readonly fields: readonly Selection[]
}

/** Reads as much of GraphQL as clients of a hub write: one query with variables, no fragments. */
export function parseQuery(
  text: string,
  variables: Readonly<Record<string, unknown>>,
): readonly Selection[] {
  const tokens =
    text.match(/"[^"]*"|\$?\w+|[{}()[\]:!,=]|-?\d+/g)?.filter((token) => token !== ',') ?? []
  let at = 0
  const peek = () => tokens[at] ?? ''
  const take = (wanted?: string): string => {
    const token = tokens[at]
    if (token === undefined || (wanted !== undefined && token !== wanted))
      throw new Error(`Syntax Error: Expected ${wanted ?? 'Name'}, found ${token ?? '<EOF>'}.`)
    at += 1
    return token
  }
  const value = (): unknown => {
    const token = take()
    if (token === '{') {
      const fields: Record<string, unknown> = {}
      while (peek() !== '}') {
        const name = take()
        take(':')
        fields[name] = value()
      }
      take('}')
      return fields
    }
    if (token.startsWith('$')) {
      const name = token.slice(1)
      if (!(name in variables)) throw new Error(`Variable "${token}" is not defined.`)
      return variables[name]
    }
    if (token.startsWith('"')) return token.slice(1, -1)
    return /^-?\d+$/.test(token) ? Number(token) : token
  }
  const selections = (): readonly Selection[] => {
    const fields: Selection[] = []
    take('{')
    while (peek() !== '}') {
      const name = take()
      const args: Record<string, unknown> = {}
      if (peek() === '(') {
        take('(')
        while (peek() !== ')') {
          const argument = take()
          take(':')
          args[argument] = value()
        }
        take(')')
      }
      fields.push({ name, args, fields: peek() === '{' ? selections() : [] })
    }
    take('}')
    return fields
  }
  if (peek() === 'query') while (peek() !== '{') at += 1
  return selections()
}

/** The wanted fields of a value; JSON without a schema is given whole. */
export function pick(value: unknown, fields: readonly Selection[], type: string): unknown {
  if (value === null || value === undefined || fields.length === 0) return value ?? null
  if (Array.isArray(value)) return value.map((one) => pick(one, fields, type))
  const record = value as Readonly<Record<string, unknown>>
  return Object.fromEntries(
    fields.map(({ name, fields: inner }) => {
      if (!(name in record)) throw new Error(`Cannot query field "${name}" on type "${type}".`)
      return [name, pick(record[name], inner, name)]
    }),
  )
}
