import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { projectFolder } from '../support/projectFolder.ts'

/** The rows between the markers of contracts/README.md: number, file and the words in it that hold the invariant. */
function rowsOf(readme: string) {
  const [, table = ''] = /<!-- invariants -->([\s\S]*?)<!-- \/invariants -->/.exec(readme) ?? []
  return [...table.matchAll(/^\| (\d+) \|[^|]+\| `([^`]+)`([^|]*)\|$/gm)].map(
    ([, number = '', file = '', words = '']) => ({ number, file, words: words.trim() }),
  )
}

describe('The list of invariants in contracts/README.md', () => {
  const rows = rowsOf(readFileSync(join(projectFolder, 'contracts', 'README.md'), 'utf8'))

  it('is the list that was promised', () => {
    const gaps = [11, 12, 13, 14, 15, 21, 33, 45, 46, 47, 48, 49]
    const promised = Array.from({ length: 50 }, (_, place) => place + 1)
    expect(rows.map(({ number }) => Number(number))).to.deep.equal(
      promised.filter((number) => !gaps.includes(number)),
    )
  })

  for (const { number, file, words } of rows) {
    it(`names a test that is there for ${number}`, () => {
      const path = join(projectFolder, 'test', 'contracts', file)
      expect(existsSync(path), file).to.equal(true)
      expect(readFileSync(path, 'utf8')).to.include(words)
    })
  }
})
