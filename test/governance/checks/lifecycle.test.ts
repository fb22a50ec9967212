import { expect } from 'chai'
import { lifecycleCompletes } from '../../../cli/governance/checks/lifecycle.ts'
import { reverted, withDryRun } from './evidence.ts'

const judge = (states: readonly string[], inconclusive?: string) =>
  lifecycleCompletes.judge(
    withDryRun({
      lifecycle: {
        states,
        voters: [],
        quorum: 0n,
        ...(inconclusive === undefined ? {} : { inconclusive }),
      },
    }),
  )

describe('the check lifecycle', () => {
  it('passes when the last state is Executed and tells the way there', () => {
    expect(judge(['Pending', 'Active', 'Succeeded', 'Queued', 'Executed'])).to.deep.equal({
      status: 'pass',
      summary: 'Pending → Active → Succeeded → Queued → Executed',
      facts: [],
    })
  })

  it('fails when the proposal ends before its execution', () => {
    const { status, summary, facts } = judge(['Pending', 'Active', 'Defeated'])
    expect(status).to.equal('fail')
    expect(summary).to.equal('The proposal ends as Defeated.')
    expect(facts).to.deep.equal(['Pending', 'Active', 'Defeated'])
  })

  it('fails when Executed is not the end', () => {
    expect(judge(['Executed', 'Canceled']).status).to.equal('fail')
  })

  it('fails when no state was ever seen', () => {
    expect(judge([])).to.include({ status: 'fail', summary: 'The proposal ends as nothing.' })
  })

  it('is inconclusive, with the reason, when the vote could not be played', () => {
    const { status, facts } = judge([], 'no delegate has the votes to propose')
    expect(status).to.equal('inconclusive')
    expect(facts).to.deep.equal(['no delegate has the votes to propose'])
  })

  it('fails on a revert, even where the vote was not played', () => {
    const { dryRun } = reverted.dryRun
    const both = withDryRun({
      outcome: dryRun.outcome,
      lifecycle: { states: [], voters: [], quorum: 0n, inconclusive: 'nobody votes' },
    })
    const { status, facts } = lifecycleCompletes.judge(both)
    expect({ status, facts }).to.deep.equal({ status: 'fail', facts: ['LedgerUnknownMarket(7)'] })
  })

  it('is inconclusive with both reasons when it could not be run at all', () => {
    const { status, facts } = lifecycleCompletes.judge(
      withDryRun({
        outcome: { kind: 'notRun', reason: 'it calls the governor' },
        lifecycle: { states: [], voters: [], quorum: 0n, inconclusive: 'it is Defeated' },
      }),
    )
    expect({ status, facts }).to.deep.equal({
      status: 'inconclusive',
      facts: ['it is Defeated', 'it calls the governor'],
    })
  })
})
