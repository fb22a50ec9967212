import { expect } from 'chai'
import { ZeroAddress } from 'ethers'
import { gasLimit } from '../../../cli/governance/checks/gasLimit.ts'
import { reverted, withDryRun } from './evidence.ts'

const judge = (gasUsed: bigint) =>
  gasLimit.judge(
    withDryRun({
      outcome: { kind: 'executed', gasUsed, executor: ZeroAddress, transactionHash: '0x' },
    }),
  )

/** The most gas g with 1.2 × g ≤ 2^24. */
const most = 13_981_013n

describe('the check gas-limit', () => {
  it('passes at the last unit of gas that leaves a margin of 20 %', () => {
    expect(judge(most)).to.deep.equal({
      status: 'pass',
      summary: '13,981,013 gas of 16,777,216.',
      facts: [],
    })
  })

  it('fails at the next one', () => {
    expect(judge(most + 1n).status).to.equal('fail')
  })

  it('is inconclusive when the execution reverts', () => {
    expect(gasLimit.judge(reverted).status).to.equal('inconclusive')
  })

  it('is inconclusive when it could not be run at all', () => {
    const { status, facts } = gasLimit.judge(
      withDryRun({ outcome: { kind: 'notRun', reason: 'it calls the governor' } }),
    )
    expect({ status, facts }).to.deep.equal({
      status: 'inconclusive',
      facts: ['it calls the governor'],
    })
  })
})
