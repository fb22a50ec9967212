import { expect } from 'chai'
import { renderJson, reportDocument } from '../../cli/report/json.ts'
import { assessmentOf, namedReplay, ramp, reportInput } from './reportInput.ts'

const input = reportInput({ replays: [namedReplay()] })
const text = renderJson(input)
const parsed = JSON.parse(text)

/** Every value of a document that is neither an object nor an array, with its path. */
function leaves(value: unknown, path = '$'): readonly (readonly [string, unknown])[] {
  if (typeof value !== 'object' || value === null) return [[path, value]]
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`))
}

/** Every object inside of a document. */
const objectsIn = (value: unknown): readonly object[] =>
  typeof value === 'object' && value !== null
    ? [value, ...Object.values(value).flatMap(objectsIn)]
    : []

describe('reportDocument', () => {
  it('consists of plain objects, arrays and values alone', () => {
    for (const object of objectsIn(reportDocument(input)))
      expect([Object.prototype, Array.prototype]).to.include(Object.getPrototypeOf(object))
    for (const [path, value] of leaves(reportDocument(input)))
      expect(typeof value, path).to.be.oneOf(['string', 'number', 'boolean', 'bigint', 'object'])
  })

  it('holds no number that JSON would turn into null', () => {
    for (const [path, value] of leaves(reportDocument(input)))
      if (typeof value === 'number') expect(Number.isFinite(value), path).to.equal(true)
  })
})

describe('renderJson', () => {
  it('names its schema, what was judged and the decision', () => {
    expect(parsed).to.include({
      schema: 'ballast.report/1',
      slug: 'demo',
      title: 'A title',
      decision: 'inconclusive',
      descriptionHash: input.proposal.descriptionHash,
    })
  })

  it('writes bigints as decimal strings', () => {
    expect(parsed.proposalId).to.equal(input.proposal.id.toString())
    expect(parsed.changes).to.deep.equal([
      {
        market: 'WETH-A',
        parameter: 'liquidationThreshold',
        before: '8000',
        after: '8200',
        direction: 'relaxes',
      },
    ])
    expect(parsed.calls[0].value).to.equal('0')
    expect(parsed.dryRun.lifecycle).to.deep.include({ quorum: '4' })
    expect(parsed.dryRun.outcome.gasUsed).to.equal('1')
  })

  it('carries the calls byte for byte', () => {
    const [{ target, calldata, words }] = input.proposal.calls as never as [
      { target: string; calldata: string; words: string },
    ]
    expect(parsed.calls).to.deep.equal([{ target, value: '0', calldata, words }])
  })

  it('carries the engine\u2019s figures, the replays and the provenance unchanged', () => {
    expect(parsed.risk).to.deep.equal(input.assessment)
    expect(parsed.replays).to.deep.equal(input.replays)
    const { proposalId, ...rest } = input.provenance
    expect(parsed.provenance).to.deep.equal({ ...rest, proposalId: proposalId.toString() })
  })

  it('writes an open end of an interval as null', () => {
    expect(parsed.risk.total.after.badDebt.shortfall99.high).to.equal(null)
  })

  it('carries findings, what was not run and the effects, undeclared ones apart', () => {
    expect(parsed.findings).to.deep.equal(input.checks.findings)
    expect(parsed.notRun).to.deep.equal([])
    expect(parsed.effects).to.deep.equal(input.verdict)
  })

  it('gives equal bytes for equal input and other bytes for another', () => {
    const replays = [namedReplay()]
    expect(renderJson(reportInput({ replays, assessment: assessmentOf() }))).to.equal(text)
    const assessment = assessmentOf({ liquidationThreshold: ramp })
    expect(renderJson(reportInput({ replays, assessment }))).not.to.equal(text)
  })

  it('ends with one line feed', () => {
    expect(text).to.match(/\}\n$/)
  })
})
