import { expect } from 'chai'
import { parseDraft } from '../../cli/governance/draft.ts'
import { book } from './demo.ts'

const parse = (snapshot: string) =>
  parseDraft(
    {
      path: 'test.yaml',
      slug: 'test',
      text: `title: A title
summary: Why.
changes:
  - { market: WETH-A, parameter: debtCeiling, to: 90_000_000 bUSD }
${snapshot}`,
    },
    book,
  )

/** Line, message and advice of the only problem. */
function problemOf(snapshot: string): readonly unknown[] {
  const { problems } = parse(snapshot)
  expect(problems).to.have.length(1)
  return problems.map(({ place, message, instead }) => [place.line, message, instead])[0] ?? []
}

describe('how a draft is voted on off-chain', () => {
  it('is nothing that its file has to say', () => {
    const { value, problems } = parse('')
    expect(problems).to.deep.equal([])
    expect(value).not.to.have.property('ballot')
  })

  it('is read with its units', () => {
    const { value, problems } = parse(`snapshot:
  type: weighted
  choices: [Raise, Keep]
  labels: [a1b2]
  start: 2026-11-24T12:00Z
  period: 3 days
  block: 21000000
  secret: true
`)
    expect(problems).to.deep.equal([])
    expect(value.ballot).to.deep.equal({
      type: 'weighted',
      choices: ['Raise', 'Keep'],
      labels: ['a1b2'],
      start: '2026-11-24T12:00Z',
      periodSeconds: 259_200,
      block: 21_000_000,
      secret: true,
    })
  })

  it('says what is wrong, where, and what to write', () => {
    expect(problemOf('snapshot: { type: majority }')[1]).to.equal('"majority" is not known here')
    expect(problemOf('snapshot: { start: tomorrow }')).to.deep.equal([
      5,
      'start is no time with its zone',
      'Write start: 2026-11-24T12:00Z',
    ])
    expect(problemOf('snapshot: { period: 3 }')[0]).to.equal(5)
    expect(problemOf('snapshot: { period: soon }')[1]).to.contain('not a duration')
    expect(problemOf('snapshot: { choices: [] }')[0]).to.equal(5)
    expect(problemOf('snapshot: { typ: basic }')[1]).to.equal('typ is not a field of snapshot')
    expect(problemOf('snapshot: basic')[1]).to.equal('snapshot must be a group of fields')
  })

  it('keeps its sound part beside a mistake', () => {
    const { value } = parse('snapshot: { type: approval, block: -1 }')
    expect(value.ballot).to.deep.equal({ type: 'approval' })
  })
})
