import { expect } from 'chai'
import {
  nextAction,
  type ProposalState,
  proposalStates,
  stateNumber,
  stateOf,
} from '../../cli/governance/lifecycle.ts'

const status = (state: ProposalState, now: bigint, executableAt?: bigint) => ({
  state,
  now,
  voteStartsAt: 100n,
  voteEndsAt: 200n,
  ...(executableAt === undefined ? {} : { executableAt }),
})

describe('lifecycle', () => {
  it('has the Governor\u2019s numbers', () => {
    expect(proposalStates.map(stateNumber)).to.deep.equal([0, 1, 2, 3, 4, 5, 6, 7])
    expect([stateOf(0n), stateOf(7), stateOf(8)]).to.deep.equal(['Pending', 'Executed', undefined])
  })

  const cases = [
    ['Pending', 50n, undefined, { kind: 'wait', for: 'vote', until: 101n }],
    ['Pending', 100n, undefined, { kind: 'wait', for: 'vote', until: 101n }],
    ['Pending', 101n, undefined, { kind: 'wait', for: 'block', until: 102n }],
    ['Active', 200n, undefined, { kind: 'vote', until: 200n }],
    ['Active', 201n, undefined, { kind: 'wait', for: 'block', until: 202n }],
    ['Succeeded', 201n, undefined, { kind: 'queue' }],
    ['Queued', 299n, 300n, { kind: 'wait', for: 'timelock', until: 300n }],
    ['Queued', 300n, 300n, { kind: 'execute' }],
    ['Queued', 300n, undefined, { kind: 'wait', for: 'timelock', until: 301n }],
  ] as const
  for (const [state, now, executableAt, expected] of cases) {
    it(`${state} at ${now} leads to ${expected.kind}`, () => {
      expect(nextAction(status(state, now, executableAt))).to.deep.equal(expected)
    })
  }

  it('ends with a reason', () => {
    for (const state of ['Canceled', 'Defeated', 'Expired', 'Executed'] as const) {
      const next = nextAction(status(state, 500n))
      expect(next.kind === 'none' && next.why.length > 0).to.equal(true)
    }
  })
})
