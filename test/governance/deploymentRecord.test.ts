import { expect } from 'chai'
import fc from 'fast-check'
import { specHash } from '../../cli/governance/deploymentRecord.ts'

describe('specHash', () => {
  it('is the same for the same content, in whatever order it was written down', () => {
    const a = { token: { supply: 5n, recipient: '0x1' }, feeds: [{ label: 'A', maxAge: 3n }] }
    const b = { feeds: [{ maxAge: 3n, label: 'A' }], token: { recipient: '0x1', supply: 5n } }
    expect(specHash(a)).to.equal(specHash(b))
    expect(specHash({ a: 1, b: undefined })).to.equal(specHash({ a: 1 }))
  })

  it('is another for another value, key, order of a list or kind of value', () => {
    const others = [
      { a: [1n, 2n] },
      { a: [2n, 1n] },
      { a: [12n] },
      { b: [1n, 2n] },
      { a: ['1', 2n] },
    ]
    // A bigint and its decimal text are the same: a record keeps them as text.
    expect(new Set(others.map(specHash)).size).to.equal(others.length - 1)
    expect(specHash({ a: 1n })).to.not.equal(specHash({ a: 1 }))
  })

  it('tells any two different specifications apart', () => {
    const spec = fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.array(fc.string())))
    fc.assert(
      fc.property(spec, spec, (a, b) => {
        const same = JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))
        expect(specHash(a) === specHash(b)).to.equal(same)
      }),
    )
  })
})

const sorted = (value: Readonly<Record<string, unknown>>) =>
  Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
