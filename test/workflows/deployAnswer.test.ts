import { expect } from 'chai'
import type { RoleName } from '../../cli/governance/roles.ts'
import { renderDeployed } from '../../cli/workflows/deployAnswer.ts'
import { book } from '../governance/demo.ts'

const headline = (kept?: readonly RoleName[]): string => {
  const deployed = { how: 'deployed', network: 'local', isDefault: true, book } as const
  const { text } = renderDeployed({
    ...deployed,
    addresses: '/x/local.json',
    ...(kept === undefined ? {} : { kept }),
  })
  return text.split('\n')[0] ?? ''
}

describe('the answer of a deployment', () => {
  it('says that the deployer has no role left', () => {
    expect(headline([])).to.equal(
      'Deployed on local: 3 markets, the timelock owns everything, the deployer has no role left.',
    )
  })

  it('says which roles a deployer keeps that is guardian or steward by name', () => {
    expect(headline(['STEWARD'])).to.contain(
      'the deployer keeps STEWARD as the steward, and nothing else.',
    )
    expect(headline(['FREEZE', 'STEWARD'])).to.contain(
      'the deployer keeps FREEZE as the guardian and STEWARD as the steward, and nothing else.',
    )
  })

  it('lists every contract, pools among them', () => {
    const { text } = renderDeployed({
      ...{ how: 'already', network: 'local', isDefault: true, book, addresses: '/x/local.json' },
    })
    expect(text).to.match(/backstop +0x/)
    expect(text).to.match(/pool-WETH +0x/)
  })
})
