import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { keccak256, toUtf8Bytes } from 'ethers'
import type { Call } from '../../cli/governance/proposal.ts'
import { readVotersReport } from '../../cli/workflows/votersReport.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'

describe('the report that voters on Snapshot get', () => {
  const target = '0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512'
  const call = { target, value: '7', calldata: '0x12' }
  const calls = [{ ...call, value: 7n }] as unknown as readonly Call[]
  const finding = { check: 'bounds', status: 'pass', summary: 'fine' }
  const reportOf = (changed: object = {}) =>
    JSON.stringify({ decision: 'pass', calls: [{ ...call, ...changed }], findings: [finding] })
  const read = async (text: string) => {
    const folder = await temporaryFolder()
    await writeFile(join(folder, 'report.json'), text)
    return readVotersReport(folder, { calls })
  }

  it('is the one beside the file, with the hash of its bytes', async () => {
    const { report, hash, warnings } = await read(reportOf())
    expect(report?.findings).to.deep.equal([finding])
    expect(hash).to.equal(keccak256(toUtf8Bytes(reportOf())))
    expect(warnings).to.deep.equal([])
  })

  for (const [what, text] of [
    ['no JSON', '{'],
    ['a value that is no number', reportOf({ value: '7 ETH' })],
    ['a value that no chain can count', reportOf({ value: '9'.repeat(78) })],
    ['a target that is no address', reportOf({ target: 'somewhere' })],
    ['calldata of half a byte', reportOf({ calldata: '0x1' })],
  ] as const) {
    it(`is left out, and they are told so, where it holds ${what}`, async () => {
      const { warnings, ...rest } = await read(text)
      expect(warnings).to.deep.equal(['report.json cannot be read; it is left out.'])
      expect(rest).to.deep.equal({})
    })
  }

  it('is left out where it is of other calls, and where there is none', async () => {
    expect((await read(reportOf({ value: '8' }))).warnings.join()).to.contain('of other calls')
    const none = await readVotersReport(await temporaryFolder(), { calls })
    expect(none.warnings.join()).to.contain('no report.json')
  })
})
