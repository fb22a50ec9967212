import { expect } from 'chai'
import {
  differencesOf,
  type ProposalRecord,
  RecordInTextError,
  recordIn,
  recordLines,
  recordOf,
  requireNoRecord,
} from '../../cli/snapshot/recordText.ts'

const call = (byte: string) => ({
  target: `0x${byte.repeat(20)}` as const,
  value: 1n,
  calldata: `0x${byte.repeat(4)}` as const,
})
const about = {
  chainId: 1,
  governor: `0x${'99'.repeat(20)}`,
  report: `0x${'77'.repeat(32)}`,
} as const
const record = (...bytes: readonly string[]): ProposalRecord => recordOf(bytes.map(call), about)

describe('the record of calls in a text', () => {
  it('is read as it was written, wherever it stands', () => {
    const written = record('11', '22')
    const text = `Why.\n\n\`\`\`\n${recordLines(written)}\n\`\`\`\n`
    expect(recordIn(text)).to.deep.equal(written)
    const { report: _, ...without } = written
    expect(recordIn(recordLines(without))).to.deep.equal(without)
  })

  it('changes with every part of every call, and their order', () => {
    const hashes = [
      record('11', '22'),
      record('22', '11'),
      record('11'),
      recordOf([{ ...call('11'), value: 2n }, call('22')], about),
      recordOf([call('11'), { ...call('22'), calldata: '0x22222223' }], about),
    ].map(({ calldata }) => calldata)
    expect(new Set(hashes).size).to.equal(hashes.length)
  })

  it('is none where it stands twice, is damaged or out of order', () => {
    const lines = recordLines(record('11', '22'))
    expect(recordIn(`${lines}\n${lines}`)).to.equal(undefined)
    expect(recordIn(`ballast-calldata: 0x${'00'.repeat(32)}\n${lines}`)).to.equal(undefined)
    expect(recordIn(lines.replace('ballast-calldata: 0x', 'ballast-calldata: 0'))).to.equal(
      undefined,
    )
    expect(recordIn(lines.replace('ballast-call-1', 'ballast-call-3'))).to.equal(undefined)
    expect(recordIn('Nothing of the kind.')).to.equal(undefined)
  })

  it('may not stand in an author\u2019s own text', () => {
    requireNoRecord('We talk of ballast-calldata: in passing.')
    expect(() => requireNoRecord(`Why.\nballast-calldata: 0x${'00'.repeat(32)}`)).to.throw(
      RecordInTextError,
    )
  })

  it('tells which calls differ', () => {
    const [voted, sent] = [record('11', '22'), record('11', '33', '44')]
    expect(differencesOf(voted, voted)).to.deep.equal([])
    expect(differencesOf(voted, sent)).to.deep.equal([
      `call 2: voted on ${voted.calls[1]}, to be sent ${sent.calls[1]}`,
      `call 3 was not voted on: ${sent.calls[2]}`,
    ])
    expect(differencesOf(sent, voted)[1]).to.equal(`call 3 is missing: ${sent.calls[2]}`)
  })
})
