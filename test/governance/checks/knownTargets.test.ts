import { expect } from 'chai'
import { knownTargets } from '../../../cli/governance/checks/knownTargets.ts'
import type { Call } from '../../../cli/governance/proposal.ts'
import { attacker, book } from '../demo.ts'
import { evidenceOf, sound } from './evidence.ts'

const judge = (...targets: readonly string[]) => {
  const { proposal } = sound()
  const calls = targets.map((target): Call => ({ ...proposal.calls[0]!, target, words: 'acts' }))
  return knownTargets.judge(evidenceOf({ proposal: { ...proposal, calls } }))
}

describe('the check known-targets', () => {
  for (const [name, address] of Object.entries(book.contracts)) {
    it(`knows ${name}`, () => {
      expect(judge(address).status).to.equal('pass')
    })
  }

  it('knows the collateral of every market', () => {
    expect(judge(...book.markets.map(({ collateral }) => collateral)).status).to.equal('pass')
  })

  it('warns of a stranger among known targets, with what it is called for', () => {
    const { status, facts } = judge(book.contracts.ledger, attacker)
    expect({ status, facts }).to.deep.equal({ status: 'warn', facts: [`${attacker}: acts`] })
  })

  it('does not know the sources of a feed', () => {
    expect(judge(book.feeds[0]!.sources[0]!).status).to.equal('warn')
  })
})
