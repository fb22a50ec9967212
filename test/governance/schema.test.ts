import { readFileSync, writeFileSync } from 'node:fs'
import { expect } from 'chai'
import { jsonSchema } from '../../cli/governance/draftSchema.ts'
import { fieldTable, governedTable, parameterTable } from '../../cli/governance/draftTables.ts'
import { book } from './demo.ts'

const pathOf = (name: string) => new URL(`../../${name}`, import.meta.url)
const isUpdate = process.env['UPDATE_SCHEMA'] === '1'

/** Compares a committed text with what it is generated from, or writes it when asked to. */
function expectFresh(name: string, generate: (committed: string) => string): void {
  const committed =
    isUpdate && name.endsWith('schema.json') ? '' : readFileSync(pathOf(name), 'utf8')
  const fresh = generate(committed)
  if (isUpdate) writeFileSync(pathOf(name), fresh)
  else expect(committed, `UPDATE_SCHEMA=1 writes ${name} anew`).to.equal(fresh)
}

const between = (text: string, marker: string, content: string): string =>
  text.replace(
    new RegExp(`(<!-- ${marker}: .* -->\n)[^]*?(<!-- end of ${marker} -->)`),
    (_, start, end) => `${start}\n${content}\n\n${end}`,
  )

describe('proposals/', () => {
  it('has the schema that editors use as the code defines it', () => {
    expectFresh('proposals/schema.json', () => `${JSON.stringify(jsonSchema(), null, 2)}\n`)
  })

  it('has tables of fields and parameters as the code defines them', () => {
    expectFresh('proposals/README.md', (text) =>
      between(between(text, 'fields', fieldTable()), 'parameters', parameterTable(book)),
    )
  })

  it('has every parameter in the table of the contracts as the catalogue has it', () => {
    expectFresh('contracts/README.md', (text) => between(text, 'parameters', governedTable(book)))
  })

  it('has a schema with a sentence for every field', () => {
    const missing: string[] = []
    const visit = (node: unknown, path: string): void => {
      if (typeof node !== 'object' || node === null) return
      const { properties, items } = node as Record<string, unknown>
      for (const [name, child] of Object.entries(properties ?? {})) {
        if ((child as Record<string, unknown>)['description'] === undefined)
          missing.push(`${path}${name}`)
        visit(child, `${path}${name}.`)
      }
      visit(items, `${path}*.`)
    }
    visit(jsonSchema(), '')
    expect(missing).to.deep.equal([])
  })
})
