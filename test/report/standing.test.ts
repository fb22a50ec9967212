import { expect } from 'chai'
import { id } from 'ethers'
import { specByKey } from '../../cli/governance/catalogue.ts'
import type { Submitted } from '../../cli/governance/submitted.ts'
import { openProposalsDocument, standingSentences } from '../../cli/report/standing.ts'
import { standingText } from '../../cli/report/text.ts'
import { attacker, book } from '../governance/demo.ts'

const WAD = 10n ** 18n
const active: Submitted = {
  shortId: '0x00000007',
  state: 'Active',
  proposer: attacker,
  times: { snapshot: 1, deadline: 2, eta: 0 },
  tally: { for: 700_000n * WAD, against: 1n * WAD, abstain: 0n },
  quorum: 1_000_000n * WAD,
  claimedSource: undefined,
}

describe('where a proposal stands', () => {
  it('is told with its proposer, its votes and the quorum', () => {
    expect(standingSentences(active, book)[0]).to.equal(
      `On the chain as 0x00000007, Active, proposed by ${attacker}: for 700,000 BLST, against 1 BLST, abstain 0 BLST; quorum 1,000,000 BLST.`,
    )
  })

  it('has no quorum before the vote', () => {
    const [sentence] = standingSentences({ ...active, quorum: undefined }, book)
    expect(sentence).to.match(/; its vote has not begun\.$/)
  })

  it('tells the file that it claims to be made from as a claim', () => {
    const [, none] = standingSentences(active, book)
    expect(none).to.equal('It names no file that it was made from.')
    const [, claim] = standingSentences({ ...active, claimedSource: id('file') }, book)
    expect(claim).to.equal(
      `It says that it was made from the file with hash ${id('file')} (ballast-source).`,
    )
  })

  it('is nothing for a file that is not submitted', () => {
    expect(standingText({ title: 'T' }, undefined, book)).to.equal('')
    expect(standingText({ title: 'T' }, active, book)).to.match(/^"T"\nOn the chain/)
  })
})

describe('the other open proposals as data', () => {
  it('name what they set by market and parameter', () => {
    const other = {
      id: 9n,
      handle: '0x00000009',
      title: 'Other',
      state: 'Queued' as const,
      calls: ['words'],
      unreadCalls: [],
      executableFrom: 5n,
    }
    const spec = specByKey('market', 'liquidationThreshold')!
    const value = {
      others: [{ ...other, sets: [{ spec, subject: 'WETH-A', value: 8_500n }] }],
      executableFrom: 4n,
    }
    expect(openProposalsDocument({ kind: 'value', value })).to.deep.equal([
      { ...other, sets: [{ market: 'WETH-A', parameter: 'liquidationThreshold', value: 8_500n }] },
    ])
  })

  it('are null, not none, when they could not be read', () => {
    expect(openProposalsDocument({ kind: 'unreachable', why: 'no node' })).to.equal(null)
  })
})
