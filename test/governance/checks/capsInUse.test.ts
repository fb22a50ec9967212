import { expect } from 'chai'
import { capsInUse } from '../../../cli/governance/checks/capsInUse.ts'
import { head, prepare } from '../demo.ts'
import { evidenceOf } from './evidence.ts'

const WAD = 10n ** 18n

const judge = (used: bigint) =>
  capsInUse.judge(
    evidenceOf(
      { chain: { prices: [], uses: [{ subject: 'asset:ETH', parameter: 'exposureCap', used }] } },
      prepare(
        `${head}changes:\n  - { risk: "asset:ETH", parameter: exposureCap, to: 100_000_000 bUSD }\n`,
      ),
    ),
  )

describe('the check caps-in-use', () => {
  it('passes a cap at or above what is there', () => {
    expect(judge(100_000_000n * WAD).status).to.equal('pass')
  })

  it('warns of a cap below it, with both amounts', () => {
    const { status, facts } = judge(100_000_000n * WAD + 1n)
    expect(status).to.equal('warn')
    expect(facts).to.have.length(1)
    expect(facts[0]).to.match(/^asset:ETH exposureCap 100,000,000 bUSD: 100,000,000\.0+1 bUSD are/)
  })

  it('has nothing to say of parameters that cap nothing', () => {
    expect(capsInUse.judge(evidenceOf()).status).to.equal('pass')
  })
})
